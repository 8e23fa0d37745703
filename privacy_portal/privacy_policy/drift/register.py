"""The frozen text against the register of today: the same blocks are read again, with the same choices."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from privacy_portal.privacy_policy.document import Document, canonical, read_part
from privacy_portal.privacy_policy.readings import READERS

from .difference import Change, Difference, Place
from .fields import CONTACTS, TABLES, Field, Table, rows_of

AGAINST = (_("Register"),)
# Blocks whose rows an editor may choose, and where the choice is kept.
CHOICES = {"purposes": "activities", "processors": "processors"}


class Chosen(NamedTuple):
    """An entry an editor chose; readings ask its key only."""

    key: str


def against_register(part: Document, place: Place) -> Iterator[Difference]:
    """`part` is one part of a section, as it was frozen."""
    if part["kind"] not in READERS:
        return
    today = read_again(part, place.language_code)
    if part["kind"] == "contacts":
        yield from compare_fields(CONTACTS, "contacts", "", part, today, place)
    else:
        yield from compare_rows(part["kind"], part, today, place)


def read_again(part: Document, language_code: str) -> Document:
    """As a version frozen now would have it: through JSON, so that both sides are made of the same stuff."""
    value: dict[str, Any] = {"caption": part.get("caption", "")}
    if part["kind"] in CHOICES:
        value[CHOICES[part["kind"]]] = [Chosen(key) for key in part.get("chosen", [])]
    with translation.override(language_code):
        today, _gaps = read_part(part["kind"], value, language_code)
    return {"kind": part["kind"], **json.loads(canonical(today))}


def compare_rows(kind: str, frozen: Document, today: Document, place: Place) -> Iterator[Difference]:
    table = TABLES[kind]
    before = {row[table.key]: row for row in rows_of(frozen)}
    after = {row[table.key]: row for row in rows_of(today)}
    for key, row in before.items():
        if key in after:
            yield from compare_fields(table.fields, kind, row["name"], row, after[key], place)
        else:
            yield whole_row(kind, table, Change.REMOVED, row, place)
    for key, row in after.items():
        if key not in before:
            yield whole_row(kind, table, Change.ADDED, row, place)


def whole_row(kind: str, table: Table, change: Change, row: Document, place: Place) -> Difference:
    is_added = change == Change.ADDED
    return Difference(
        place=place,
        key=f"{kind}.{change}",
        subject=row["name"],
        what=table.label,
        change=change,
        policy=None if is_added else row["name"],
        practice=row["name"] if is_added else None,
        severity=table.added if is_added else table.removed,
        against=AGAINST,
    )


def compare_fields(
    fields: tuple[Field, ...], kind: str, subject: str, frozen: Document, today: Document, place: Place
) -> Iterator[Difference]:
    """Only what the frozen text states: an older version may know fewer fields."""
    for field in fields:
        if field.name in frozen and differs(field, frozen, today):
            yield Difference(
                place=place,
                key=f"{kind}.{field.name}",
                subject=subject,
                what=field.label,
                change=Change.CHANGED,
                policy=frozen[field.name],
                practice=today.get(field.name),
                severity=field.severity,
                against=AGAINST,
                names_people=field.names_people,
            )


def differs(field: Field, frozen: Document, today: Document) -> bool:
    by = field.by if field.by in frozen else field.name
    return settled(frozen[by]) != settled(today.get(by))


def settled(value: Any) -> Any:
    """The order of a list says nothing."""
    return sorted(value) if isinstance(value, list) else value
