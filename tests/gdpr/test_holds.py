"""What waits, how long and why, and that it never eats the law's month (SECURITY V-10)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.gdpr.calendars import DUTCH_HOLIDAYS
from privacy_portal.gdpr.deadlines import Pause, statutory_due
from privacy_portal.gdpr.holds import HOLD, RULES, Act, Hold, Risk, hold_on, last_moment

VENUE = ZoneInfo("Europe/Amsterdam")
ASKED = datetime(2026, 11, 2, 13, 5, tzinfo=UTC)
FAR = ASKED + timedelta(days=300)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def hold(act, risks, *, now=ASKED, not_after=FAR):
    return hold_on(act, risks, asked_at=ASKED, not_after=not_after, now=now)


# SECURITY V-10, read aloud: the risk, how long before the request it arose, and which acts wait for it.
TABLE = [
    (Risk.EMAIL_CHANGED, timedelta(), {Act.EXPORT, Act.ERASURE}),
    (Risk.EMAIL_CHANGED, 7 * DAY - SECOND, {Act.EXPORT, Act.ERASURE}),
    (Risk.EMAIL_CHANGED, 7 * DAY, set()),
    (Risk.RECOVERY_USED, 6 * DAY, {Act.EXPORT, Act.ERASURE}),
    (Risk.RECOVERY_USED, 8 * DAY, set()),
    (Risk.DELEGATE, timedelta(), {Act.EXPORT, Act.ERASURE}),
    (Risk.DELEGATE, 30 * DAY, {Act.EXPORT, Act.ERASURE}),
    (Risk.NEW_DEVICE, timedelta(), {Act.ERASURE}),
]


@pytest.mark.parametrize(("risk", "before", "held"), TABLE)
def test_V10_which_risk_holds_which_act(risk, before, held):
    for act in Act:
        expected = Hold(ASKED + HOLD, (risk,)) if act in held else None
        assert hold(act, {risk: ASKED - before}) == expected, act


def test_V10_a_hold_lasts_three_days_and_then_it_is_over():
    risks = {Risk.DELEGATE: ASKED}
    assert timedelta(hours=72) == HOLD
    assert hold(Act.EXPORT, risks, now=ASKED + HOLD - SECOND)
    assert hold(Act.EXPORT, risks, now=ASKED + HOLD) is None


def test_V10_a_sign_that_comes_later_counts_from_then():
    risks = {Risk.DELEGATE: ASKED, Risk.EMAIL_CHANGED: ASKED + 2 * DAY}
    assert hold(Act.ERASURE, risks, now=ASKED + 2 * DAY) == Hold(ASKED + 5 * DAY, (Risk.EMAIL_CHANGED, Risk.DELEGATE))
    assert hold(Act.ERASURE, risks, now=ASKED + 4 * DAY).reasons == (Risk.EMAIL_CHANGED,), "the other is over"


def test_V10_every_risk_has_a_rule_and_words():
    assert set(RULES) == set(Risk)
    assert all(str(risk.label) for risk in Risk)


spans = st.timedeltas(timedelta(days=-20), timedelta(days=20))


@given(
    received=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    asked_after=st.timedeltas(timedelta(), timedelta(days=60)),
    since=st.dictionaries(st.sampled_from(list(Risk)), spans),
    later=st.timedeltas(timedelta(), timedelta(days=90)),
    pauses=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=3),
    act=st.sampled_from(list(Act)),
)
def test_V10_no_hold_passes_day_25_of_the_month(received, asked_after, since, later, pauses, act):
    asked_at = datetime.combine(received, datetime.min.time(), tzinfo=VENUE).astimezone(UTC) + asked_after
    risks = {risk: asked_at + span for risk, span in since.items()}
    stood_still = [
        Pause(received + timedelta(days=start), received + timedelta(days=start + long)) for start, long in pauses
    ]
    limit = last_moment(received, pauses=stood_still, zone=VENUE)
    now = asked_at + later
    found = hold_on(act, risks, asked_at=asked_at, not_after=limit, now=now)
    law = statutory_due(received, pauses=stood_still, holidays=DUTCH_HOLIDAYS)
    # A pause that begins after the term ran out moves neither.
    in_time = all(pause.start <= received + timedelta(days=25) for pause in stood_still)
    if in_time:
        assert limit.astimezone(VENUE).date() < law
    if found is None:
        return
    assert now < found.until <= limit
    assert found.reasons and set(found.reasons) <= set(risks)
    assert all(act in RULES[reason].acts for reason in found.reasons)
    assert found.until <= max([asked_at, *risks.values()]) + HOLD


@given(received=st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_V10_without_a_pause_the_last_moment_is_the_beginning_of_day_25(received):
    limit = last_moment(received, zone=VENUE)
    assert (limit.date() - received).days == 25 and (limit.hour, limit.minute) == (0, 0)


@given(since=st.dictionaries(st.sampled_from(list(Risk)), spans), more=st.sampled_from(list(Risk)), span=spans)
def test_V10_one_more_risk_never_shortens_a_hold(since, more, span):
    risks = {risk: ASKED + each for risk, each in since.items()}
    before = hold(Act.ERASURE, risks)
    after = hold(Act.ERASURE, risks | {more: max(ASKED + span, risks.get(more, ASKED + span))})
    assert before is None or after.until >= before.until
