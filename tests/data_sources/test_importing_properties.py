"""Whatever comes in as a file: it is read as it was written, or refused in words; never a crash, never a half."""

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy_portal.data_sources.ticketing import columns
from privacy_portal.data_sources.ticketing.importing import ImportRefused, import_folder
from privacy_portal.data_sources.ticketing.importing.tables import TABLES
from privacy_portal.data_sources.ticketing.models import Customer, Hall

from . import ticket_shop as shop

pytestmark = pytest.mark.django_db
several = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

word = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=100)
stripped = word.map(str.strip)
days = st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))
people = st.fixed_dictionaries(
    {"first_name": stripped, "last_name": stripped, "street": stripped, "birth_date": days, "account_since": days}
)


def run(content: dict[str, bytes]) -> bool:
    """Whether it came in; the tables are as before if it did not."""
    before = Customer.objects.count(), Hall.objects.count()
    with TemporaryDirectory() as name:
        for file, data in content.items():
            Path(name, file).write_bytes(data)
        try:
            import_folder(Path(name), now=shop.NOW)
        except ImportRefused as refusal:
            assert refusal.problems and all(str(problem) for problem in refusal.problems)
            assert (Customer.objects.count(), Hall.objects.count()) == before
            return False
    return True


def as_csv(rows: list[dict], sign: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(
        out, ["number", "first_name", "last_name", "street", "birth_date", "account_since"], delimiter=sign
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@several
@given(rows=st.lists(people, min_size=1, max_size=5), sign=st.sampled_from(",;"))
def test_what_goes_in_comes_out(rows, sign):
    Customer.objects.all().delete()
    numbered = [row | {"number": f"C{number}"} for number, row in enumerate(rows)]
    data = as_csv(numbered, sign)
    if not run({"customers.csv": data}):
        assert any(unfit(row[name]) for row in rows for name in ("first_name", "last_name", "street"))
        return
    for row in numbered:
        who = Customer.objects.get(number=row["number"])
        for name in ("first_name", "last_name", "street"):
            assert getattr(who, name) == (columns.text(row[name], 200) if row[name] else None)
        assert (who.birth_date, who.account_since) == (row["birth_date"], row["account_since"])


def unfit(text: str) -> bool:
    """Signs that turn the text around them are refused on purpose."""
    try:
        columns.text(text, 120)
    except ValueError:
        return True
    return False


@several
@given(file=st.sampled_from([table.file for table in TABLES]), data=st.binary(max_size=300))
def test_any_bytes_are_taken_whole_or_not_at_all(file, data):
    run({file: data})


@several
@given(
    table=st.sampled_from(TABLES),
    data=st.data(),
)
def test_any_cells_are_taken_whole_or_not_at_all(table, data):
    """A right header above anything at all."""
    header = ",".join(column.name for column in table.columns).encode()
    cell = st.sampled_from([b"", b"1", b"C1", b"2026-11-22", b"ja", b"a@example.org", b'"', b"\x00", b"=1+1"])
    row = st.lists(cell | st.binary(max_size=8), max_size=len(table.columns) + 1).map(b",".join)
    rows = data.draw(st.lists(row, max_size=4))
    run({table.file: b"\n".join([header, *rows])})


@given(st.text(max_size=40))
def test_a_parser_gives_a_value_or_a_sentence(text):
    for parse in (
        columns.day,
        columns.moment,
        columns.cents,
        columns.count,
        columns.flag,
        columns.iban,
        columns.country,
        columns.slug,
        columns.email,
        columns.past_day,
    ):
        try:
            parse(text)
        except ValueError as error:
            assert str(error)


@given(st.integers(0, 10**9 - 1))
def test_an_amount_is_read_to_the_cent(cents):
    written = f"{cents // 100}.{cents % 100:02d}"
    assert columns.cents(written) == columns.cents(written.replace(".", ",")) == cents
