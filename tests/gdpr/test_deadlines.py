"""By when we must answer: examples a lawyer can check, and what must hold for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.gdpr.calendars import DUTCH_HOLIDAYS, is_working_day
from privacy_portal.gdpr.deadlines import Pause, days_left, last_day_to_extend, statutory_due, venue_due

DAYS = st.dates(min_value=date(2018, 5, 25), max_value=date(2060, 12, 31))


def statutory(received: date, **more) -> date:
    return statutory_due(received, holidays=DUTCH_HOLIDAYS, **more)


def venue(received: date, **more) -> date:
    return venue_due(received, holidays=DUTCH_HOLIDAYS, **more)


@st.composite
def pauses_after(draw, received: date) -> list[Pause]:
    pauses, day = [], received
    for _ in range(draw(st.integers(0, 3))):
        start = day + timedelta(days=draw(st.integers(0, 40)))
        day = start + timedelta(days=draw(st.integers(0, 30)))
        pauses.append(Pause(start, day))
    return pauses


@pytest.mark.parametrize(
    ("received", "due", "why"),
    [
        (date(2026, 3, 5), date(2026, 4, 7), "5 April is Easter Sunday and the 6th Easter Monday"),
        (date(2026, 6, 10), date(2026, 7, 10), "the same day number a month later"),
        (date(2026, 8, 31), date(2026, 9, 30), "September has no 31st"),
        (date(2026, 1, 31), date(2026, 3, 2), "28 February is a Saturday"),
        (date(2024, 1, 31), date(2024, 2, 29), "a leap year"),
        (date(2026, 11, 25), date(2026, 12, 28), "Christmas, Second Christmas Day and a Sunday in a row"),
        (date(2027, 4, 5), date(2027, 5, 6 + 1), "5 May is a holiday every year; the 6th is Ascension Day in 2027"),
        (date(2026, 3, 3), date(2026, 4, 7), "Good Friday, weekend, Easter Monday"),
    ],
)
def test_statutory_month(received, due, why):
    assert statutory(received) == due, why


def test_extension_counts_three_months_from_receipt_not_from_the_extension():
    assert statutory(date(2026, 8, 31), extended=True) == date(2026, 11, 30)


def test_venue_promises_four_weeks():
    assert venue(date(2026, 11, 2)) == date(2026, 11, 30)
    assert venue(date(2026, 11, 27)) == date(2026, 12, 28), "Christmas Day moves to Monday"


def test_venue_may_promise_another_term():
    assert venue(date(2026, 11, 2), days=14) == date(2026, 11, 16)


def test_pause_of_ten_days_shifts_the_term_by_ten_days():
    paused = [Pause(date(2026, 6, 12), date(2026, 6, 22))]
    assert statutory(date(2026, 6, 10), pauses=paused) == date(2026, 7, 20)


def test_open_pause_counts_up_to_today_only():
    paused = [Pause(date(2026, 6, 12))]
    assert statutory(date(2026, 6, 10), pauses=paused) == date(2026, 7, 10)
    assert statutory(date(2026, 6, 10), pauses=paused, today=date(2026, 6, 15)) == date(2026, 7, 13)


def test_days_that_two_pauses_share_count_once():
    overlapping = [Pause(date(2026, 6, 12), date(2026, 6, 22)), Pause(date(2026, 6, 17), date(2026, 6, 24))]
    assert statutory(date(2026, 6, 10), pauses=overlapping) == statutory(
        date(2026, 6, 10), pauses=[Pause(date(2026, 6, 12), date(2026, 6, 24))]
    )


def test_pause_before_receipt_does_not_count():
    early = [Pause(date(2026, 6, 1), date(2026, 6, 9))]
    assert statutory(date(2026, 6, 10), pauses=early) == date(2026, 7, 10)


def test_pause_after_the_term_revives_nothing():
    late = [Pause(date(2026, 7, 11), date(2026, 8, 1))]
    assert statutory(date(2026, 6, 10), pauses=late) == date(2026, 7, 10)


def test_pause_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Pause(date(2026, 6, 2), date(2026, 6, 1))


def test_days_left_is_negative_once_the_day_has_passed():
    assert days_left(date(2026, 6, 10), date(2026, 6, 8)) == 2
    assert days_left(date(2026, 6, 10), date(2026, 6, 11)) == -1


@given(DAYS)
def test_every_term_ends_on_a_working_day_after_receipt(received):
    for due in (statutory(received), statutory(received, extended=True), venue(received)):
        assert due > received
        assert is_working_day(due, DUTCH_HOLIDAYS)


@given(DAYS, st.integers(1, 60))
def test_later_receipt_never_means_an_earlier_answer(received, later):
    assert statutory(received) <= statutory(received + timedelta(days=later))
    assert venue(received) <= venue(received + timedelta(days=later))


@given(DAYS)
def test_no_month_is_shorter_than_28_or_much_longer_than_31_days(received):
    length = (statutory(received) - received).days
    assert 28 <= length <= 31 + 5, "a month, and at most the longest run of days off"


@given(DAYS)
def test_extension_is_announced_before_the_first_month_ends_and_gives_more_time(received):
    assert last_day_to_extend(received, holidays=DUTCH_HOLIDAYS) == statutory(received)
    assert statutory(received, extended=True) > statutory(received)


@given(st.data(), DAYS)
def test_pauses_only_lengthen_and_by_no_less_than_they_last(data, received):
    pauses = data.draw(pauses_after(received))
    plain, paused = statutory(received), statutory(received, pauses=pauses)
    inside = sum((p.end - p.start for p in pauses if p.end <= plain - timedelta(days=5)), timedelta())
    assert paused >= plain
    # A term that already moved over days off may use those up.
    assert paused >= plain + inside - timedelta(days=5)


@given(st.data(), DAYS)
def test_order_of_pauses_does_not_matter(data, received):
    pauses = data.draw(pauses_after(received))
    assert statutory(received, pauses=pauses) == statutory(received, pauses=reversed(pauses))
