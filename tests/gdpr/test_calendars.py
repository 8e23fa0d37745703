from datetime import date

from privacy_portal.gdpr.calendars import DUTCH_HOLIDAYS, dutch_holidays, is_working_day, next_working_day


def test_holidays_are_those_of_the_algemene_termijnenwet():
    assert dutch_holidays(2026) >= {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }


def test_kings_day_moves_off_a_sunday():
    assert date(2025, 4, 26) in DUTCH_HOLIDAYS
    assert date(2025, 4, 27) not in DUTCH_HOLIDAYS


def test_several_years_at_once():
    assert dutch_holidays(2026, 2027) == dutch_holidays(2026) | dutch_holidays(2027)


def test_next_working_day_is_the_day_itself_when_it_is_one():
    assert next_working_day(date(2026, 11, 23), DUTCH_HOLIDAYS) == date(2026, 11, 23)


def test_new_year_crosses_the_year():
    assert next_working_day(date(2027, 12, 31 - 6), DUTCH_HOLIDAYS) == date(2027, 12, 27)
    assert next_working_day(date(2028, 1, 1), DUTCH_HOLIDAYS) == date(2028, 1, 3)


def test_weekend_is_no_working_day():
    assert not is_working_day(date(2026, 11, 21), frozenset())
    assert is_working_day(date(2026, 11, 20), frozenset())
