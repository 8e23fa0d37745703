"""The named people of the demo, and two hundred around them. Nothing here belongs to anybody."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from .enums import Channel, MailKey, PaymentMethod, SharingKind, WaitingState
from .finding import email_index
from .models import (
    Customer,
    Event,
    LockerRental,
    LoyaltyMembership,
    MailChoice,
    Order,
    Sharing,
    Ticket,
    WaitingListEntry,
)
from .synthetic import generate
from .synthetic.programme import load_programme
from .synthetic.words import ARTISTS_OFFICE, CO_ORGANISER

NEIGHBOURS = 200
ALMA, BAS, GIJS = "alma@example.org", "bas@example.org", "gijs@example.org"
IBAN = "NL13TEST0123456789"


@transaction.atomic
def load_customers(now: datetime) -> int:
    """Alma with an account, Gijs without; safe to run again. How many customers were added."""
    events = load_programme(now)
    added = generate(NEIGHBOURS, 1, now)
    for number, load in (("D-1001", _alma), ("D-2001", _gijs)):
        if not Customer.objects.filter(number=number).exists():
            load(number, events, now)
            added += 1
    return added


def _alma(number: str, events: list[Event], now: datetime) -> None:
    """Comes often, has something ahead, took a friend along, and lets herself be written to."""
    today = timezone.localdate(now)
    past, ahead = _split(events, today)
    alma = _customer(
        number,
        ALMA,
        now,
        first_name="Alma",
        last_name="Zomerdijk",
        phone="06 00123456",
        street="Waterviolierkade 12",
        postcode="9712 AB",
        city="Waddenstad",
        country="NL",
        birth_date=date(1984, 5, 17),
        birth_year=1984,
        preferences="jazz, klassiek",
        account_since=today - timedelta(days=6 * 365),
        last_active_on=ahead[6].ends_on,
    )
    visits = [past[-index] for index in (500, 430, 300, 210, 150, 96, 60, 24, 9)]
    for count, event in enumerate([*visits, ahead[6]], start=1):
        order = add_order(alma, f"D-50{count:02d}", event, now, seats=2)
    # The second ticket to come carries her friend's name: hers to give away, not ours to show.
    order.tickets.filter(number__endswith="-2").delete()
    _ticket(order, order.number + "-3", ahead[6], now, "rij 4, stoel 9", holder=("Bas Rietveen", BAS))
    order.staff_note = "Bas Rietveen belde: graag een rolstoelplaats."
    order.save()
    _almas_choices(alma, past, ahead, now, today)


def _almas_choices(alma: Customer, past: list[Event], ahead: list[Event], now: datetime, today: date) -> None:
    common = {"customer": alma, "imported_at": now}
    for mailing, on, days in (
        ("newsletter-agenda", True, 2000),
        ("newsletter-jazz-pop", True, 700),
        ("newsletter-family", False, 300),
        (MailKey.POSTAL, False, 120),
    ):
        MailChoice.objects.create(key=mailing, on=on, changed_on=today - timedelta(days=days), **common)
    LoyaltyMembership.objects.create(number="D-L1001", since=today - timedelta(days=1500), **common)
    WaitingListEntry.objects.create(
        number="D-W1001",
        event=ahead[20],
        seats=2,
        joined_on=today - timedelta(days=12),
        state=WaitingState.WAITING,
        **common,
    )
    LockerRental.objects.create(
        number="D-K1001",
        email=ALMA,
        email_index=email_index(ALMA),
        locker="117",
        event=past[-9],
        rented_on=past[-9].ends_on,
        imported_at=now,
    )
    for kind, recipient, event in (
        (SharingKind.ARTIST, ARTISTS_OFFICE, past[-24]),
        (SharingKind.CO_ORGANISER, CO_ORGANISER, past[-60]),
    ):
        agreed = event.ends_on - timedelta(days=20) if kind == SharingKind.ARTIST else None
        Sharing.objects.create(
            number=f"D-A-{kind}",
            event=event,
            kind=kind,
            recipient=recipient,
            agreed_on=agreed,
            shared_on=event.ends_on - timedelta(days=10),
            **common,
        )


def _gijs(number: str, events: list[Event], now: datetime) -> None:
    """Buys without an account: each order stands on its own, one of them came through Ticketmaster."""
    past, _ahead = _split(events, timezone.localdate(now))
    for count, (event, channel) in enumerate(((past[-40], Channel.WEBSHOP), (past[-5], Channel.TICKETMASTER))):
        own = channel == Channel.WEBSHOP
        guest = _customer(
            number if own else f"D-200{count + 1}",
            GIJS,
            now,
            first_name="Gijs",
            last_name="Kwelderman",
            phone="06 00654321",
            street="Roerdomphof 3" if own else None,
            postcode="9401 XZ" if own else "",
            city="Hogeveld" if own else "",
            country="NL" if own else "",
            origin=channel,
            last_active_on=event.ends_on,
        )
        add_order(guest, f"D-60{count + 1:02d}", event, now, seats=1)


def _split(events: list[Event], today: date) -> tuple[list[Event], list[Event]]:
    return [event for event in events if event.ends_on < today], [event for event in events if event.ends_on > today]


def _customer(number: str, email: str, now: datetime, **details) -> Customer:
    return Customer.objects.create(
        number=number, email=email, email_index=email_index(email), imported_at=now, **details
    )


def add_order(customer: Customer, number: str, event: Event, now: datetime, *, seats: int) -> Order:
    placed = min(event.ends_on - timedelta(days=30), timezone.localdate(now) - timedelta(days=1))
    bought_here = customer.origin == Channel.WEBSHOP
    order = Order.objects.create(
        number=number,
        customer=customer,
        placed_at=timezone.make_aware(datetime.combine(placed, time(20, 5))),
        channel=customer.origin,
        payment=PaymentMethod.IDEAL if bought_here else PaymentMethod.CARD,
        total_cents=seats * 2250,
        iban=IBAN if bought_here else None,
        imported_at=now,
    )
    for seat in range(1, seats + 1):
        _ticket(order, f"{number}-{seat}", event, now, f"rij 4, stoel {7 + seat}")
    return order


def _ticket(
    order: Order, number: str, event: Event, now: datetime, seat: str, holder: tuple[str, str] | None = None
) -> Ticket:
    name, email = holder or (None, None)
    return Ticket.objects.create(
        number=number,
        order=order,
        event=event,
        seat=seat,
        price_cents=2250,
        holder_name=name,
        holder_email=email,
        holder_index=email_index(email) if email else None,
        scanned_at=event.starts_at - timedelta(minutes=15) if event.starts_at < now else None,
        imported_at=now,
    )
