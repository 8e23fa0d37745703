from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from privacy_portal.gdpr.periods import Period, validate_period


@pytest.mark.parametrize("text", ["P7Y", "P26M", "P4W", "P30D", "P1Y6M", "P1Y2M3D"])
def test_reads_and_writes_the_iso_form(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["", "P", "7Y", "P0D", "PT5M", "P-1Y", "P1.5Y", "P1Y2W", "seven years", "P1M1Y"])
def test_refuses_what_is_not_a_period(text):
    with pytest.raises(ValueError):
        Period.parse(text)
    with pytest.raises(ValidationError):
        validate_period(text)


@pytest.mark.parametrize(
    ("text", "english", "dutch"),
    [
        ("P7Y", "7 years", "7 jaar"),
        ("P1Y", "1 year", "1 jaar"),
        ("P26M", "26 months", "26 maanden"),
        ("P1M", "1 month", "1 maand"),
        ("P4W", "4 weeks", "4 weken"),
        ("P1D", "1 day", "1 dag"),
        ("P1Y6M", "1 year and 6 months", "1 jaar en 6 maanden"),
        ("P1Y2M3D", "1 year, 2 months and 3 days", "1 jaar, 2 maanden en 3 dagen"),
    ],
)
def test_label_in_the_readers_language(text, english, dutch):
    with translation.override("en"):
        assert Period.parse(text).label() == english
    with translation.override("nl"):
        assert Period.parse(text).label() == dutch


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P7Y", date(2023, 11, 10), date(2030, 11, 10)),
        ("P1Y", date(2024, 2, 29), date(2025, 2, 28)),
        ("P1M", date(2026, 1, 31), date(2026, 2, 28)),
        ("P4W", date(2026, 11, 2), date(2026, 11, 30)),
    ],
)
def test_ends_on_the_same_day_number_or_the_last_of_the_month(text, start, end):
    assert Period.parse(text).after(start) == end


@given(
    st.builds(dict, years=st.integers(0, 99), months=st.integers(0, 99), days=st.integers(0, 999)),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
)
def test_every_period_survives_writing_and_leads_forward(parts, start):
    assume(any(parts.values()))
    period = Period(**parts)
    assert Period.parse(str(period)) == period
    assert period.before(start) < start < period.after(start)
