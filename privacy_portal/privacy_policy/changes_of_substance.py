"""What became different for the people concerned between two versions: a purpose, a ground, a recipient, a period.

Compares what the register said when each version was frozen, so a sentence that merely reads better is no change here.
Pure: two documents in, plain sentences out. A kind of reading that only one of the two has (a version from before this
site is all prose) says nothing about what changed, and is left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.utils.translation import gettext as _

Row = Mapping[str, Any]
Rows = dict[str, Row]


class Kind(Enum):
    ACTIVITY_ADDED = auto()
    ACTIVITY_REMOVED = auto()
    PURPOSE_ADDED = auto()
    PURPOSE_REMOVED = auto()
    DATA_ADDED = auto()
    DATA_REMOVED = auto()
    RECIPIENT_ADDED = auto()
    RECIPIENT_REMOVED = auto()
    BASIS = auto()
    PERIOD = auto()
    START = auto()
    AT_END = auto()
    PROCESSOR_ADDED = auto()
    PROCESSOR_REMOVED = auto()
    COUNTRY = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """`name` is what it is about, `activities` are the register's keys of whom it touches: everybody whose data serve
    one of them. `processor` is the key of the party it is about, if it is about one."""

    kind: Kind
    name: str
    before: str = ""
    after: str = ""
    activities: frozenset[str] = frozenset()
    processor: str = ""

    @property
    def sentence(self) -> str:
        """In the language that is active; the names in it stay as they were frozen."""
        unstated = _("not stated")
        facts = {"name": self.name, "before": self.before or unstated, "after": self.after or unstated}
        return SENTENCES[self.kind]() % facts

    def touches(self, activities: frozenset[str], processors: frozenset[str]) -> bool:
        """Whether it is about somebody whose data serve these activities and are with these parties."""
        return bool(self.activities & activities) or self.processor in processors


SENTENCES: dict[Kind, Callable[[], str]] = {
    Kind.ACTIVITY_ADDED: lambda: _("New use of data: %(name)s"),
    Kind.ACTIVITY_REMOVED: lambda: _("No longer a use of data: %(name)s"),
    Kind.PURPOSE_ADDED: lambda: _("New purpose: %(after)s (for %(name)s)"),
    Kind.PURPOSE_REMOVED: lambda: _("No longer a purpose: %(before)s (for %(name)s)"),
    Kind.DATA_ADDED: lambda: _("New data: %(after)s (for %(name)s)"),
    Kind.DATA_REMOVED: lambda: _("Data no longer used: %(before)s (for %(name)s)"),
    Kind.RECIPIENT_ADDED: lambda: _("New recipient: %(after)s (for %(name)s)"),
    Kind.RECIPIENT_REMOVED: lambda: _("No longer a recipient: %(before)s (for %(name)s)"),
    Kind.BASIS: lambda: _("Lawful basis of %(name)s: was “%(before)s”, becomes “%(after)s”"),
    Kind.PERIOD: lambda: _("How long data are kept for %(name)s: was %(before)s, becomes %(after)s"),
    Kind.START: lambda: _("From when that counts for %(name)s: was “%(before)s”, becomes “%(after)s”"),
    Kind.AT_END: lambda: _("What then happens to data for %(name)s: was “%(before)s”, becomes “%(after)s”"),
    Kind.PROCESSOR_ADDED: lambda: _("New party that works with data for us: %(name)s"),
    Kind.PROCESSOR_REMOVED: lambda: _("No longer works with data for us: %(name)s"),
    Kind.COUNTRY: lambda: _("Where %(name)s keeps data: was %(before)s, becomes %(after)s"),
}

# Field of a purpose row -> what is said when it differs.
LISTS = (
    ("purposes", Kind.PURPOSE_ADDED, Kind.PURPOSE_REMOVED),
    ("data", Kind.DATA_ADDED, Kind.DATA_REMOVED),
    ("recipients", Kind.RECIPIENT_ADDED, Kind.RECIPIENT_REMOVED),
)


def changes_of_substance(older: Row, newer: Row, *, keys: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """In the order of the newer document. `keys` gives the register's key of an activity by its name: a table of
    periods names activities and holds no keys."""
    renamed = renamed_processors(older, newer)
    purposes = tuple(in_purposes(rows(older, "purposes"), rows(newer, "purposes"), renamed))
    told = {change.after or change.before for change in purposes if "RECIPIENT" in change.kind.name}
    processors = (change for change in in_processors(older, newer) if change.name not in told)
    return (*purposes, *processors, *in_retention(older, newer, keys or {}))


def rows(document: Row, kind: str) -> Rows | None:
    """The rows of every block of this kind by key, or None if the document has no such block."""
    parts = [p for section in document["sections"] for p in section["parts"] if p["kind"] == kind]
    return {row["key"]: row for part in parts for row in part["rows"]} if parts else None


def renamed_processors(older: Row, newer: Row) -> dict[str, str]:
    """Old name -> new name of parties that kept their key: another name is not another recipient."""
    before, after = rows(older, "processors") or {}, rows(newer, "processors") or {}
    return {before[key]["name"]: after[key]["name"] for key in before.keys() & after.keys()}


def in_purposes(older: Rows | None, newer: Rows | None, renamed: Mapping[str, str]) -> Iterator[Change]:
    if older is None or newer is None:
        return
    for key, row in newer.items():
        if key in older:
            yield from in_activity(key, older[key], row, renamed)
        else:
            yield Change(Kind.ACTIVITY_ADDED, row["name"], activities=frozenset({key}))
    for key in older.keys() - newer.keys():
        yield Change(Kind.ACTIVITY_REMOVED, older[key]["name"], activities=frozenset({key}))


def in_activity(key: str, older: Row, newer: Row, renamed: Mapping[str, str]) -> Iterator[Change]:
    name, whom = newer["name"], frozenset({key})
    for field, added, removed in LISTS:
        before, after = [renamed.get(item, item) for item in older[field]], newer[field]
        yield from (Change(added, name, after=item, activities=whom) for item in after if item not in before)
        yield from (Change(removed, name, before=item, activities=whom) for item in before if item not in after)
    if older["basis"] != newer["basis"]:
        yield Change(Kind.BASIS, name, older["basis"], newer["basis"], whom)
    yield from in_period(name, older, newer, whom)


def in_period(name: str, older: Row, newer: Row, whom: frozenset[str]) -> Iterator[Change]:
    """How long by its ISO form, because its words depend on the language only. From when, and what happens at the end,
    say nothing where no period is stated."""
    if older["iso_period"] != newer["iso_period"]:
        yield Change(Kind.PERIOD, name, older["period"], newer["period"], whom)
    if older["iso_period"] and newer["iso_period"]:
        for kind, field in ((Kind.START, "start"), (Kind.AT_END, "at_end")):
            if older[field] != newer[field]:
                yield Change(kind, name, older[field], newer[field], whom)


def in_processors(older: Row, newer: Row) -> Iterator[Change]:
    before, after = rows(older, "processors"), rows(newer, "processors")
    if before is None or after is None:
        return
    for key, row in after.items():
        if key not in before:
            yield Change(Kind.PROCESSOR_ADDED, row["name"], activities=served_by(row, newer), processor=key)
        elif (was := before[key]["country"]) != row["country"]:
            served = served_by(row, newer)
            yield Change(Kind.COUNTRY, row["name"], was, row["country"], activities=served, processor=key)
    for key in before.keys() - after.keys():
        row = before[key]
        yield Change(Kind.PROCESSOR_REMOVED, row["name"], activities=served_by(row, older), processor=key)


def served_by(processor: Row, document: Row) -> frozenset[str]:
    """Activities for which the document names this party as a recipient."""
    purposes = rows(document, "purposes") or {}
    return frozenset(key for key, row in purposes.items() if processor["name"] in row["recipients"])


def in_retention(older: Row, newer: Row, keys: Mapping[str, str]) -> Iterator[Change]:
    """From the tables of periods, for activities whose period no purpose row tells in both."""
    before, after = periods(older), periods(newer)
    told = (rows(older, "purposes") or {}).keys() & (rows(newer, "purposes") or {}).keys()
    named = {row["name"] for key, row in (rows(newer, "purposes") or {}).items() if key in told}
    for name in (name for name in after if name in before and name not in named):
        key = keys.get(name)
        yield from in_period(name, before[name], after[name], frozenset({key} if key else ()))


NOTHING_STATED = {"period": "", "iso_period": "", "start": "", "at_end": ""}


def periods(document: Row) -> Rows:
    """What the tables of periods say, by the name of the activity."""
    found: Rows = {}
    for part in (p for section in document["sections"] for p in section["parts"] if p["kind"] == "retention"):
        found |= {name: row for row in part["rows"] for name in row["activities"]}
        found |= dict.fromkeys(part["not_stated"], NOTHING_STATED)
    return found
