"""Which mailings a person gets, and switching them (Art. 7(3), 21(2)). A switch holds for every row of that person."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from privacy_portal.data_sources.contract import Subscription

from . import kinds
from .collecting import memberships
from .customer_records import newsletter_name
from .enums import MailKey, SharingKind
from .finding import Person
from .models import Customer, LoyaltyMembership, MailChoice, Sharing


def subscriptions(person: Person) -> tuple[Subscription, ...]:
    """Nothing for somebody the shop does not know. Objections not made stand as "on" (Art. 21)."""
    if not person.customers:
        return ()
    found = {key: Subscription(key, str(MailKey(key).label), True, None) for key in MailKey.values}
    for choice in person.choices:
        found[choice.key] = _joined(found.get(choice.key), choice)
    return (*found.values(), *_loyalty(person), *_artists(person))


def _joined(known: Subscription | None, choice: MailChoice) -> Subscription:
    """Rows of one person may differ. For a newsletter one yes is a subscription; one objection is an objection."""
    label = str(MailKey(choice.key).label) if choice.key in MailKey else newsletter_name(choice.key)
    if known is None or known.since is None:
        return Subscription(choice.key, label, choice.on, choice.changed_on)
    on = (known.on and choice.on) if choice.key in MailKey else (known.on or choice.on)
    return Subscription(choice.key, label, on, max(known.since, choice.changed_on))


def _loyalty(person: Person) -> tuple[Subscription, ...]:
    rows = memberships(person)
    if not rows:
        return ()
    active = [row.since for row in rows if row.ended_on is None]
    since = max(active) if active else max(row.ended_on for row in rows)
    return (Subscription("loyalty", str(kinds.LOYALTY.label), bool(active), since),)


def _artists(person: Person) -> tuple[Subscription, ...]:
    """One switch for all artists: on while any sharing the person agreed to stands."""
    rows = list(
        Sharing.objects.filter(customer__in=person.customer_ids, kind=SharingKind.ARTIST).values_list(
            "agreed_on", "withdrawn_on"
        )
    )
    if not rows:
        return ()
    on = any(withdrawn is None for _agreed, withdrawn in rows)
    days = [agreed if on else withdrawn for agreed, withdrawn in rows]
    since = max((day for day in days if day), default=None)
    return (Subscription(SharingKind.ARTIST, str(kinds.ARTIST.label), on, since),)


@transaction.atomic
def set_subscription(person: Person, key: str, on: bool, today: date) -> bool:
    if not person.customers:
        return False
    return SETTERS.get(key, _set_mailing)(person, key, on, today)


def _set_mailing(person: Person, key: str, on: bool, today: date) -> bool:
    """Off holds for every row; on for the first one (the account, or the latest order)."""
    for customer in person.customers[:1] if on else person.customers:
        MailChoice.objects.update_or_create(
            customer=customer, key=key, defaults={"on": on, "changed_on": today}, create_defaults=None
        )
    if on and key in MailKey:
        # An objection that is taken back is taken back for every row.
        MailChoice.objects.filter(customer__in=person.customer_ids, key=key).update(on=True, changed_on=today)
    return True


def _set_loyalty(person: Person, key: str, on: bool, today: date) -> bool:
    rows = LoyaltyMembership.objects.filter(customer__in=person.customer_ids)
    if not on:
        rows.filter(ended_on=None).update(ended_on=today)
        return True
    first = rows.order_by("-since").first()
    if first is None:
        return _join_loyalty(person.customers[0], today)
    rows.filter(pk=first.pk).exclude(ended_on=None).update(ended_on=None, since=today)
    return True


def _join_loyalty(customer: Customer, today: date) -> bool:
    """Joined on the privacy site: the shop gives its own number at the next exchange, until then ours marks it."""
    from django.utils import timezone

    LoyaltyMembership.objects.create(
        customer=customer, number=f"privacy-{customer.pk}", since=today, imported_at=timezone.now()
    )
    return True


def _set_artists(person: Person, key: str, on: bool, today: date) -> bool:
    """Off withdraws every sharing. On cannot be said in general: one agrees per event, when ordering."""
    if on:
        return False
    Sharing.objects.filter(customer__in=person.customer_ids, kind=SharingKind.ARTIST, withdrawn_on=None).update(
        withdrawn_on=today
    )
    return True


SETTERS: dict[str, Callable[[Person, str, bool, date], bool]] = {
    "loyalty": _set_loyalty,
    SharingKind.ARTIST: _set_artists,
}
