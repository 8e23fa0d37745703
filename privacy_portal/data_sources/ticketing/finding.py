"""Whose rows are whose: by a keyed index of a proven e-mail address, or by a proven customer number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from privacy_portal.data_sources.contract import Handle, Match
from privacy_portal.data_sources.identifying import handles_of
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.blind_index import blind_index

from .models import Customer, LockerRental, MailChoice, Ticket
from .starts import Starts


def email_index(normalised: str) -> str:
    """The index of an address in these tables; another purpose than elsewhere, so that tables cannot be compared."""
    return blind_index(normalised, purpose="ticketing:email")


@dataclass(frozen=True)
class Person:
    """One data subject as the ticket shop knows them: an account, guest orders, or nothing."""

    handles: tuple[Handle, ...]

    @classmethod
    def of(cls, subject: DataSubject) -> "Person":
        return cls(handles_of(subject))

    @cached_property
    def by_index(self) -> dict[str, Handle]:
        return {email_index(handle.value): handle for handle in self._of_kind(IdentifierKind.EMAIL)}

    @cached_property
    def by_number(self) -> dict[str, Handle]:
        return {handle.value: handle for handle in self._of_kind(IdentifierKind.CUSTOMER_NUMBER)}

    def _of_kind(self, kind: IdentifierKind) -> Iterator[Handle]:
        return (handle for handle in self.handles if handle.kind == kind)

    @cached_property
    def customers(self) -> tuple[Customer, ...]:
        """The account first, then guest orders, the latest first; with the loyalty membership, in one query."""
        if not self.by_index and not self.by_number:
            return ()
        rows = Customer.objects.known_by(indexes=self.by_index, numbers=self.by_number).select_related("loyalty")
        return tuple(sorted(rows, key=lambda row: (row.is_guest, -row.last_active_on.toordinal(), row.pk)))

    @cached_property
    def customer_ids(self) -> tuple:
        return tuple(customer.pk for customer in self.customers)

    @cached_property
    def choices(self) -> tuple[MailChoice, ...]:
        rows = MailChoice.objects.filter(customer__in=self.customer_ids).order_by("key", "-changed_on", "pk")
        return tuple(rows) if self.customer_ids else ()

    @cached_property
    def starts(self) -> Starts:
        return Starts.read()

    def held_tickets(self):
        """Tickets in this person's name that somebody else bought."""
        return Ticket.objects.filter(holder_index__in=self.by_index).exclude(order__customer__in=self.customer_ids)

    def lockers(self):
        return LockerRental.objects.filter(email_index__in=self.by_index)


def find(identifiers: Iterable[Handle]) -> Iterator[Match]:
    """Every row that belongs to these identifiers, with the identifier that matched."""
    person = Person(tuple(identifiers))
    for customer in person.customers:
        handle = person.by_number.get(customer.number) or person.by_index[customer.email_index or ""]
        yield Match(handle, f"customer:{customer.pk}")
    for model, name, rows in (
        ("ticket", "holder_index", person.held_tickets()),
        ("locker", "email_index", person.lockers()),
    ):
        for key, index in rows.values_list("pk", name):
            yield Match(person.by_index[index], f"{model}:{key}")
