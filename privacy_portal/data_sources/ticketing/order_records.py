"""Orders and tickets as records, streamed from one query, whatever the number of rows."""

from collections import namedtuple
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.contract import Field, Record

from . import kinds
from .customer_records import record
from .enums import OrderStatus, PaymentMethod
from .finding import Person
from .models import Order, Ticket
from .opening import opened

CHUNK = 1000
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


def orders_of(person: Person) -> Iterator[Record]:
    """Each order, the latest first, followed by its tickets."""
    if not person.customer_ids:
        return
    rows = (
        Order.objects.filter(customer__in=person.customer_ids)
        .order_by("-placed_at", "id", "tickets__event__starts_at", "tickets__number")
        .values_list(*OrderRow._fields, *(f"tickets__{column}" for column in _TICKET_COLUMNS))
    )
    width = len(OrderRow._fields)
    for _key, group in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        lines = list(group)
        order = OrderRow._make(lines[0][:width])
        tickets = [TicketRow._make(line[width:]) for line in lines if line[width]]
        yield _order(order, tickets, person)
        yield from (_ticket(ticket, order, person) for ticket in tickets)


def held_tickets_of(person: Person) -> Iterator[Record]:
    """Tickets in this person's name on somebody else's order: theirs; the order is not (Art. 15(4))."""
    if not person.by_index:
        return
    rows = person.held_tickets().order_by("-event__starts_at", "id").values_list(*_TICKET_COLUMNS)
    for row in map(TicketRow._make, rows.iterator(chunk_size=CHUNK)):
        yield record(
            kinds.HELD_TICKET,
            f"ticket:{row.id}",
            (
                *_visit(row),
                Field("holder_name", _("Name on the ticket"), opened(Ticket, "holder_name", row), "name"),
                Field("holder_email", _("E-mail address"), opened(Ticket, "holder_email", row), "email"),
            ),
            title=row.title,
            starts=person.starts("ticket-order", recorded=row.ends_on, last_visit=row.ends_on),
            as_of=row.imported_at,
        )


def _order(row: Any, tickets: list[Any], person: Person) -> Record:
    return record(
        kinds.ORDER,
        f"order:{row.id}",
        (
            # With the postcode it proves who somebody is (SECURITY A2); a ticket number begins with it.
            Field("number", _("Order number"), row.number, "order", secret=True),
            Field("placed_at", _("Ordered on"), row.placed_at, "order"),
            Field("status", _("State"), str(OrderStatus(row.status).label), "order"),
            Field("total", _("Total"), euros(row.total_cents), "order", unit="EUR"),
            Field("payment", _("Paid with"), str(PaymentMethod(row.payment).label), "order"),
            Field(
                "iban",
                _("Bank account"),
                opened(Order, "iban", row),
                "bank-account",
                secret=True,
                activity="refund",
            ),
            *_invoice(row),
            *_note(row),
        ),
        title=_title(row, tickets),
        starts=_order_start(row, tickets, person),
        as_of=row.imported_at,
        channel=row.channel,
    )


def _order_start(row: Any, tickets: list[Any], person: Person) -> date | None:
    visited = max((ticket.ends_on for ticket in tickets), default=None)
    return person.starts("ticket-order", recorded=timezone.localdate(row.placed_at), last_visit=visited)


def _invoice(row: Any) -> Iterator[Field]:
    if row.invoice_number:
        yield Field("invoice_number", _("Invoice"), row.invoice_number, "order")
        yield Field("invoice_to", _("Invoice to"), opened(Order, "invoice_to", row), "name", secret=True)


def _note(row: Any) -> Iterator[Field]:
    """That there is a note is told; what it says is read by a person first (Art. 15(4), SECURITY X-04)."""
    if row.staff_note is not None:
        text = gettext("There is a note. It may name other people, so a colleague reads it first. Ask us for it.")
        yield Field("staff_note", _("Note by our staff"), text, "order")


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


def _ticket(row: Any, order: Any, person: Person) -> Record:
    return record(
        kinds.TICKET,
        f"ticket:{row.id}",
        (
            *_visit(row),
            Field("number", _("Ticket number"), row.number, "ticket", secret=True),
            Field("price", _("Price"), euros(row.price_cents), "ticket", unit="EUR"),
            *_holder(row, person),
        ),
        title=row.title,
        starts=person.starts("ticket-order", recorded=timezone.localdate(order.placed_at), last_visit=row.ends_on),
        as_of=row.imported_at,
        channel=order.channel,
        parent=f"order:{order.id}",
    )


def _visit(row: Any) -> Iterator[Field]:
    yield Field("event", _("Event"), row.title, "ticket")
    yield Field("hall", _("Hall"), row.hall, "ticket")
    yield Field("starts_at", _("Date and time"), row.starts_at, "ticket")
    yield Field("seat", _("Seat"), row.seat, "ticket")
    yield Field("scanned_at", _("Scanned at the door"), row.scanned_at, "visit-history")


def _holder(row: Any, person: Person) -> Iterator[Field]:
    """The buyer's own name on a ticket is the buyer's; anybody else's is left out (Art. 15(4), SECURITY X-04)."""
    if row.holder_name is None and row.holder_email is None:
        return
    if row.holder_index in person.by_index:
        yield Field("holder_name", _("Name on the ticket"), opened(Ticket, "holder_name", row), "name")
    else:
        text = gettext("Somebody else’s. We leave out that name, because it is not yours.")
        yield Field("holder_name", _("Name on the ticket"), text, "ticket")


def euros(cents: int) -> str:
    """A plain decimal that any program reads."""
    return f"{cents // 100}.{cents % 100:02d}"
