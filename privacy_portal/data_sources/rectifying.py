"""One correction in one source (Art. 16): every field there that is the same thing as the one that is wrong, and wrong
in the same way. Where it says something else that may be right (two telephones, a name before and after a wedding), so
there it changes only when the person saw what it says and wants that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from privacy_portal.data_subjects.models import DataSubject

from .contract import Change, Changed, Field, Record, Source, Value
from .enums import Capability, ChangeOutcome

# Data categories that are one thing, so that a field which may be corrected needs no word of its own.
ONE_THING = frozenset({"phone", "postcode", "city", "country", "birth-date"})
# By these a person is reached.
CONTACT = frozenset({"phone", "street", "postcode", "city", "country"})
# The e-mail address by which a person signs in: not corrected in a field, but followed to another one they proved.
ADDRESS = "email"
# Of several outcomes the first of these is what is told: the one that still asks for something.
WORST_FIRST = (
    ChangeOutcome.FAILED,
    ChangeOutcome.REFUSED,
    ChangeOutcome.CHANGED,
    ChangeOutcome.UNCHANGED,
    ChangeOutcome.NOT_FOUND,
)


class Said(NamedTuple):
    """What one field of one record says, as a person saw it."""

    reference: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The field `name` of the record `reference` says `previous` and must say `proposed`, and so must every field that
    is the same thing (`same_as`) and says the same, or what it was to say no more before (`earlier`). In another source
    `reference` is empty. `confirmed` is what the person saw to say something else, and wants changed too."""

    same_as: str
    previous: str
    proposed: str
    reference: str = ""
    name: str = ""
    earlier: frozenset[str] = frozenset()
    confirmed: frozenset[Said] = frozenset()

    def is_aim(self, record: Record, field: Field) -> bool:
        return bool(self.reference) and (record.reference, field.name) == (self.reference, self.name)

    def differs(self, record: Record, field: Field) -> bool:
        """Whether it says something else than what the person pointed at, and than what it should become."""
        value = written(field.value)
        known = any(alike(value, each) for each in (self.previous, *self.earlier))
        return not self.is_aim(record, field) and not known and value != self.proposed

    def spares(self, record: Record, field: Field) -> bool:
        return self.differs(record, field) and said(record, field) not in self.confirmed


@dataclass(frozen=True, slots=True)
class Reached:
    """What came of it. `stale` says that the value is no longer the one the person saw, so nothing was changed there;
    `spared` that another field says something else and was left alone. `addresses` are the e-mail addresses beside what
    was corrected: whoever reads them should hear of it."""

    outcome: ChangeOutcome
    stale: bool = False
    spared: bool = False
    addresses: frozenset[str] = frozenset()


def same_as(field: Field) -> str:
    """The word for what a field is; empty for what nobody else keeps."""
    return field.same_as or (field.category if field.correctable and field.category in ONE_THING else "")


def written(value: Value) -> str:
    """A value as it is sent and compared."""
    return "" if value is None else str(value)


def said(record: Record, field: Field) -> Said:
    return Said(record.reference, field.name, written(field.value))


def alike(one: str, other: str) -> bool:
    """The same but for capitals and spaces."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def places_of(records: Iterable[Record], wanted: Wanted) -> Iterator[tuple[Record, Field]]:
    """The field that was pointed at, also when it is empty, and those that hold the same thing: what is kept nowhere is
    not brought there by correcting it elsewhere (Art. 5(1)(c))."""
    for record in records:
        for field in record.fields:
            holds = bool(wanted.same_as) and same_as(field) == wanted.same_as and field.value not in (None, "")
            if holds or wanted.is_aim(record, field):
                yield record, field


def reach(source: Source, subject: DataSubject, wanted: Wanted, *, today: date) -> Reached:
    """Looks for the field in this source and corrects it wherever it says the same or the person confirmed it. May be
    done again: what says it already stays."""
    if wanted.same_as == ADDRESS:
        return _moved(source, subject, wanted, today=today)
    found = list(places_of(source.collect(subject), wanted))
    if any(_is_stale(record, field, wanted) for record, field in found):
        return Reached(ChangeOutcome.UNCHANGED, stale=True)
    meant = [(record, field) for record, field in found if not wanted.spares(record, field)]
    able = [(record, field) for record, field in meant if field.correctable and source.can(Capability.RECTIFY)]
    changes = [Change(record.reference, field.name, wanted.proposed) for record, field in able]
    outcomes = {ChangeOutcome(each.outcome) for each in _rectified(source, subject, changes, today)}
    if any((record, field) not in able and written(field.value) != wanted.proposed for record, field in meant):
        outcomes.add(ChangeOutcome.REFUSED)
    worst = next((outcome for outcome in WORST_FIRST if outcome in outcomes), None)
    return Reached(
        worst or _without_changes(found),
        spared=len(meant) < len(found),
        addresses=_addresses(record for record, _field in able),
    )


def _moved(source: Source, subject: DataSubject, wanted: Wanted, *, today: date) -> Reached:
    """An address is no detail but a proof, so only a source that knows how to follow a person does it."""
    if source.can(Capability.MOVE):
        return Reached(source.move(subject, wanted.previous, wanted.proposed, today=today))
    fields = (field for record in source.collect(subject) for field in record.fields)
    held = any(field.category == ADDRESS and written(field.value).lower() == wanted.previous for field in fields)
    return Reached(ChangeOutcome.REFUSED if held else ChangeOutcome.NOT_FOUND)


def _is_stale(record: Record, field: Field, wanted: Wanted) -> bool:
    return wanted.is_aim(record, field) and written(field.value) not in {wanted.previous, wanted.proposed}


def _rectified(source: Source, subject: DataSubject, changes: list[Change], today: date) -> tuple[Changed, ...]:
    return source.rectify(subject, changes, today=today) if changes else ()


def _without_changes(found: list) -> ChangeOutcome:
    return ChangeOutcome.UNCHANGED if found else ChangeOutcome.NOT_FOUND


def _addresses(records: Iterable[Record]) -> frozenset[str]:
    fields = (field for record in records for field in record.fields)
    return frozenset(str(field.value) for field in fields if field.category == "email" and field.value)
