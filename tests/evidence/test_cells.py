"""Tables that give back what went in and that no spreadsheet runs (SECURITY X-03)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.evidence.cells import RUNS_AS_FORMULA, cell, guarded, harmless, row, unguarded

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


@given(texts)
def test_it_gives_back_every_text(value):
    assert unguarded(guarded(value)) == value


@pytest.mark.security("ASVS 1.2.10")
@given(texts)
def test_it_lets_no_cell_start_like_a_formula(value):
    assert not guarded(value).startswith(RUNS_AS_FORMULA)
    assert not harmless(value).startswith(RUNS_AS_FORMULA)


@given(texts)
def test_for_people_it_leaves_every_other_text_alone(value):
    assert harmless(value) == value or (harmless(value) == f"'{value}" and value.startswith(RUNS_AS_FORMULA))


def test_for_people_an_apostrophe_is_no_danger():
    assert (harmless("'s-Gravenhage"), guarded("'s-Gravenhage")) == ("'s-Gravenhage", "''s-Gravenhage")


@given(st.lists(texts, min_size=1, max_size=6))
def test_it_survives_a_round_trip_through_a_reader(values):
    [read] = csv.reader(io.StringIO(row(values).decode(), newline=""), strict=True)
    assert [unguarded(each) for each in read] == values


@given(st.lists(texts, min_size=1, max_size=6))
def test_it_ends_every_row_as_the_standard_says(values):
    assert row(values).endswith(b"\r\n")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+31 50 1234567", "'+31 50 1234567"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("'s-Gravenhage", "''s-Gravenhage"),
        (-5, "'-5"),
        (True, "true"),
        (None, ""),
        ("Alma", "Alma"),
    ],
)
def test_it_writes_a_value_like_this(value, shown):
    assert cell(value) == shown
