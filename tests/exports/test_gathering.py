"""Records that come one by one and records that come in batches end up as the same file."""

from datetime import UTC, date, datetime

import pytest

from privacy_portal.data_sources.contract import Batch, Field, Record, Row
from privacy_portal.exports.building import build
from privacy_portal.exports.models import Export
from tests.support.customers import person
from tests.support.fake_source import FakeSource, only

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COLUMNS = ("number", "seats", "paid", "placed_on", "at", "note")
SHAPE = Record(
    "shop",
    "order",
    "Orders",
    "",
    "ticket-order",
    tuple(Field(name, name.capitalize(), None, "order", unit="EUR" if name == "seats" else "") for name in COLUMNS),
    "From yourself",
    None,
    "",
)
DAY = date(2024, 2, 29)


def row(number: int) -> Row:
    note = None if number % 3 else '=1+1 "quoted",\r\nsecond line <b> “é”'
    values = (f"W-{number}", -number, number % 2 == 0, DAY, NOW, note)
    return Row(f"order-{number}", f"Order {number}", values, DAY if number % 5 else None, parent="customer-1")


class Batched(FakeSource):
    """The first two come alone, the rest by the hundred."""

    def collect_batches(self, subject):
        self._answer()
        batch = Batch(SHAPE, [row(number) for number in range(250)])
        yield from list(batch)[:2]
        for start in range(2, 250, 100):
            yield Batch(SHAPE, batch.rows[start : start + 100])

    def collect(self, subject):
        self._answer()
        yield from Batch(SHAPE, [row(number) for number in range(250)])


class OneByOne(Batched):
    collect_batches = FakeSource.collect_batches


def opened(source) -> Opened:
    with only(source):
        subject = person(f"{source.__class__.__name__}@example.org", now=NOW)
        export = build(Export.objects.create(subject=subject, language="nl", requested_at=NOW).pk, now=NOW)
    assert (export.records, export.unanswered) == (250, [])
    return Opened.fetch(export, now=NOW)


def test_it_makes_the_same_files_of_batches_as_of_records():
    batched, one_by_one = opened(Batched("shop")), opened(OneByOne("shop"))
    assert batched.json()["groups"] == one_by_one.json()["groups"]
    for name in ("tables/shop-order.csv", "index.html"):
        assert batched.bytes(name) == one_by_one.bytes(name)


def test_it_knows_what_each_column_holds_whatever_came_first():
    columns = opened(Batched("shop")).json()["groups"][0]["columns"]
    assert {each["name"]: each["type"] for each in columns} == {
        "number": "text",
        "seats": "number",
        "paid": "boolean",
        "placed_on": "date",
        "at": "datetime",
        "note": "text",
    }


def test_it_reports_a_source_whose_rows_do_not_fit_their_shape():
    class Wrong(Batched):
        def collect_batches(self, subject):
            yield Batch(SHAPE, [row(1)])
            yield Batch(SHAPE, [row(2), row(3)._replace(values=("W-3",))])

    with only(Wrong("shop")):
        export = build(Export.objects.create(subject=person(now=NOW), language="nl", requested_at=NOW).pk, now=NOW)
    assert (export.records, export.unanswered) == (1, ["shop"])
