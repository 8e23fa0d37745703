"""One invented customer with everything that hangs on them. Depends on seed and number alone."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import models
from django.utils import timezone

from privacy_portal.data_sources.ticketing import models as tables
from privacy_portal.data_sources.ticketing.enums import Channel, OrderStatus, PaymentMethod, SharingKind
from privacy_portal.data_sources.ticketing.finding import email_index

from . import words

PRICES = (1500, 1950, 2250, 2800, 3450, 4200)


@dataclass
class Household:
    """The rows of one customer, by table, in the order in which they may be written."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    visits: list[tables.Event] = field(default_factory=list)

    def add(self, row: models.Model) -> None:
        self.rows.setdefault(type(row), []).append(row)


class Invention:
    """Invents customers around a programme of events, as seen from one moment."""

    def __init__(self, seed: int, events: list[tables.Event], now: datetime) -> None:
        self.seed, self.events, self.now = seed, events, now
        self.today = timezone.localdate(now)
        self.days = [event.ends_on for event in events]

    def household(self, count: int) -> Household:
        rng = Random(f"{self.seed}:{count}")  # nosec B311  # noqa: S311  (invention, not secrecy)
        made = Household()
        customer = self._customer(rng, f"S{self.seed}-{count:07d}")
        made.add(customer)
        for number in range(1, _order_count(rng) + 1):
            self._order(rng, customer, number, made)
        customer.last_active_on = max([customer.last_active_on, *(visit.ends_on for visit in made.visits)])
        self._extras(rng, customer, made)
        return made

    def _customer(self, rng: Random, number: str) -> tables.Customer:
        first, last = rng.choice(words.FIRST_NAMES), surname(rng)
        town, area = rng.choice(words.TOWNS)
        email = f"{first}.{last.split()[-1]}.{number}@{rng.choice(words.MAIL_DOMAINS)}".lower()
        born = date(rng.randint(1940, 2007), rng.randint(1, 12), rng.randint(1, 28))
        has_account = rng.random() < 0.6
        since = self.today - timedelta(days=rng.randint(1, 2800))
        is_dutch = rng.random() < 0.96
        return tables.Customer(
            id=key(rng),
            number=number,
            first_name=first,
            last_name=last,
            email=email,
            email_index=email_index(email),
            phone=f"06 00{rng.randrange(10**6):06d}" if rng.random() < 0.8 else None,
            street=f"{rng.choice(words.STREET_STARTS)}{rng.choice(words.STREET_ENDS)} {rng.randint(1, 180)}",
            postcode=f"{area}{rng.randint(10, 99)} {_letters(rng)}" if is_dutch else str(rng.randint(26000, 26999)),
            city=town,
            country="NL" if is_dutch else "DE",
            birth_date=born if rng.random() < 0.9 else None,
            birth_year=born.year,
            preferences=", ".join(rng.sample(words.GENRES, rng.randint(0, 3))) if has_account else "",
            origin=rng.choices(list(Channel), weights=(80, 8, 4, 8))[0] if not has_account else Channel.WEBSHOP,
            account_since=since if has_account else None,
            last_active_on=since,
            imported_at=self.now,
        )

    def _order(self, rng: Random, customer: tables.Customer, number: int, made: Household) -> None:
        """Placed some weeks before the event, which is later than the customer is known."""
        first = bisect_left(self.days, customer.last_active_on)
        event = self.events[rng.randrange(min(first, len(self.events) - 1), len(self.events))]
        latest = min(event.ends_on, self.today)
        placed = max(customer.last_active_on, latest - timedelta(days=rng.randint(0, 90)))
        seats, price = rng.choices((1, 2, 3, 4), weights=(20, 60, 10, 10))[0], rng.choice(PRICES)
        payment = rng.choices(list(PaymentMethod), weights=(78, 12, 5, 4, 1))[0]
        order = tables.Order(
            id=key(rng),
            number=f"{customer.number}-{number}",
            customer=customer,
            placed_at=timezone.make_aware(datetime.combine(placed, time(rng.randint(8, 22), rng.randrange(60)))),
            channel=customer.origin,
            status=rng.choices(list(OrderStatus), weights=(95, 3, 2))[0],
            payment=payment,
            total_cents=seats * price,
            iban=iban(rng) if payment == PaymentMethod.IDEAL else None,
            imported_at=self.now,
        )
        made.add(order)
        made.visits.append(event)
        row, seat = rng.randint(1, 24), rng.randint(1, 30)
        for place in range(seats):
            made.add(self._ticket(rng, order, event, f"rij {row}, stoel {seat + place}", place + 1, price))

    def _ticket(
        self, rng: Random, order: tables.Order, event: tables.Event, seat: str, number: int, price: int
    ) -> tables.Ticket:
        was_there = event.starts_at < self.now and rng.random() < 0.9
        return tables.Ticket(
            id=key(rng),
            number=f"{order.number}-{number}",
            order=order,
            event=event,
            seat=seat,
            price_cents=price,
            scanned_at=event.starts_at - timedelta(minutes=rng.randint(2, 50)) if was_there else None,
            imported_at=self.now,
        )

    def _extras(self, rng: Random, customer: tables.Customer, made: Household) -> None:
        """What only some people have: newsletters, loyalty, a waiting list, a sharing with an artist, a locker."""
        when = customer.account_since or customer.last_active_on
        common = {"customer": customer, "imported_at": self.now}
        for mailing in words.NEWSLETTERS if rng.random() < 0.4 else ():
            if rng.random() < 0.5:
                on = rng.random() < 0.8
                made.add(tables.MailChoice(id=key(rng), key=mailing, on=on, changed_on=when, **common))
        if customer.account_since and rng.random() < 0.15:
            made.add(tables.LoyaltyMembership(id=key(rng), number=f"L{customer.number}", since=when, **common))
        if customer.account_since and rng.random() < 0.1:
            event = rng.choice(self.events)
            made.add(
                tables.WaitingListEntry(
                    id=key(rng), number=f"W{customer.number}", event=event, joined_on=when, **common
                )
            )
        if rng.random() < 0.05:
            self._sharing(rng, customer, when, made)
        if rng.random() < 0.05:
            made.add(
                tables.LockerRental(
                    id=key(rng),
                    number=f"K{customer.number}",
                    email=customer.email,
                    email_index=customer.email_index or "",
                    locker=str(rng.randint(1, 240)),
                    rented_on=min(customer.last_active_on, self.today),
                    imported_at=self.now,
                )
            )

    def _sharing(self, rng: Random, customer: tables.Customer, when: date, made: Household) -> None:
        made.add(
            tables.Sharing(
                id=key(rng),
                number=f"A{customer.number}",
                customer=customer,
                event=rng.choice(self.events),
                kind=SharingKind.ARTIST,
                recipient=words.ARTISTS_OFFICE,
                agreed_on=when,
                shared_on=min(when + timedelta(days=30), self.today),
                imported_at=self.now,
            )
        )


def key(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def surname(rng: Random) -> str:
    name = rng.choice(words.SURNAME_STARTS) + rng.choice(words.SURNAME_ENDS)
    return f"{rng.choice(words.PARTICLES)} {name}".strip()


def iban(rng: Random) -> str:
    """Well formed, with a bank that does not exist, so that it is nobody's."""
    account = f"TEST{rng.randrange(10**10):010d}"
    digits = "".join(str(int(sign, 36)) for sign in f"{account}NL00")
    return f"NL{98 - int(digits) % 97:02d}{account}"


def _letters(rng: Random) -> str:
    return "".join(rng.choices("ABCDEGHJKLMNPRSTVWXZ", k=2))


def _order_count(rng: Random) -> int:
    """Most people come once in a while, some all the time."""
    return rng.choices((1, 2, 3, 5, 8, 15), weights=(40, 22, 15, 12, 8, 3))[0]
