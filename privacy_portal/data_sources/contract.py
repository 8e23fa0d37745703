"""The contract of a data source: what an adapter answers about one data subject, and in which shapes.

A source is a place where personal data really lives. An adapter answers only for the identifiers a person
has proved to be theirs; it never guesses. What it cannot do is absent from `capabilities` and raises
`CannotDo`; the product then asks a person to do it. Every adapter passes `tests/data_sources/conformance.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.utils.functional import Promise

from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import DataSubject

from .enums import AnswerState, Capability, ChangeOutcome, ErasureOutcome, PlanVerdict

__all__ = [
    "AnswerState",
    "Batch",
    "CannotDo",
    "Capability",
    "Change",
    "ChangeOutcome",
    "Changed",
    "Erased",
    "ErasureOutcome",
    "Field",
    "Handle",
    "Health",
    "Match",
    "PlanItem",
    "PlanVerdict",
    "Record",
    "Row",
    "Source",
    "SourceError",
    "SourceUnavailable",
    "Subscription",
    "Swept",
    "Value",
]

# What a field may hold. Text for a person is already in the language that is active while it is collected.
Value = str | int | bool | date | datetime | None


class SourceError(Exception):
    """Anything that went wrong in a source. The message is for the log and holds nothing personal."""


class SourceUnavailable(SourceError):
    """The source could not be reached or did not answer in time; asking again later makes sense."""


class CannotDo(SourceError):
    """The source has no such capability: a person must do it."""


@dataclass(frozen=True, slots=True)
class Handle:
    """One identifier a person has proved to be theirs, normalised (an e-mail address in lower case)."""

    kind: IdentifierKind
    value: str


@dataclass(frozen=True, slots=True)
class Match:
    """One row in the source that belongs to a handle."""

    identifier: Handle
    reference: str


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a record. `name` is a machine word, stable over releases.

    `label` may be lazy: it is translated when it is shown. `category` is the key of a data category in the register.
    `activity` is set where the field serves another activity than its record (a phone number in an order is
    there for sudden changes). `unit` is the unit of a number written as text ("EUR").
    `secret` fields are masked below assurance level A2; bank account and birth date longer (`masking`; SECURITY A-09).
    `correctable` says whether `rectify` takes this field. `same_as` is a word for what the value is wherever it is kept
    ("first-name"): one correction reaches every field with that word. Empty: nobody else keeps this.
    """

    name: str
    label: str | Promise
    value: Value
    category: str
    secret: bool = False
    correctable: bool = False
    activity: str = ""
    unit: str = ""
    same_as: str = ""

    def holding(self, value: Value) -> "Field":
        """This field with that value; a tenth of what `dataclasses.replace` costs."""
        return Field(
            self.name,
            self.label,
            value,
            self.category,
            self.secret,
            self.correctable,
            self.activity,
            self.unit,
            self.same_as,
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One thing a source holds about a person, with what Art. 15(1) asks to be told beside it.

    `kind` names the sort of thing ("order"), `kind_label` says it in the person's words, `reference` is unique
    within the source and holds nothing personal. `activity` is the key of a processing activity in the
    register: why, ground, recipients and period follow from it. `retention_start` is the day its period starts
    to run; None while it has not started. `parent` is the reference of the record this one belongs to (a ticket
    to its order). `as_of` says when the source last learnt this. `also` names further activities that use the same
    data (an address that tickets were sent to, and post about the programme goes to).
    """

    source: str
    kind: str
    kind_label: str
    reference: str
    activity: str
    fields: tuple[Field, ...]
    origin: str
    retention_start: date | None
    title: str
    parent: str = ""
    as_of: datetime | None = None
    also: tuple[str, ...] = ()

    def value(self, name: str) -> Value:
        """The value of the field called `name`; None if the record has no such field."""
        return next((item.value for item in self.fields if item.name == name), None)

    @property
    def serves(self) -> frozenset[str]:
        """Every activity this record is there for; a field that was not filled in serves none."""
        of_fields = (item.activity for item in self.fields if item.activity and item.value not in (None, ""))
        return frozenset((self.activity, *of_fields, *self.also))


class Row(NamedTuple):
    """One record of a batch: what differs from one to the next. `values` are those of the fields, in their order;
    without an `origin` it is that of the shape."""

    reference: str
    title: str
    values: Sequence[Value]
    retention_start: date | None = None
    parent: str = ""
    as_of: datetime | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one shape, told once for all of them: for sources that hold a hundred thousand of a kind.

    `shape` is a record like each of them, whose fields hold no values yet.
    """

    shape: Record
    rows: Sequence[Row]

    @classmethod
    def of_one(cls, record: Record) -> Self:
        """A single record, told as a batch."""
        values = tuple(each.value for each in record.fields)
        row = Row(record.reference, record.title, values, record.retention_start, record.parent, record.as_of)
        return cls(record, (row,))

    def __iter__(self) -> Iterator[Record]:
        return (self.filled(row) for row in self.rows)

    def filled(self, row: Row) -> Record:
        """One row as the record it is."""
        shape = self.shape
        return Record(
            shape.source,
            shape.kind,
            shape.kind_label,
            row.reference,
            shape.activity,
            tuple(each.holding(value) for each, value in zip(shape.fields, row.values, strict=True)),
            row.origin or shape.origin,
            row.retention_start,
            row.title,
            row.parent,
            row.as_of,
            shape.also,
        )


@dataclass(frozen=True, slots=True)
class PlanItem:
    """What erasing one item on a given day would do, and why (Art. 17(1) and (3)).

    `until` is set for KEEP_UNTIL and WAIT_FOR: the first day the item can go is the day after.
    """

    reference: str
    kind: str
    activity: str
    verdict: PlanVerdict
    until: date | None
    reason: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of one item."""

    reference: str
    outcome: ErasureOutcome
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One correction: the field `name` of the record `reference` must read `value` (Art. 16)."""

    reference: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one correction. `value` is what the source says when asked again, not what was sent."""

    change: Change
    outcome: ChangeOutcome
    value: Value = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One mailing switch. `since` is the day of the last change, None if the source does not know."""

    key: str
    label: str
    on: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a source answers now. `detail` is for staff and holds nothing personal."""

    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Swept:
    """One batch of rows past their period; `references` are ids without a person behind them any more."""

    kind: str
    references: tuple[UUID, ...] = field(default=(), repr=False)


class Source(ABC):
    """One place where personal data lives.

    `key` is a machine word, unique among sources. `label` is what a person calls the place. `processor_key`
    names the processor in the register who keeps it, as long as staff decide nothing else (`assignments`). `categories`
    are the keys of all data categories that its records may hold, and `field_categories` tells, where the source knows
    its fields beforehand, under which of them each one falls. Methods are asked one subject at a time, inside the
    caller's transaction where the source shares the database, and may raise `SourceUnavailable` at any point,
    also halfway an iterator. `is_embedded` says that its rows are in this database, so that asking it is no call to
    anywhere and may happen while a page is made.
    """

    key: str
    label: str | Promise
    processor_key: str
    categories: frozenset[str] = frozenset()
    field_categories: Mapping[str, str] = {}
    capabilities: frozenset[Capability] = frozenset()
    is_embedded: bool = False

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities

    def _cannot(self, capability: Capability) -> CannotDo:
        return CannotDo(f"{self.key} cannot {capability.value}")

    @abstractmethod
    def check(self) -> Health:
        """Whether the source answers now. Never raises."""

    def find(self, identifiers: Iterable[Handle]) -> Iterator[Match]:
        """Rows that belong to these identifiers, each with the identifier that matched."""
        raise self._cannot(Capability.FIND)

    def collect(self, subject: DataSubject) -> Iterator[Record]:
        """Everything held about this person, one record at a time (Art. 15(1) and (3)).

        Streams: memory does not grow with the number of records. Leaves out what concerns other people and
        notes that may name them (Art. 15(4)). A record comes before the records that name it as parent.
        """
        raise self._cannot(Capability.COLLECT)

    def collect_batches(self, subject: DataSubject) -> Iterator[Record | Batch]:
        """What `collect` gives, record for record, with records of one shape told together where the source knows a
        quicker way to read many. Records of one kind keep their order."""
        return self.collect(subject)

    def activities(self, subject: DataSubject) -> frozenset[str]:
        """Keys of the activities that the data held about this person serve: what `collect` would say, cheaper where
        the source knows a cheaper way."""
        return frozenset(key for record in self.collect(subject) for key in record.serves)

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        """What erasing everything on that day would do. A dry run: changes nothing."""
        raise self._cannot(Capability.ERASE)

    def erase(
        self,
        subject: DataSubject,
        items: Collection[PlanItem],
        idempotency_key: str,
        *,
        on: date | None = None,
    ) -> tuple[Erased, ...]:
        """Erase or anonymise these items of a plan, one outcome per item (Art. 17).

        The plan is made again inside for the day `on` (default: today): what must stay by then is RETAINED,
        whatever the caller believed. The same key gives the same outcomes and no further effect, however often
        it is sent (SECURITY E-02).
        """
        raise self._cannot(Capability.ERASE)

    def rectify(
        self, subject: DataSubject, changes: Collection[Change], *, today: date | None = None
    ) -> tuple[Changed, ...]:
        """Correct these fields and read them back, one outcome per change, in order (Art. 16)."""
        raise self._cannot(Capability.RECTIFY)

    def objection_to(self, name: str, value: str) -> str:
        """Why a correction of the field `name` to `value` would be refused, as a sentence that says how to mend it.
        Empty if nothing speaks against it that can be known without asking."""
        return ""

    def move(self, subject: DataSubject, old: str, new: str, *, today: date | None = None) -> ChangeOutcome:
        """The person is reached at `new` instead of `old` from now on; both were proven to be theirs, so this is no
        field to correct. Read back. Only what says `old` changes; UNCHANGED if it says `new` already (Art. 16)."""
        raise self._cannot(Capability.MOVE)

    def restrict(self, subject: DataSubject, on: bool, *, today: date | None = None) -> int:
        """Mark everything of this person as restricted, or lift it; how many rows changed (Art. 18)."""
        raise self._cannot(Capability.RESTRICT)

    def subscriptions(self, subject: DataSubject) -> tuple[Subscription, ...]:
        """The mailing switches this source knows for this person, on or off."""
        raise self._cannot(Capability.SUBSCRIPTIONS)

    def set_subscription(self, subject: DataSubject, key: str, on: bool, *, today: date | None = None) -> bool:
        """Set one switch. False if the source does not know this person or this key (Art. 7(3), 21(2))."""
        raise self._cannot(Capability.SUBSCRIPTIONS)

    def expired(self, activity: str, before: date) -> int:
        """How many rows of this activity are past their period: it started before that day (Art. 5(1)(e))."""
        raise self._cannot(Capability.SWEEP)

    def sweep(self, activity: str, before: date, *, limit: int = 2000, today: date | None = None) -> Swept:
        """Anonymise or remove one batch of those rows in the caller's transaction.

        An empty batch says it is done. Restricted rows stay (Art. 18(2)).
        """
        raise self._cannot(Capability.SWEEP)
