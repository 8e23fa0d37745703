"""Everything the ticket shop holds about one person, streamed, in a number of queries that does not grow."""

from collections.abc import Iterator

from privacy_portal.data_sources.contract import Batch, Record

from . import customer_records as records
from .finding import Person
from .models import Sharing, WaitingListEntry
from .order_records import held_tickets_of, orders_of


def collect(person: Person) -> Iterator[Record]:
    for told in collect_batches(person):
        if isinstance(told, Batch):
            yield from told
        else:
            yield told


def collect_batches(person: Person) -> Iterator[Record | Batch]:
    """The same, with orders and tickets told many at a time."""
    yield from (records.of_customer(customer, person) for customer in person.customers)
    yield from orders_of(person)
    yield from held_tickets_of(person)
    if person.customer_ids:
        yield from _on_customers(person)
    if person.by_index:
        rentals = person.lockers().select_related("event").order_by("-rented_on", "pk")
        yield from (records.of_locker(rental, person.starts) for rental in rentals.iterator())


def _on_customers(person: Person) -> Iterator[Record]:
    """What hangs on a customer: waiting lists, loyalty, mailings, sharings."""
    mine = {"customer__in": person.customer_ids}
    waiting = WaitingListEntry.objects.filter(**mine).select_related("event").order_by("-joined_on", "pk")
    sharings = Sharing.objects.filter(**mine).select_related("event").order_by("-event__starts_at", "pk")
    yield from (records.of_waiting(entry, person.starts) for entry in waiting.iterator())
    yield from (records.of_loyalty(membership, person.starts) for membership in memberships(person))
    yield from (records.of_mail_choice(choice, person.starts) for choice in person.choices)
    yield from (records.of_sharing(sharing, person.starts) for sharing in sharings.iterator())


def memberships(person: Person):
    """Read with the customers, so free of a query."""
    return [customer.loyalty for customer in person.customers if hasattr(customer, "loyalty")]
