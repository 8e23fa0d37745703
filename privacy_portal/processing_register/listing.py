"""The processor list as visitors ask for it: which parties, in which order. Rules as tables over plain entries."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import Region
from .queries import ProcessorEntry

# What a filter calls "the register does not say".
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Column:
    """A column that sorts: by which text."""

    key: str
    label: str | Promise
    text: Callable[[ProcessorEntry], str]


def _names(labelled: Iterable[tuple[str, str]]) -> str:
    return ", ".join(name for _key, name in labelled)


def _agreement(entry: ProcessorEntry) -> str:
    return str(entry.agreement.status.label) if entry.agreement else ""


COLUMNS = (
    Column("name", _("Name"), lambda entry: entry.name),
    Column("role", _("Role"), lambda entry: entry.role_label),
    Column("purpose", _("Purpose"), lambda entry: _names(entry.purposes) or entry.service),
    Column("data", _("Data"), lambda entry: _names(entry.data)),
    Column("where", _("Where"), lambda entry: entry.country_name),
    Column("agreement", _("Agreement"), _agreement),
)

# Filter -> does this party pass, given the wanted value.
FILTERS: dict[str, Callable[[ProcessorEntry, str], bool]] = {
    "q": lambda entry, words: all(word in _haystack(entry) for word in _plain(words).split()),
    "purpose": lambda entry, key: key in dict(entry.purposes),
    "data": lambda entry, key: key in dict(entry.data),
    "role": lambda entry, role: (entry.role or UNKNOWN) == role,
    "where": lambda entry, place: place == entry.country or place in _regions(entry),
}


def select(entries: Iterable[ProcessorEntry], wanted: dict[str, str]) -> list[ProcessorEntry]:
    """The parties that pass every filter given, sorted by `wanted["sort"]` ("name", or "-name" for backwards)."""
    asked = [(FILTERS[name], value) for name, value in wanted.items() if value and name in FILTERS]
    found = [entry for entry in entries if all(passes(entry, value) for passes, value in asked)]
    return _sorted(found, wanted.get("sort") or "name")


def _sorted(entries: list[ProcessorEntry], sort: str) -> list[ProcessorEntry]:
    """By the column, then by name; what is not stated comes last in either direction."""
    text = next(column.text for column in COLUMNS if column.key == sort.removeprefix("-"))
    by_name = sorted(entries, key=lambda entry: _plain(entry.name))
    stated = [entry for entry in by_name if text(entry)]
    stated.sort(key=lambda entry: _plain(text(entry)), reverse=sort.startswith("-"))
    return stated + [entry for entry in by_name if not text(entry)]


def _regions(entry: ProcessorEntry) -> set[Region]:
    """Where a party is, and where it says to process the data."""
    return {entry.region, *(transfer.region for transfer in entry.transfers)} - (
        {Region.UNKNOWN} if entry.transfers else set()
    )


def _haystack(entry: ProcessorEntry) -> str:
    labelled = (entry.purposes, entry.data, entry.systems, entry.activities)
    texts = [entry.name, entry.service, entry.description, entry.role_label, entry.country_name]
    return _plain(" ".join([*texts, *map(_names, labelled)]))


def _plain(text: str) -> str:
    """Lower case without accents, so that "cafe" finds "Café"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
