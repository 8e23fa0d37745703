"""Correcting a customer's details and reading them back (Art. 16)."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Change, Changed, Value
from privacy_portal.data_sources.enums import ChangeOutcome

from . import columns
from .finding import Person, email_index
from .models import Customer

# What may be corrected here, and how its text is read. An e-mail address is no detail but a proof: a new one is
# first proven by a mail to it.
CORRECTABLE: dict[str, Callable[[str], Value]] = {
    "first_name": partial(columns.text, longest=120),
    "last_name": partial(columns.text, longest=120),
    "phone": columns.phone,
    "street": partial(columns.text, longest=200),
    "postcode": columns.postcode,
    "city": partial(columns.text, longest=120),
    "country": columns.country,
    "birth_date": columns.past_day,
}
# Plain columns hold an empty text, sealed ones nothing at all.
_PLAIN = frozenset({"postcode", "city", "country"})
# A ticket needs somebody to be for.
_NEEDED = frozenset({"first_name", "last_name"})


@transaction.atomic
def rectify(person: Person, changes: Collection[Change]) -> tuple[Changed, ...]:
    mine = {f"customer:{customer.pk}": customer.pk for customer in person.customers}
    return tuple(_rectify(mine.get(change.reference), change) for change in changes)


@transaction.atomic
def move(person: Person, old: str, new: str) -> ChangeOutcome:
    """The accounts and guest orders that said the old address, and no others. An order of the past keeps the address
    that its tickets went to."""
    told = {customer.email for customer in person.customers}
    keys = [customer.pk for customer in person.customers if customer.email == old]
    for key in keys:
        _move(key, new)
    if keys:
        read_back = set(Customer.objects.filter(pk__in=keys).values_list("email_index", flat=True))
        return ChangeOutcome.CHANGED if read_back == {email_index(new)} else ChangeOutcome.FAILED
    return ChangeOutcome.UNCHANGED if new in told else ChangeOutcome.NOT_FOUND


def _move(key: UUID, new: str) -> None:
    customer = Customer.objects.select_for_update().get(pk=key)
    customer.email, customer.email_index = new, email_index(new)
    customer.corrected = sorted({*customer.corrected, "email"})
    customer.save(update_fields=["email", "email_index", "corrected"])


def objection_to(name: str, value: str) -> str:
    try:
        _parsed(name, value)
    except ValueError as error:
        return str(error)
    return ""


def _rectify(key: UUID | None, change: Change) -> Changed:
    if key is None:
        return Changed(change, ChangeOutcome.NOT_FOUND)
    try:
        value = _parsed(change.name, change.value)
    except ValueError as error:
        return Changed(change, ChangeOutcome.REFUSED, reason=str(error))
    return _write(key, change, value)


def _parsed(name: str, text: str) -> Value:
    """An empty correction takes the value away, where one can do without."""
    if name not in CORRECTABLE:
        raise ValueError(_("This cannot be corrected in the ticket system by itself; a colleague looks at it."))
    stripped = text.strip()
    if stripped:
        return CORRECTABLE[name](stripped)
    if name in _NEEDED:
        raise ValueError(_("Fill in a name. If you want it removed, ask us to erase it."))
    return "" if name in _PLAIN else None


def _write(key: UUID, change: Change, value: Value) -> Changed:
    customer = Customer.objects.select_for_update().get(pk=key)
    if getattr(customer, change.name) == value:
        return Changed(change, ChangeOutcome.UNCHANGED, value)
    setattr(customer, change.name, value)
    customer.corrected = sorted({*customer.corrected, change.name})
    if change.name == "birth_date":
        customer.birth_year = value.year if isinstance(value, date) else None
    customer.save(update_fields=[change.name, "corrected", "birth_year"])
    stored = getattr(Customer.objects.get(pk=key), change.name)
    return Changed(change, ChangeOutcome.CHANGED if stored == value else ChangeOutcome.FAILED, stored)
