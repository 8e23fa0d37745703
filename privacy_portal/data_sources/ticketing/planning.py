"""What erasing a person's rows on a day would do, row by row, with the reason (Art. 17).

The venue's rule (privacy policy, section 5): whoever still visits an event is kept until that visit; after it the data
are made anonymous. The law's rule: an invoice stays seven years after its book year (AWR Art. 52(4)).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import PlanItem
from privacy_portal.data_sources.enums import PlanVerdict

from . import kinds
from .collecting import memberships
from .customer_records import newsletter_name
from .enums import OrderStatus
from .finding import Person
from .models import Order, Sharing, Ticket, WaitingListEntry
from .order_records import order_title

INVOICE_YEARS = 7


@dataclass
class Ahead:
    """The visits a person still makes: the last day of them, per customer and per order, with the event's title."""

    customers: dict[UUID, tuple[date, str]] = field(default_factory=dict)
    orders: dict[UUID, tuple[date, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, person: Person, on: date) -> "Ahead":
        ahead = cls()
        for customer, order, day, title in (
            Ticket.objects.filter(
                order__customer__in=person.customer_ids,
                order__status=OrderStatus.PAID,
                event__ends_on__gte=on,
            )
            .order_by("event__ends_on")
            .values_list("order__customer", "order", "event__ends_on", "event__title")
        ):
            ahead.customers[customer] = ahead.orders[order] = (day, title)
        return ahead


def plan_erasure(person: Person, on: date) -> Iterator[PlanItem]:
    """One item per row, customers first. A dry run."""
    ahead = Ahead.of(person, on)
    yield from _customers(person, ahead, on)
    yield from _orders(person, ahead, on)
    yield from _held_tickets(person, on)
    yield from _small_things(person, on)


def _customers(person: Person, ahead: Ahead, on: date) -> Iterator[PlanItem]:
    invoices = _last_invoices(person)
    for customer in person.customers:
        kind = kinds.of_customer(guest=customer.is_guest, channel=customer.origin)
        yield _decided(
            f"customer:{customer.pk}",
            kind,
            on,
            visit=ahead.customers.get(customer.pk),
            invoice=invoices.get(customer.pk),
            title=str(kind.label),
            otherwise=_("We keep only the area, the city and the year of birth, for counting."),
        )


def _orders(person: Person, ahead: Ahead, on: date) -> Iterator[PlanItem]:
    rows = (
        Order.objects.filter(customer__in=person.customer_ids)
        .order_by("-placed_at", "id")
        .values_list("id", "placed_at", "invoice_number")
    )
    for key, placed_at, invoice in rows.iterator(chunk_size=1000):
        yield _decided(
            f"order:{key}",
            kinds.ORDER,
            on,
            visit=ahead.orders.get(key),
            invoice=invoice_kept_until(timezone.localdate(placed_at)) if invoice else None,
            title=order_title(placed_at),
            otherwise=_("We keep the event, the price and the date, for our books. Nothing leads to you."),
        )


def _last_invoices(person: Person) -> dict[UUID, date]:
    """Until when a customer's invoices must be kept: the name and address on them are needed as long."""
    rows = Order.objects.filter(customer__in=person.customer_ids).exclude(invoice_number="")
    placed = rows.order_by("placed_at").values_list("customer", "placed_at")
    return {customer: invoice_kept_until(timezone.localdate(at)) for customer, at in placed}


def invoice_kept_until(placed: date) -> date:
    """AWR Art. 52(4): seven years after the end of the book year, which is the calendar year."""
    return date(placed.year + INVOICE_YEARS, 12, 31)


def _held_tickets(person: Person, on: date) -> Iterator[PlanItem]:
    if not person.by_index:
        return
    for key, ends_on, title in person.held_tickets().values_list("id", "event__ends_on", "event__title"):
        yield _decided(
            f"ticket:{key}",
            kinds.HELD_TICKET,
            on,
            visit=(ends_on, title) if ends_on >= on else None,
            invoice=None,
            title=title,
            otherwise=_("The ticket stays with its buyer, without your name and e-mail address."),
        )


def _small_things(person: Person, on: date) -> Iterator[PlanItem]:
    """Needed for nothing once a person asks: they go at once."""
    mine = {"customer__in": person.customer_ids}
    for key, title in WaitingListEntry.objects.filter(**mine).values_list("id", "event__title"):
        yield _gone(f"waiting:{key}", kinds.WAITING, title)
    for membership in memberships(person):
        yield _gone(f"loyalty:{membership.pk}", kinds.LOYALTY, str(kinds.LOYALTY.label))
    for choice in person.choices:
        kind = kinds.of_mailing(choice.key)
        title = newsletter_name(choice.key) if kind is kinds.NEWSLETTER else str(kind.label)
        yield _gone(f"mailing:{choice.pk}", kind, title)
    for key, activity, recipient in Sharing.objects.filter(**mine).values_list("id", "kind", "recipient"):
        yield _gone(f"sharing:{key}", kinds.KINDS[activity], recipient)
    for rental in person.lockers():
        yield _gone(f"locker:{rental.pk}", kinds.LOCKER, _("Locker %(number)s") % {"number": rental.locker})


def _decided(
    reference: str,
    kind: kinds.Kind,
    on: date,
    *,
    visit: tuple[date, str] | None,
    invoice: date | None,
    title: str,
    otherwise: str = "",
) -> PlanItem:
    """A visit to come goes before a law that keeps, and a law before the wish."""
    if visit:
        return PlanItem(reference, kind.key, kind.activity, PlanVerdict.WAIT_FOR, visit[0], _waits(*visit), title)
    if invoice and invoice >= on:
        return PlanItem(reference, kind.key, kind.activity, PlanVerdict.KEEP_UNTIL, invoice, _kept(invoice), title)
    return PlanItem(reference, kind.key, kind.activity, PlanVerdict.ANONYMISE, None, otherwise, title)


def _gone(reference: str, kind: kinds.Kind, title: str) -> PlanItem:
    return PlanItem(reference, kind.key, kind.activity, PlanVerdict.REMOVE, None, _("Nothing of this is kept."), title)


def _waits(day: date, event: str) -> str:
    return _("You still visit %(event)s, up to %(day)s. After that it goes.") % {
        "event": event,
        "day": date_format(day, "DATE_FORMAT"),
    }


def _kept(day: date) -> str:
    text = _("An invoice was sent. Tax law makes us keep it until %(day)s (General Act on State Taxes, Art. 52).")
    return text % {"day": date_format(day, "DATE_FORMAT")}
