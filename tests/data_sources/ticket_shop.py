"""A small ticket shop for tests: events around a moment, customers with orders. Alma asks, Bas is somebody else."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.utils import timezone

from privacy_portal.data_sources.ticketing import models as tables
from privacy_portal.data_sources.ticketing.finding import email_index

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
_numbers = count(1)


def event(days: int = -30, title: str = "Het Blauwe Uur", **details) -> tables.Event:
    """An event so many days from today; `days` below zero has been."""
    number = f"E{next(_numbers)}"
    hall, _made = tables.Hall.objects.get_or_create(
        number="H1", defaults={"name": "Zaal Waterlicht", "city": "Waddenstad", "imported_at": NOW}
    )
    starts = NOW + timedelta(days=days)
    return tables.Event.objects.create(
        number=number,
        title=title,
        hall=hall,
        starts_at=starts,
        ends_on=timezone.localdate(starts),
        imported_at=NOW,
        **details,
    )


def customer(email: str | None = "alma@example.org", **details) -> tables.Customer:
    """With an account, unless `account_since` is None."""
    values = {
        "number": f"C{next(_numbers)}",
        "first_name": "Alma",
        "last_name": "Zomerdijk",
        "phone": "06 00123456",
        "street": "Roerdomphof 3",
        "postcode": "9712 AB",
        "city": "Waddenstad",
        "country": "NL",
        "birth_date": date(1984, 5, 17),
        "birth_year": 1984,
        "account_since": date(2020, 1, 1),
        "last_active_on": TODAY,
        "imported_at": NOW,
    }
    index = email_index(email) if email else None
    return tables.Customer.objects.create(email=email, email_index=index, **(values | details))


def guest(email: str = "gijs@example.org", **details) -> tables.Customer:
    return customer(email, **({"account_since": None, "first_name": "Gijs"} | details))


def order(buyer: tables.Customer, what: tables.Event, seats: int = 1, placed: int = -40, **details) -> tables.Order:
    values = {
        "number": f"O{next(_numbers)}",
        "placed_at": NOW + timedelta(days=placed),
        "total_cents": seats * 2250,
        "iban": "NL13TEST0123456789",
        "imported_at": NOW,
    }
    made = tables.Order.objects.create(customer=buyer, **(values | details))
    for _seat in range(seats):
        ticket(made, what)
    return made


def ticket(of: tables.Order, what: tables.Event, holder: tuple[str, str] | None = None) -> tables.Ticket:
    name, email = holder or (None, None)
    number = next(_numbers)
    return tables.Ticket.objects.create(
        number=f"T{number}",
        order=of,
        event=what,
        seat=f"row 4, seat {number}",
        price_cents=2250,
        holder_name=name,
        holder_email=email,
        holder_index=email_index(email) if email else None,
        imported_at=NOW,
    )


def choice(who: tables.Customer, key: str, on: bool, changed_on: date = TODAY) -> tables.MailChoice:
    return tables.MailChoice.objects.create(customer=who, key=key, on=on, changed_on=changed_on, imported_at=NOW)


def waiting(who: tables.Customer, what: tables.Event, joined_on: date = TODAY) -> tables.WaitingListEntry:
    return tables.WaitingListEntry.objects.create(
        number=f"W{next(_numbers)}", customer=who, event=what, joined_on=joined_on, imported_at=NOW
    )


def member(who: tables.Customer, **details) -> tables.LoyaltyMembership:
    values = {"number": f"L{next(_numbers)}", "since": date(2022, 3, 1), "imported_at": NOW}
    return tables.LoyaltyMembership.objects.create(customer=who, **(values | details))


def locker(email: str = "alma@example.org", rented_on: date = TODAY, **details) -> tables.LockerRental:
    values = {"number": f"K{next(_numbers)}", "locker": "117", "imported_at": NOW}
    return tables.LockerRental.objects.create(
        email=email, email_index=email_index(email), rented_on=rented_on, **(values | details)
    )


def sharing(who: tables.Customer, what: tables.Event, **details) -> tables.Sharing:
    values = {
        "number": f"A{next(_numbers)}",
        "kind": "artist-sharing",
        "recipient": "Bureau Zilte Lucht",
        "agreed_on": date(2026, 1, 1),
        "shared_on": date(2026, 2, 1),
        "imported_at": NOW,
    }
    return tables.Sharing.objects.create(customer=who, event=what, **(values | details))
