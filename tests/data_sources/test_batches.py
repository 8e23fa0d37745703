"""Records told together are the records that would have been told one by one."""

from dataclasses import replace
from datetime import date

import pytest

from privacy_portal.data_sources.contract import Batch, Field, Record, Row
from privacy_portal.data_sources.masking import Mask
from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing.enums import Channel
from privacy_portal.self_service.data_view.shelf import Shelf
from tests.data_sources import ticket_shop as shop
from tests.support.customers import ALMA, person

SHAPE = Record(
    source="shop",
    kind="order",
    kind_label="Orders",
    reference="",
    activity="ticket-order",
    fields=(
        Field("number", "Number", None, "order", secret=True),
        Field("first_name", "First name", None, "name", correctable=True, same_as="first-name"),
    ),
    origin="web shop",
    retention_start=None,
    title="",
)


def row(number: int, **differs) -> Row:
    return Row(f"order:{number}", f"Order {number}", (f"B-{number}", "Alma"), date(2026, 1, number), **differs)


def test_a_single_record_comes_back_as_it_was():
    record = next(iter(Batch(SHAPE, [row(1, parent="customer:1")])))
    assert list(Batch.of_one(record)) == [record]


def test_a_row_may_come_from_elsewhere_than_its_shape():
    told = list(Batch(SHAPE, [row(1), row(2, origin="box office")]))
    assert [record.origin for record in told] == ["web shop", "box office"]


def test_a_filled_field_is_still_the_field_one_corrects():
    field = SHAPE.fields[1].holding("Alma")
    assert field == replace(SHAPE.fields[1], value="Alma")


@pytest.mark.django_db
def test_orders_of_each_channel_keep_their_origin_and_their_order():
    alma, concert = shop.customer(), shop.event()
    for days, channel in ((-50, "webshop"), (-40, "box-office"), (-30, "webshop")):
        shop.order(alma, concert, placed=days, channel=channel)
    batches = list(source("ticketing").collect_batches(person(ALMA)))
    orders, tickets = (each for each in batches if isinstance(each, Batch))
    assert [order.origin for order in orders] == [
        str(Channel(key).label) for key in ("webshop", "box-office", "webshop")
    ]
    assert [order.value("placed_at") for order in orders] == sorted(
        (order.value("placed_at") for order in orders), reverse=True
    )
    assert [ticket.parent for ticket in tickets] == [order.reference for order in orders]


class TestShelf:
    @pytest.fixture
    def shelf(self):
        shelf = Shelf()
        shelf.add(Batch(SHAPE, [row(1), row(2)]))
        shelf.add(Batch(SHAPE, [row(3), row(4, parent="order:1")]))
        return shelf

    def test_a_part_crosses_the_borders_of_batches(self, shelf):
        assert [record.reference for record in shelf.part(1, 2)] == ["order:2", "order:3"]

    def test_a_part_behind_the_end_is_empty(self, shelf):
        assert (shelf.count, shelf.part(4, 25)) == (4, [])

    def test_it_knows_what_belongs_to_what(self, shelf):
        assert [record.reference for record in shelf.of_parent("order:1")] == ["order:4"]
        assert shelf.of_parent("order:2") == []

    def test_something_is_hidden_only_where_there_is_something(self, shelf):
        empty = Shelf()
        empty.add(Batch(SHAPE, [Row("order:1", "Order", ("", "Alma"))]))
        assert shelf.hides_something(Mask.ALL)
        assert not shelf.hides_something(Mask.REASONED)
        assert not empty.hides_something(Mask.ALL)
