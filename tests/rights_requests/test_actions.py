"""What each verb does to the case, the ledger and the mailbox, and what it leaves alone."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import override_settings

from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import Direction, Ground, IdentityMethod, MessageKind, Outcome, Status
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import CaseCounter, Message, RightsRequest

from .people import MONDAY, as_subject, desk, file_request, in_progress, subject

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def commit(capture, act, **kwargs):
    with capture(execute=True):
        return act(**kwargs)


def events() -> list[str]:
    return list(
        LedgerEntry.objects.filter(event__startswith="rights_request").order_by("seq").values_list("event", flat=True)
    )


def test_receiving_gives_a_number_two_dates_and_a_place_in_the_queue():
    case = file_request()
    assert case.number == "SPOT-2026-0001"
    assert case.state == Status.RECEIVED
    assert case.received_on == date(2026, 11, 2)
    assert case.due_on == date(2026, 11, 30)
    assert case.statutory_due_on == date(2026, 12, 2)
    assert case.level == "A1"
    assert list(RightsRequest.objects.unassigned()) == [case]


def test_receiving_is_recorded_without_what_was_written():
    case = file_request()
    entry = LedgerEntry.objects.get(event="rights_request.received")
    assert entry.target == case.number
    assert entry.facts == {"right": "access", "channel": "portal"}
    assert "9712" not in entry.facts_json


def test_receiving_sends_a_receipt_in_the_language_of_the_person(django_capture_on_commit_callbacks):
    for language, words in {"nl": "uiterlijk", "en": "at the latest"}.items():
        mail.outbox.clear()
        commit(django_capture_on_commit_callbacks, file_request, language=language)
        [receipt] = mail.outbox
        assert receipt.to == ["alma@example.org"]
        assert words in receipt.body
        assert "30 november 2026" in receipt.body.lower()
        assert "9712" not in re.sub(r"https?://\S+", "", receipt.body), "an address of a page holds digits of its own"
        assert "9712" not in receipt.alternatives[0][0]


def test_numbers_count_per_year_and_without_gaps():
    assert [file_request().number for _ in range(3)] == ["SPOT-2026-0001", "SPOT-2026-0002", "SPOT-2026-0003"]
    assert file_request(now=MONDAY + timedelta(days=90)).number == "SPOT-2027-0001"


def test_a_number_that_is_rolled_back_is_given_again():
    with pytest.raises(ValueError):
        actions.receive(subject=subject(), right="no such right", details={}, language="nl", by=desk(), now=MONDAY)
    assert not CaseCounter.objects.filter(last__gt=0).exists()
    assert file_request().number == "SPOT-2026-0001"


def test_new_years_eve_counts_by_the_clock_of_the_venue():
    case = file_request(now=MONDAY.replace(month=12, day=31, hour=23, minute=30))
    assert case.number == "SPOT-2027-0001"
    assert case.received_on == date(2027, 1, 1)


def test_a_letter_is_counted_from_the_day_it_came():
    case = file_request(received_at=MONDAY - 5 * DAY, channel="post")
    assert case.received_on == date(2026, 10, 28)
    assert case.due_on == date(2026, 11, 25)


@override_settings(VENUE_ANSWER_DAYS=90)
def test_the_venue_never_promises_more_than_the_law_allows():
    case = file_request()
    assert case.due_on == case.statutory_due_on


def test_taking_assigns_the_case_and_keeps_the_first_moment():
    case = in_progress()
    assert str(case.assigned_to_id) == desk().reference
    later = actions.take(rights_request=case, by=desk("dirk@example.org"), now=MONDAY + DAY)
    assert str(later.assigned_to_id) == desk("dirk@example.org").reference
    assert later.taken_at == case.taken_at


def test_a_question_moves_the_case_to_the_person_but_the_clock_runs_on():
    case = in_progress()
    asked = actions.ask_subject(rights_request=case, question="Which year?", by=desk(), now=MONDAY)
    assert asked.state == Status.WAITING_FOR_SUBJECT
    assert asked.clock_runs
    assert asked.due_on == case.due_on
    [message] = asked.messages.all()
    assert (message.kind, message.direction, message.body) == (
        MessageKind.QUESTION,
        Direction.TO_SUBJECT,
        "Which year?",
    )


def test_a_reply_brings_it_back_to_the_desk():
    case = actions.ask_subject(rights_request=in_progress(), question="Which year?", by=desk(), now=MONDAY)
    replied = actions.reply(rights_request=case, body="2024", by=as_subject(case.subject), now=MONDAY + DAY)
    assert replied.state == Status.IN_PROGRESS
    assert replied.messages.last().direction == Direction.FROM_SUBJECT


@pytest.mark.security("V-13")
def test_doubt_about_who_asks_stops_the_clock_and_confirming_moves_the_dates():
    case = in_progress()
    doubted = actions.doubt_identity(
        rights_request=case, question="Who?", reason="Other sender", by=desk(), now=MONDAY + DAY
    )
    assert doubted.state == Status.IDENTITY_IN_DOUBT
    assert not doubted.clock_runs
    for colleague in ("chandni@example.org", "dirk@example.org"):
        confirmed = actions.confirm_identity(
            rights_request=doubted, method=IdentityMethod.CALLED_BACK, by=desk(colleague), now=MONDAY + 8 * DAY
        )
    assert confirmed.state == Status.IN_PROGRESS
    assert confirmed.due_on == case.due_on + 7 * DAY
    assert confirmed.statutory_due_on == case.statutory_due_on + 7 * DAY
    pause = confirmed.pauses.get()
    assert (pause.started_on, pause.ended_on) == (date(2026, 11, 3), date(2026, 11, 10))
    assert (pause.reason, str(pause.doubted_by_id)) == ("Other sender", desk().reference)


def test_a_reply_does_not_settle_the_doubt():
    doubted = actions.doubt_identity(
        rights_request=in_progress(), question="Who?", reason="Other sender", by=desk(), now=MONDAY
    )
    replied = actions.reply(rights_request=doubted, body="Me", by=as_subject(doubted.subject), now=MONDAY + DAY)
    assert replied.state == Status.IDENTITY_IN_DOUBT


def test_resuming_gives_the_days_back_and_leaves_the_identity_open():
    case = in_progress()
    doubted = actions.doubt_identity(rights_request=case, question="Who?", reason="?", by=desk(), now=MONDAY)
    resumed = actions.resume(rights_request=doubted, by=desk(), now=MONDAY + 2 * DAY)
    assert resumed.due_on == case.due_on + 2 * DAY
    assert resumed.identity_method == ""


def test_extending_tells_the_reason_and_the_new_date(django_capture_on_commit_callbacks):
    case = in_progress()
    mail.outbox.clear()
    extended = commit(
        django_capture_on_commit_callbacks,
        actions.extend,
        rights_request=case,
        reason="complex",
        explanation="Nine systems",
        by=desk(),
        now=MONDAY + DAY,
    )
    assert extended.due_on == extended.statutory_due_on == date(2027, 2, 2)
    [notice] = mail.outbox
    assert "2 februari 2027" in notice.body
    assert "Nine systems" not in notice.body


@pytest.mark.parametrize(
    ("day", "allowed"), [(date(2026, 12, 2), True), (date(2026, 12, 3), False)], ids=["last day", "day after"]
)
def test_extending_is_possible_inside_the_first_month_only(day, allowed):
    now = MONDAY.replace(month=day.month, day=day.day)
    act = {"rights_request": in_progress(), "reason": "many", "explanation": "Six", "by": desk(), "now": now}
    if allowed:
        assert actions.extend(**act).is_extended
    else:
        with pytest.raises(NotPossible):
            actions.extend(**act)


def test_extending_happens_once():
    extended = actions.extend(rights_request=in_progress(), reason="complex", explanation="x", by=desk(), now=MONDAY)
    with pytest.raises(NotPossible):
        actions.extend(rights_request=extended, reason="complex", explanation="x", by=desk(), now=MONDAY)


def test_answering_closes_the_case_with_six_weeks_to_object():
    answered = actions.answer(rights_request=in_progress(), text="Here you are", by=desk(), now=MONDAY + DAY)
    assert answered.state == Status.ANSWERED
    assert answered.closed_at == MONDAY + DAY
    assert answered.decision.outcome == Outcome.ANSWERED
    assert answered.decision.objection_until == date(2026, 12, 15)


def test_refusing_names_the_ground_and_every_route(django_capture_on_commit_callbacks):
    case = in_progress(right="erasure")
    mail.outbox.clear()
    refused = commit(
        django_capture_on_commit_callbacks,
        actions.refuse,
        rights_request=case,
        ground=Ground.LEGAL_DUTY,
        reason="Tax law",
        by=desk(),
        now=MONDAY + DAY,
    )
    assert refused.state == Status.REFUSED
    [notice] = mail.outbox
    for part in ("17(3)(b)", "bezwaar", "15 december 2026"):
        assert part in notice.body
    assert "Tax law" not in notice.body


def test_a_ground_must_fit_the_right():
    case = in_progress(right="access")
    with pytest.raises(NotPossible):
        actions.refuse(rights_request=case, ground=Ground.LEGAL_DUTY, reason="x", by=desk(), now=MONDAY)
    case.refresh_from_db()
    assert case.state == Status.IN_PROGRESS


def test_refusing_while_in_doubt_ends_the_pause():
    doubted = actions.doubt_identity(rights_request=in_progress(), question="Who?", reason="?", by=desk(), now=MONDAY)
    refused = actions.refuse(
        rights_request=doubted, ground=Ground.NOT_IDENTIFIABLE, reason="No reply", by=desk(), now=MONDAY + DAY
    )
    assert not refused.pauses.filter(ended_on=None).exists()


def test_withdrawing_closes_it_and_decides_nothing():
    case = file_request()
    gone = actions.withdraw(rights_request=case, by=as_subject(case.subject), now=MONDAY + DAY)
    assert gone.state == Status.WITHDRAWN
    assert not hasattr(gone, "decision")


def test_each_verb_writes_one_entry_in_order():
    case = in_progress()
    actions.note(rights_request=case, body="Call back", by=desk(), now=MONDAY)
    actions.send_message(rights_request=case, body="Hello", by=desk(), now=MONDAY)
    actions.answer(rights_request=case, text="Done", by=desk(), now=MONDAY)
    assert events() == [
        "rights_request.received",
        "rights_request.by_hand_needed",
        "rights_request.taken",
        "rights_request.noted",
        "rights_request.message_sent",
        "rights_request.answered",
    ]


def test_what_was_written_is_not_readable_in_the_database():
    case = in_progress()
    actions.send_message(rights_request=case, body="about your bank account", by=desk(), now=MONDAY)
    [sealed] = Message.objects.values_list("body", flat=True)
    assert b"bank" not in bytes(sealed)
    [scope] = RightsRequest.objects.values_list("scope", flat=True)
    assert b"9712" not in bytes(scope)


def test_reading_marks_only_what_the_other_side_wrote():
    case = in_progress()
    actions.send_message(rights_request=case, body="Hello", by=desk(), now=MONDAY)
    actions.reply(rights_request=case, body="Hi", by=as_subject(case.subject), now=MONDAY)
    assert actions.mark_read(rights_request=case, by=as_subject(case.subject), now=MONDAY + DAY) == 1
    to_subject, from_subject = case.messages.order_by("direction")[::-1]
    assert to_subject.read_at == MONDAY + DAY
    assert from_subject.read_at is None


@pytest.mark.security("L-01", "ASVS 2.3.3")
def test_a_failure_halfway_leaves_neither_change_nor_entry(monkeypatch):
    case = in_progress()
    before = events()

    def no_mail(*args, **kwargs):
        raise RuntimeError("no mail")

    monkeypatch.setattr("privacy_portal.rights_requests.notifications.post_mail", no_mail)
    with pytest.raises(RuntimeError):
        actions.answer(rights_request=case, text="Done", by=desk(), now=MONDAY)
    case.refresh_from_db()
    assert case.state == Status.IN_PROGRESS
    assert events() == before
