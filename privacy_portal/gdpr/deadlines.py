"""By when a rights request must be answered: the venue's promise of four weeks beside the statutory month.

Counting follows Reg. (EEC, Euratom) 1182/71: the day of receipt is not counted (art. 3(1)); a month ends on
the same day number, or on the last day of a month that has no such day (art. 3(2)(c)); a term that ends on
a Saturday, a Sunday or a public holiday ends with the next working day (art. 3(4); likewise Algemene
termijnenwet art. 1)."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .calendars import last_working_day, next_working_day
from .periods import Period

STATUTORY_TERM = Period(months=1)
STATUTORY_TERM_EXTENDED = Period(months=3)
VENUE_TERM_DAYS = 28
# The venue's own rules for a party that it asks: how long that party gets, and how long the venue keeps for itself to
# read what came and to write its answer.
PARTY_TERM = timedelta(days=14)
ROOM_TO_ANSWER = timedelta(days=7)


@dataclass(frozen=True)
class Pause:
    """Art. 12(6): the clock stands still while we may not yet believe who is asking. `end` is the day the
    answer came; a pause without end is still open."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("A pause cannot end before it starts.")


def venue_due(
    received: date,
    *,
    days: int = VENUE_TERM_DAYS,
    pauses: Iterable[Pause] = (),
    holidays: Container[date],
    today: date | None = None,
) -> date:
    """The venue's own promise, not the law: "within four weeks of receiving your message"."""
    return _paused(received, Period(days=days), pauses, holidays, today)


def statutory_due(
    received: date,
    *,
    extended: bool = False,
    pauses: Iterable[Pause] = (),
    holidays: Container[date],
    today: date | None = None,
) -> date:
    """Art. 12(3): within one month of receipt; two further months where complexity or number requires."""
    term = STATUTORY_TERM_EXTENDED if extended else STATUTORY_TERM
    return _paused(received, term, pauses, holidays, today)


def last_day_to_extend(received: date, *, pauses: Iterable[Pause] = (), holidays: Container[date]) -> date:
    """Art. 12(3): the person hears of the extension, and why, within the first month."""
    return statutory_due(received, pauses=pauses, holidays=holidays)


def party_due(asked: date, *, case_due: date, holidays: Container[date]) -> date:
    """By when a processor or another recipient must have answered, so that the venue can answer in time.

    Art. 28(3)(e): a processor helps with requests of people; Art. 19: a recipient hears of a correction, an erasure or
    a restriction. The law gives neither a term, but the case has one. Never before the next working day: nobody can
    answer yesterday."""
    wanted = last_working_day(min(asked + PARTY_TERM, case_due - ROOM_TO_ANSWER), holidays)
    return max(wanted, next_working_day(asked + timedelta(days=1), holidays))


def day_of_term(received: date, number: int, *, pauses: Iterable[Pause] = (), today: date | None = None) -> date:
    """The day that is so many days after receipt, later by as long as the clock stood still. No term ends on it, so
    Sundays and holidays are days like others."""
    stood_still = sum(((pause.end - pause.start) for pause in _apart(received, pauses, today)), timedelta())
    return received + timedelta(days=number) + stood_still


def days_left(due: date, today: date) -> int:
    """Negative when the day has passed."""
    return (due - today).days


def _paused(
    received: date, term: Period, pauses: Iterable[Pause], holidays: Container[date], today: date | None
) -> date:
    """An open pause counts up to `today`; without `today` it does not count yet. A pause that starts after
    the term has run out revives nothing."""
    end = term.after(received)
    for pause in _apart(received, pauses, today):
        if pause.start > next_working_day(end, holidays):
            break
        end += pause.end - pause.start
    return next_working_day(end, holidays)


@dataclass(frozen=True)
class _Closed:
    start: date
    end: date


def _apart(received: date, pauses: Iterable[Pause], today: date | None) -> list[_Closed]:
    """In order, clipped to the time since receipt, and without days that two pauses share."""
    result: list[_Closed] = []
    counted_to = received
    for pause in sorted(pauses, key=lambda pause: pause.start):
        start = max(pause.start, counted_to)
        end = pause.end or today or pause.start
        if end > start:
            result.append(_Closed(start, end))
            counted_to = end
    return result
