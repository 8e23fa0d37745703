"""The files of an import and their columns, in the order in which they are read: what others refer to comes first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_sources.ticketing import columns, enums
from privacy_portal.data_sources.ticketing import models as tables
from privacy_portal.data_sources.ticketing.finding import email_index

from .keeping import keep_corrections, keep_ending, keep_withdrawal

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`parse` makes a value of the text of a cell. An empty cell becomes `empty`; `attribute` is the model's name."""

    name: str
    parse: Callable[[str], Any]
    required: bool = False
    empty: Any = None
    attribute: str = ""

    @property
    def target(self) -> str:
        return self.attribute or self.name


@dataclass(frozen=True, slots=True)
class Reference(Column):
    """A number that names a row of another file, in this import or an earlier one."""

    model: type[models.Model] = models.Model


@dataclass(frozen=True, slots=True)
class Table:
    """One file. `derive` adds what follows from a row, `assume` what is taken for granted when nothing is known;
    `keep` protects what was changed on this site since."""

    file: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    derive: Callable[[Values], None] = lambda values: None
    assume: Callable[[Values], None] = lambda values: None
    keep: Callable[[Any, Any], None] | None = None
    # Which known rows `keep` has to look at, and which of their columns it reads.
    marked: models.Q = field(default_factory=models.Q)
    kept: tuple[str, ...] = ()
    # A second column that may hold a value once only.
    also_unique: str = ""
    # Columns that name the person a row is about: someone who asked to be forgotten is not brought back by them.
    identity: tuple[str, ...] = field(default=())

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(column for column in self.columns if isinstance(column, Reference))


def _text(longest: int) -> Callable[[str], str]:
    return partial(columns.text, longest=longest)


def _one_of(words: type[models.TextChoices]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in words.values:
            raise ValueError(_("This is not one of: %(words)s.") % {"words": ", ".join(words.values)})
        return value

    return parse


def _customer(values: Values) -> None:
    values["email_index"] = email_index(values["email"]) if values["email"] else None
    values["birth_year"] = values["birth_date"].year if values["birth_date"] else None


def _seen_today(values: Values) -> None:
    """Who has no date at all is known from the day of the import; orders may tell better."""
    values["last_active_on"] = values["last_active_on"] or values["account_since"] or timezone.localdate()


def _event(values: Values) -> None:
    values["ends_on"] = values["ends_on"] or timezone.localdate(values["starts_at"])


def _ticket(values: Values) -> None:
    values["holder_index"] = email_index(values["holder_email"]) if values["holder_email"] else None


def _locker(values: Values) -> None:
    values["email_index"] = email_index(values["email"])


NUMBER = Column("number", _text(64), required=True)
CUSTOMER = Reference("customer", _text(64), required=True, model=tables.Customer)
EVENT = Reference("event", _text(64), required=True, model=tables.Event)

TABLES: tuple[Table, ...] = (
    Table(
        "halls.csv",
        tables.Hall,
        (NUMBER, Column("name", _text(120), required=True), Column("city", _text(120), empty="")),
    ),
    Table(
        "events.csv",
        tables.Event,
        (
            NUMBER,
            Column("title", _text(200), required=True),
            Reference("hall", _text(64), required=True, model=tables.Hall),
            Column("starts_at", columns.moment, required=True),
            Column("ends_on", columns.day),
            Column("co_organiser", _text(200), empty=""),
        ),
        derive=_event,
    ),
    Table(
        "customers.csv",
        tables.Customer,
        (
            NUMBER,
            Column("first_name", _text(120)),
            Column("last_name", _text(120)),
            Column("email", columns.email),
            Column("phone", _text(40)),
            Column("street", _text(200)),
            Column("postcode", _text(16), empty=""),
            Column("city", _text(120), empty=""),
            Column("country", columns.country, empty=""),
            Column("birth_date", columns.past_day),
            Column("preferences", _text(200), empty=""),
            Column("origin", _one_of(enums.Channel), empty=enums.Channel.WEBSHOP),
            Column("account_since", columns.day),
            Column("last_active_on", columns.day),
        ),
        derive=_customer,
        assume=_seen_today,
        keep=keep_corrections,
        marked=~models.Q(corrected=[]),
        kept=(
            "corrected",
            "first_name",
            "last_name",
            "email",
            "phone",
            "street",
            "postcode",
            "city",
            "country",
            "birth_date",
        ),
        identity=("email", "number"),
    ),
    Table(
        "orders.csv",
        tables.Order,
        (
            NUMBER,
            CUSTOMER,
            Column("placed_at", columns.moment, required=True),
            Column("channel", _one_of(enums.Channel), empty=enums.Channel.WEBSHOP),
            Column("status", _one_of(enums.OrderStatus), empty=enums.OrderStatus.PAID),
            Column("payment", _one_of(enums.PaymentMethod), empty=enums.PaymentMethod.IDEAL),
            Column("total", columns.cents, required=True, attribute="total_cents"),
            Column("iban", columns.iban),
            Column("invoice_number", _text(64), empty=""),
            Column("invoice_to", _text(400)),
            Column("staff_note", _text(2000)),
        ),
    ),
    Table(
        "tickets.csv",
        tables.Ticket,
        (
            NUMBER,
            Reference("order", _text(64), required=True, model=tables.Order),
            EVENT,
            Column("seat", _text(60), empty=""),
            Column("price", columns.cents, required=True, attribute="price_cents"),
            Column("holder_name", _text(240)),
            Column("holder_email", columns.email),
            Column("scanned_at", columns.moment),
        ),
        derive=_ticket,
    ),
    Table(
        "waiting_list.csv",
        tables.WaitingListEntry,
        (
            NUMBER,
            CUSTOMER,
            EVENT,
            Column("seats", columns.count, empty=1),
            Column("joined_on", columns.day, required=True),
            Column("state", _one_of(enums.WaitingState), empty=enums.WaitingState.WAITING),
        ),
    ),
    Table(
        "loyalty.csv",
        tables.LoyaltyMembership,
        (
            NUMBER,
            CUSTOMER,
            Column("since", columns.day, required=True),
            Column("ended_on", columns.day),
            Column("magazine_by_post", columns.flag, empty=True),
        ),
        keep=keep_ending,
        marked=models.Q(ended_on__isnull=False),
        kept=("since", "ended_on"),
        also_unique="customer",
    ),
    Table(
        "lockers.csv",
        tables.LockerRental,
        (
            NUMBER,
            Column("email", columns.email, required=True),
            Column("locker", _text(20), required=True),
            Reference("event", _text(64), model=tables.Event),
            Column("rented_on", columns.day, required=True),
        ),
        derive=_locker,
        identity=("email",),
    ),
    Table(
        "sharings.csv",
        tables.Sharing,
        (
            NUMBER,
            CUSTOMER,
            EVENT,
            Column("kind", _one_of(enums.SharingKind), required=True),
            Column("recipient", _text(200), required=True),
            Column("agreed_on", columns.day),
            Column("shared_on", columns.day),
            Column("withdrawn_on", columns.day),
        ),
        keep=keep_withdrawal,
        marked=models.Q(withdrawn_on__isnull=False),
        kept=("withdrawn_on",),
    ),
    Table(
        "mailings.csv",
        tables.MailChoice,
        (
            CUSTOMER,
            Column("key", columns.slug, required=True),
            Column("on", columns.flag, required=True),
            Column("changed_on", columns.day, required=True),
        ),
    ),
)
