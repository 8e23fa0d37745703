"""For which activities of the register the shop holds something of a person: what `collect` says, by asking whether
rows are there instead of reading them. Nothing is decrypted but the customers themselves."""

from collections.abc import Iterator

from .customer_records import of_customer
from .finding import Person
from .kinds import HELD_TICKET, LOCKER, LOYALTY, ORDER, WAITING, of_mailing
from .models import Order, Sharing, WaitingListEntry


def activities(person: Person) -> frozenset[str]:
    return frozenset(map(str, _activities(person)))


def _activities(person: Person) -> Iterator[str]:
    for customer in person.customers:
        yield from of_customer(customer, person).serves
        if hasattr(customer, "loyalty"):
            yield LOYALTY.activity
    yield from (of_mailing(choice.key).activity for choice in person.choices)
    if person.customer_ids:
        yield from _on_customers(person)
    if person.by_index and person.held_tickets().exists():
        yield HELD_TICKET.activity
    if person.by_index and person.lockers().exists():
        yield LOCKER.activity


def _on_customers(person: Person) -> Iterator[str]:
    mine = {"customer__in": person.customer_ids}
    orders = Order.objects.filter(**mine)
    if orders.exists():
        yield ORDER.activity
    if orders.filter(iban__isnull=False).exists():
        yield "refund"
    if WaitingListEntry.objects.filter(**mine).exists():
        yield WAITING.activity
    yield from Sharing.objects.filter(**mine).order_by().values_list("kind", flat=True).distinct()
