"""Working days in the Netherlands.

Algemene termijnenwet art. 3: Sundays, Good Friday, Easter Monday, Ascension Day, Whit Monday, both
Christmas Days, New Year's Day, the King's birthday and 5 May of every year count as holidays. Reg. (EEC,
Euratom) 1182/71 art. 2(1) leaves the list of public holidays to each member state."""

from collections.abc import Container
from datetime import date, timedelta
from functools import cache

from holidays.countries import NL

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@cache
def _of(year: int) -> frozenset[date]:
    # 5 May of every year is "optional" to the package, because not every employer gives the day off.
    return frozenset(NL(years=year, categories=("public", "optional")))


def dutch_holidays(*years: int) -> frozenset[date]:
    return frozenset().union(*(_of(year) for year in years))


class _EveryYear(Container[date]):
    """The holidays of whichever year is asked about, so that a term may run into any later one."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _of(day.year)


DUTCH_HOLIDAYS = _EveryYear()


def is_working_day(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Container[date]) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day += _ONE_DAY
    return day


def last_working_day(day: date, holidays: Container[date]) -> date:
    """The day itself when it is a working day, else the last one before it."""
    while not is_working_day(day, holidays):
        day -= _ONE_DAY
    return day
