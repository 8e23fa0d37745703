"""What is known about a customer, as records: who you are, what you subscribed to, what was shared."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.contract import Field, Record

from . import kinds
from .enums import Channel, MailKey
from .finding import Person
from .kinds import Kind
from .models import Customer, LockerRental, LoyaltyMembership, MailChoice, Sharing, WaitingListEntry
from .starts import Starts

SOURCE = "ticketing"


def record(
    kind: Kind,
    reference: str,
    fields: tuple[Field, ...],
    *,
    title: str,
    starts: date | None,
    as_of: datetime | None,
    channel: str = Channel.WEBSHOP,
    parent: str = "",
    also: tuple[str, ...] = (),
) -> Record:
    """A record of this source; fields without a value stay, so that a person sees that nothing was filled in."""
    return Record(
        source=SOURCE,
        kind=kind.key,
        kind_label=str(kind.label),
        reference=reference,
        activity=str(kind.activity),
        fields=fields,
        origin=str(Channel(channel).label),
        retention_start=starts,
        title=title,
        parent=parent,
        as_of=as_of,
        also=also,
    )


def of_customer(customer: Customer, person: Person) -> Record:
    kind = kinds.of_customer(guest=customer.is_guest, channel=customer.origin)
    # Each order and visit records these details anew, so the last of them counts.
    last = customer.last_active_on
    return record(
        kind,
        f"customer:{customer.pk}",
        tuple(_customer_fields(customer, kind)),
        title=str(kind.label),
        starts=person.starts(kind.activity, recorded=last, last_visit=last),
        as_of=customer.imported_at,
        channel=customer.origin,
        also=_also(customer, kind, person),
    )


def _also(customer: Customer, kind: Kind, person: Person) -> tuple[str, ...]:
    """What else the details are used for: nothing the person objected to, and no post without an address."""
    refused = {choice.key for choice in person.choices if not choice.on}
    if not customer.street:
        refused.add(MailKey.POSTAL)
    return tuple(str(activity) for activity in kind.also if activity not in refused)


def _customer_fields(customer: Customer, kind: Kind) -> Iterator[Field]:
    """The columns of a customer with their labels, categories and, where it differs, the activity they serve."""
    buying = "" if kind is kinds.TICKETMASTER else "ticket-order"
    changes = "" if kind is kinds.TICKETMASTER else "change-notice"

    def correctable(
        name: str, label: str | Promise, category: str, activity: str, secret: bool = False, same_as: str = ""
    ) -> Field:
        value = getattr(customer, name)
        same_as = same_as or category
        return Field(name, label, value, category, secret=secret, correctable=True, activity=activity, same_as=same_as)

    yield Field("number", _("Customer number"), customer.number, "account")
    yield correctable("first_name", _("First name"), "name", buying, same_as="first-name")
    yield correctable("last_name", _("Last name"), "name", buying, same_as="last-name")
    yield Field("email", _("E-mail address"), customer.email, "email", activity=buying)
    yield correctable("phone", _("Phone number"), "phone", changes)
    if kind is not kinds.TICKETMASTER:
        yield correctable("street", _("Street and number"), "address", buying, same_as="street")
        # With an order number it proves who somebody is (SECURITY A2), so it is hidden from who has not proved it.
        yield correctable("postcode", _("Postcode"), "postcode", buying, secret=True)
        yield correctable("city", _("City"), "city", buying)
        yield correctable("country", _("Country"), "country", buying)
        yield correctable("birth_date", _("Date of birth"), "birth-date", "audience-analysis", secret=True)
    if not customer.is_guest:
        yield Field("preferences", _("Favourite genres"), customer.preferences, "preferences")
        yield Field("account_since", _("Account since"), customer.account_since, "account")
    yield Field("last_active_on", _("Last order or visit"), customer.last_active_on, "visit-history")
    if customer.restricted_on:
        yield Field("restricted_on", _("Use restricted since"), customer.restricted_on, "account")


def of_loyalty(membership: LoyaltyMembership, start: Starts) -> Record:
    return record(
        kinds.LOYALTY,
        f"loyalty:{membership.pk}",
        (
            Field("number", _("Membership number"), membership.number, "loyalty"),
            Field("since", _("Member since"), membership.since, "loyalty"),
            Field("ended_on", _("Ended on"), membership.ended_on, "loyalty"),
            Field("magazine_by_post", _("Magazine by post"), membership.magazine_by_post, "loyalty"),
        ),
        title=gettext("Membership %(number)s") % {"number": membership.number},
        starts=start("loyalty", recorded=membership.ended_on, ended=membership.ended_on),
        as_of=membership.imported_at,
    )


def of_waiting(entry: WaitingListEntry, start: Starts) -> Record:
    return record(
        kinds.WAITING,
        f"waiting:{entry.pk}",
        (
            Field("event", _("Event"), entry.event.title, "waiting-list"),
            Field("starts_at", _("Date and time"), entry.event.starts_at, "waiting-list"),
            Field("seats", _("Number of tickets"), entry.seats, "waiting-list"),
            Field("joined_on", _("Joined on"), entry.joined_on, "waiting-list"),
            Field("state", _("State"), entry.get_state_display(), "waiting-list"),
        ),
        title=entry.event.title,
        starts=start("waiting-list", recorded=entry.joined_on, last_visit=entry.event.ends_on),
        as_of=entry.imported_at,
    )


def of_mail_choice(choice: MailChoice, start: Starts) -> Record:
    kind = kinds.of_mailing(choice.key)
    ended = None if choice.on else choice.changed_on
    title = newsletter_name(choice.key) if kind is kinds.NEWSLETTER else str(kind.label)
    return record(
        kind,
        f"mailing:{choice.pk}",
        (
            Field("key", _("Mailing"), title, "newsletter"),
            Field("on", _("You receive it"), choice.on, "newsletter"),
            Field("changed_on", _("Since"), choice.changed_on, "newsletter"),
        ),
        title=title,
        starts=start(kind.activity, recorded=ended, ended=ended),
        as_of=choice.imported_at,
    )


def newsletter_name(key: str) -> str:
    """The shop knows newsletters by key only; a key is a name with hyphens."""
    return key.removeprefix("newsletter-").replace("-", " ").capitalize()


def of_locker(rental: LockerRental, start: Starts) -> Record:
    return record(
        kinds.LOCKER,
        f"locker:{rental.pk}",
        (
            Field("email", _("E-mail address"), rental.email, "email"),
            Field("locker", _("Locker"), rental.locker, "locker"),
            Field("rented_on", _("Rented on"), rental.rented_on, "locker"),
            Field("event", _("Event"), rental.event.title if rental.event else None, "locker"),
        ),
        title=gettext("Locker %(number)s") % {"number": rental.locker},
        starts=start("locker", recorded=rental.rented_on, last_visit=rental.rented_on),
        as_of=rental.imported_at,
    )


def of_sharing(sharing: Sharing, start: Starts) -> Record:
    recorded = sharing.shared_on or sharing.agreed_on or sharing.event.ends_on
    return record(
        kinds.KINDS[sharing.kind],
        f"sharing:{sharing.pk}",
        (
            Field("recipient", _("Shared with"), sharing.recipient, "order"),
            Field("event", _("Event"), sharing.event.title, "order"),
            Field("what", _("What was shared"), gettext("Your name and e-mail address"), "order"),
            Field("agreed_on", _("You agreed on"), sharing.agreed_on, "order"),
            Field("shared_on", _("Shared on"), sharing.shared_on, "order"),
            Field("withdrawn_on", _("You withdrew it on"), sharing.withdrawn_on, "order"),
        ),
        title=sharing.recipient,
        starts=start(sharing.kind, recorded=recorded, ended=sharing.withdrawn_on),
        as_of=sharing.imported_at,
    )
