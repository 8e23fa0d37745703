"""What is past its period, in batches, by activity of the register (Art. 5(1)(e)). Restricted rows stay (Art. 18(2)).

Each rule is a set of rows and what becomes of them. Rows count from the later of being recorded and being used: a
visit on or after that day keeps them, whichever of the two the register names.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from privacy_portal.data_sources.contract import Swept

from . import anonymising
from .enums import Channel, MailKey, SharingKind
from .importing.runs import drop_open
from .models import Customer, LockerRental, LoyaltyMembership, MailChoice, Order, Sharing, Ticket, WaitingListEntry
from .planning import INVOICE_YEARS


@dataclass(frozen=True, slots=True)
class Rule:
    """`rows(before, today)` whose period started before that day, and `act`, which lets a batch of them go."""

    kind: str
    rows: Callable[[date, date], QuerySet]
    act: Callable[[Collection[UUID], date], int]


def _expired(before: date, today: date) -> QuerySet:
    """Not seen since, and not named on an invoice that tax law still keeps."""
    return Customer.objects.expired(before).filter(~Exists(_invoiced(today).filter(customer=OuterRef("pk"))))


def _invoiced(today: date) -> QuerySet:
    """AWR Art. 52(4): orders whose invoice is kept, for seven years after the end of the book year."""
    first_kept = date(today.year - INVOICE_YEARS, 1, 1)
    return Order.objects.exclude(invoice_number="").filter(placed_at__gte=_midnight(first_kept))


def _accounts(before: date, today: date) -> QuerySet:
    return _expired(before, today).filter(account_since__isnull=False)


def _guests(before: date, today: date) -> QuerySet:
    return _expired(before, today).filter(account_since=None).exclude(origin=Channel.TICKETMASTER)


def _ticketmaster(before: date, today: date) -> QuerySet:
    return _expired(before, today).filter(account_since=None, origin=Channel.TICKETMASTER)


def _orders(before: date, today: date) -> QuerySet:
    """Placed before that day by somebody who still comes, and not to be visited after it."""
    later = Ticket.objects.filter(order=OuterRef("pk"), event__ends_on__gte=before)
    return Order.objects.filter(
        ~Exists(later),
        placed_at__lt=_midnight(before),
        customer__isnull=False,
        customer__restricted_on=None,
        customer__anonymised_on=None,
    ).exclude(pk__in=_invoiced(today).values("pk"))


def _bank_accounts(before: date, today: date) -> QuerySet:
    return _orders(before, today).filter(iban__isnull=False)


def _forget_bank_accounts(ids: Collection[UUID], on: date) -> int:
    return Order.objects.filter(pk__in=ids).update(iban=None)


def _waiting(before: date, today: date) -> QuerySet:
    rows = WaitingListEntry.objects.filter(joined_on__lt=before, customer__restricted_on=None)
    return rows.filter(event__ends_on__lt=before)


def _loyalty(before: date, today: date) -> QuerySet:
    """Ended that long ago: a membership that runs is used, and recorded, every day."""
    return LoyaltyMembership.objects.filter(ended_on__lt=before, customer__restricted_on=None)


def _mailings(*, of: Collection[str] = (), without: Collection[str] = ()) -> Callable[..., QuerySet]:
    """Switched off that long ago; a subscription that runs is no remnant."""

    def rows(before: date, today: date) -> QuerySet:
        found = MailChoice.objects.filter(on=False, changed_on__lt=before, customer__restricted_on=None)
        return found.filter(key__in=of) if of else found.exclude(key__in=without)

    return rows


def _sharings(kind: SharingKind) -> Callable[..., QuerySet]:
    def rows(before: date, today: date) -> QuerySet:
        return Sharing.objects.filter(kind=kind, event__ends_on__lt=before, customer__restricted_on=None)

    return rows


def _lockers(before: date, today: date) -> QuerySet:
    return LockerRental.objects.filter(rented_on__lt=before, restricted_on=None)


RULES: dict[str, tuple[Rule, ...]] = {
    "account": (Rule("account", _accounts, anonymising.anonymise_customers),),
    "ticket-order": (
        Rule("guest", _guests, anonymising.anonymise_customers),
        Rule("order", _orders, anonymising.anonymise_orders),
    ),
    "ticketmaster-sale": (Rule("ticketmaster", _ticketmaster, anonymising.anonymise_customers),),
    "refund": (Rule("order", _bank_accounts, _forget_bank_accounts),),
    "waiting-list": (Rule("waiting-list", _waiting, anonymising.remove_waiting),),
    "loyalty": (Rule("loyalty", _loyalty, anonymising.remove_loyalty),),
    "newsletter": (Rule("newsletter", _mailings(without=MailKey.values), anonymising.remove_mailings),),
    "artist-sharing": (Rule("artist-sharing", _sharings(SharingKind.ARTIST), anonymising.remove_sharings),),
    "co-organiser-sharing": (
        Rule("co-organiser-sharing", _sharings(SharingKind.CO_ORGANISER), anonymising.remove_sharings),
    ),
    "locker": (Rule("locker", _lockers, anonymising.remove_lockers),),
}


def expired(activity: str, before: date, *, today: date) -> int:
    return sum(rows.count() for _rule, rows in _due(activity, before, today))


def sweep(activity: str, before: date, *, limit: int, today: date) -> Swept:
    """One batch of the first rule that has any rows left. An import that lies aside may hold them and goes first."""
    for rule, rows in _due(activity, before, today):
        ids = tuple(rows.order_by().values_list("pk", flat=True)[:limit])
        if ids:
            drop_open()
            rule.act(ids, today)
            return Swept(rule.kind, ids)
    return Swept(activity)


def _due(activity: str, before: date, today: date) -> Iterator[tuple[Rule, QuerySet]]:
    return ((rule, rule.rows(before, today)) for rule in RULES.get(activity, ()))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
