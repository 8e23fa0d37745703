"""Making rows anonymous or removing them, in sets: one statement per table, whatever the number of rows.

What stays of a customer is coarse on purpose: four digits of a Dutch postcode, the city, the year of birth.
"""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Model, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, Substr

from .models import Customer, LockerRental, LoyaltyMembership, MailChoice, Order, Sharing, Ticket, WaitingListEntry

# The shop's own number leads back to the person through mails and printed cards, so it goes too. The row's id was
# never given to anybody.
_NUMBERLESS = Concat(Value("anonymous-"), Cast("id", CharField()))
_AREA = Case(When(country__in=["NL", ""], then=Substr("postcode", 1, 4)), default=Value(""))


# What a row loses when nobody may be found by it any more.
_NOBODY = {"holder_name": None, "holder_email": None, "holder_index": None}
_BLANK_ORDER = {
    "number": _NUMBERLESS,
    "iban": None,
    "invoice_number": "",
    "invoice_to": None,
    "staff_note": None,
}


def anonymise_customers(ids: Collection[UUID], on: date) -> int:
    """The person goes, with all that hangs on them; area, city and birth year stay for counting."""
    for model in (WaitingListEntry, LoyaltyMembership, MailChoice, Sharing):
        _delete(model._default_manager.filter(customer__in=ids))
    orders = Order.objects.filter(customer__in=ids)
    Ticket.objects.filter(order__in=orders.values("pk")).update(**_NOBODY, number=_NUMBERLESS)
    orders.update(**_BLANK_ORDER)
    return Customer.objects.filter(pk__in=ids).update(
        number=_NUMBERLESS,
        first_name=None,
        last_name=None,
        email=None,
        email_index=None,
        phone=None,
        street=None,
        postcode=_AREA,
        birth_date=None,
        preferences="",
        account_since=None,
        corrected=[],
        anonymised_on=on,
    )


def anonymise_orders(ids: Collection[UUID], on: date) -> int:
    """Event, price and date stay for the books; what leads to a person goes.

    An order of somebody who is still a customer is cut loose; one whose customer went too keeps its link to the
    anonymous row, so that visits can be counted by area.
    """
    Ticket.objects.filter(order__in=ids).update(**_NOBODY, number=_NUMBERLESS)
    Order.objects.filter(pk__in=ids, customer__anonymised_on=None).update(customer=None)
    return Order.objects.filter(pk__in=ids).update(**_BLANK_ORDER)


def anonymise_tickets(ids: Collection[UUID], on: date) -> int:
    """The buyer keeps the ticket; the holder's name goes."""
    return Ticket.objects.filter(pk__in=ids).update(**_NOBODY)


def _delete(rows: QuerySet) -> int:
    """One statement. Nothing hangs on these rows, so they need not be read first, as `delete()` would: Wagtail listens
    to the deletion of every model."""
    return rows._raw_delete(rows.db)


def _remover(model: type[Model]) -> Callable[[Collection[UUID], date], int]:
    def remove(ids: Collection[UUID], on: date) -> int:
        return _delete(model._default_manager.filter(pk__in=ids))

    return remove


remove_waiting = _remover(WaitingListEntry)
remove_loyalty = _remover(LoyaltyMembership)
remove_mailings = _remover(MailChoice)
remove_sharings = _remover(Sharing)
remove_lockers = _remover(LockerRental)
