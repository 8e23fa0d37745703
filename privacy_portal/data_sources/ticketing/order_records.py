"""Orders and tickets as records, streamed from one query, whatever the number of rows."""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.contract import Batch, Field, Record, Row, Value

from . import kinds
from .customer_records import record
from .finding import Person
from .models import Order, Ticket
from .opening import opened
from .order_shapes import (
    INVOICE,
    MY_NAME,
    NOBODY,
    NOT_YOURS,
    NOTE,
    ORDER,
    READ_FIRST,
    SOMEBODY_ELSE,
    TICKET,
    VISIT,
    Fields,
    Shapes,
)

CHUNK = 1000
# Orders that are told together with their tickets: what of a long list is in memory at once.
TOGETHER = 500
OrderRow = namedtuple(
    "OrderRow",
    "id number placed_at channel status payment total_cents iban invoice_number invoice_to staff_note imported_at",
)
TicketRow = namedtuple(
    "TicketRow",
    "id number seat price_cents holder_name holder_email holder_index scanned_at imported_at "
    "title starts_at ends_on hall",
)
# Columns of the row that come from another table.
_ELSEWHERE = {
    "title": "event__title",
    "starts_at": "event__starts_at",
    "ends_on": "event__ends_on",
    "hall": "event__hall__name",
}
_TICKET_COLUMNS = tuple(_ELSEWHERE.get(name, name) for name in TicketRow._fields)


def orders_of(person: Person) -> Iterator[Batch]:
    """Orders, the latest first, some at a time, each time followed by their tickets."""
    if not person.customer_ids:
        return
    shapes, lines = Shapes(), _lines(person)
    while some := list(islice(lines, TOGETHER)):
        yield from _together(_order(order, tickets, person, shapes) for order, tickets in some)
        yield from _together(_ticket(ticket, order, person, shapes) for order, tickets in some for ticket in tickets)


def held_tickets_of(person: Person) -> Iterator[Record]:
    """Tickets in this person's name on somebody else's order: theirs; the order is not (Art. 15(4))."""
    if not person.by_index:
        return
    rows = person.held_tickets().order_by("-event__starts_at", "id").values_list(*_TICKET_COLUMNS)
    for row in map(TicketRow._make, rows.iterator(chunk_size=CHUNK)):
        visit = (field.holding(value) for field, value in zip(VISIT, _visit(row), strict=True))
        yield record(
            kinds.HELD_TICKET,
            f"ticket:{row.id}",
            (
                *visit,
                MY_NAME[0].holding(opened(Ticket, "holder_name", row)),
                Field("holder_email", _("E-mail address"), opened(Ticket, "holder_email", row), "email"),
            ),
            title=row.title,
            starts=person.starts("ticket-order", recorded=row.ends_on, last_visit=row.ends_on),
            as_of=row.imported_at,
        )


def _lines(person: Person) -> Iterator[tuple[Any, list[Any]]]:
    """Each order with its tickets."""
    rows = (
        Order.objects.filter(customer__in=person.customer_ids)
        .order_by("-placed_at", "id", "tickets__event__starts_at", "tickets__number")
        .values_list(*OrderRow._fields, *(f"tickets__{column}" for column in _TICKET_COLUMNS))
    )
    width = len(OrderRow._fields)
    for _key, group in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        lines = list(group)
        yield OrderRow._make(lines[0][:width]), [TicketRow._make(line[width:]) for line in lines if line[width]]


def _together(lines: Iterable[tuple[Record, Row]]) -> Iterator[Batch]:
    """A batch for as long as records have the same shape."""
    for _key, run in groupby(lines, key=lambda line: id(line[0])):
        told = list(run)
        yield Batch(told[0][0], [row for _shape, row in told])


def _order(row: Any, tickets: list[Any], person: Person, shapes: Shapes) -> tuple[Record, Row]:
    parts: list[Fields] = [ORDER]
    values = [
        row.number,
        row.placed_at,
        shapes.states[row.status],
        euros(row.total_cents),
        shapes.payments[row.payment],
        opened(Order, "iban", row),
    ]
    if row.invoice_number:
        parts.append(INVOICE)
        values += row.invoice_number, opened(Order, "invoice_to", row)
    if row.staff_note is not None:
        parts.append(NOTE)
        values.append(gettext(READ_FIRST))
    return shapes.of(kinds.ORDER, *parts), Row(
        f"order:{row.id}",
        _title(row, tickets),
        values,
        _order_start(row, tickets, person),
        as_of=row.imported_at,
        origin=shapes.origins[row.channel],
    )


def _order_start(row: Any, tickets: list[Any], person: Person) -> date | None:
    visited = max((ticket.ends_on for ticket in tickets), default=None)
    return person.starts("ticket-order", recorded=timezone.localdate(row.placed_at), last_visit=visited)


def order_title(placed_at: datetime) -> str:
    """Never by its number: with a postcode that is a second proof of who one is (SECURITY V-09)."""
    return gettext("Order of %(day)s") % {"day": date_format(timezone.localtime(placed_at), "DATE_FORMAT")}


def _title(row: Any, tickets: list[Any]) -> str:
    if not tickets:
        return order_title(row.placed_at)
    events = dict.fromkeys(ticket.title for ticket in tickets)
    first, others = next(iter(events)), len(events) - 1
    if not others:
        return first
    text = ngettext("%(title)s and %(count)d other event", "%(title)s and %(count)d other events", others)
    return text % {"title": first, "count": others}


def _ticket(row: Any, order: Any, person: Person, shapes: Shapes) -> tuple[Record, Row]:
    whose, name = _holder(row, person)
    return shapes.of(kinds.TICKET, TICKET, whose), Row(
        f"ticket:{row.id}",
        row.title,
        [*_visit(row), row.number, euros(row.price_cents), *name],
        person.starts("ticket-order", recorded=timezone.localdate(order.placed_at), last_visit=row.ends_on),
        f"order:{order.id}",
        row.imported_at,
        shapes.origins[order.channel],
    )


def _visit(row: Any) -> tuple[Value, ...]:
    return row.title, row.hall, row.starts_at, row.seat, row.scanned_at


def _holder(row: Any, person: Person) -> tuple[Fields, list[Value]]:
    """The buyer's own name on a ticket is the buyer's; anybody else's is left out (Art. 15(4), SECURITY X-04)."""
    if row.holder_name is None and row.holder_email is None:
        return NOBODY, []
    if row.holder_index in person.by_index:
        return MY_NAME, [opened(Ticket, "holder_name", row)]
    return SOMEBODY_ELSE, [gettext(NOT_YOURS)]


def euros(cents: int) -> str:
    """A plain decimal that any program reads."""
    return f"{cents // 100}.{cents % 100:02d}"
