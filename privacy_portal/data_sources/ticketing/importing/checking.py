"""From a row of text to values: every cell is read, every problem is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .problems import Problems, Unreadable
from .tables import Column, Table

# The number of a row (in a file: its first line), and its cells; the first row names the columns.
Stream = Iterator[tuple[int, list[str]]]


@dataclass(slots=True)
class Row:
    """A row whose cells could all be read. `values` are by attribute of the model."""

    line: int
    values: dict[str, Any]


@dataclass(slots=True)
class BrokenRow:
    """A row with problems; its number, if that was readable, so that what refers to it is not reported too."""

    line: int
    number: str


def checked(
    stream: Stream, table: Table, problems: Problems, *, name: str = "", after: int = 0
) -> Iterator[Row | BrokenRow]:
    """Rows behind line `after`; those up to it were checked before. `name` is what a problem calls the table."""
    name = name or table.file
    try:
        line, names = next(stream, (1, []))
        header = _header(name, line, names, table, problems)
        if header is None:
            return
        for line, cells in stream:
            if line > after:
                yield _row(name, line, cells, header, table, problems)
    except Unreadable as error:
        problems.add(name, error.line, "", error.text)


def _header(file: str, line: int, names: list[str], table: Table, problems: Problems) -> list[Column] | None:
    """Columns in the order of the file, or nothing when it cannot be read with them."""
    known = {column.name: column for column in table.columns}
    found = [name.lower() for name in names]
    count = len(problems.found)
    for name in dict.fromkeys(found):
        if name not in known:
            text = _("This file has no such column. It has: %(names)s.") % {"names": ", ".join(known)}
            problems.add(file, line, name[:40] if name.isprintable() else "?", text)
        elif found.count(name) > 1:
            problems.add(file, line, name, _("This column stands here twice."))
    for column in table.columns:
        if column.required and column.name not in found:
            problems.add(file, line, column.name, _("This column is missing."))
    return [known[name] for name in found] if len(problems.found) == count else None


def _row(
    file: str, line: int, cells: list[str], header: list[Column], table: Table, problems: Problems
) -> Row | BrokenRow:
    if len(cells) != len(header):
        text = _("This row has %(cells)d cells, the header has %(columns)d.")
        problems.add(file, line, "", text % {"cells": len(cells), "columns": len(header)})
        return BrokenRow(line, "")
    values = {column.target: column.empty for column in table.columns}
    whole = True
    for column, cell in zip(header, cells, strict=True):
        try:
            values[column.target] = _value(column, cell)
        except ValueError as error:
            problems.add(file, line, column.name, str(error))
            whole = False
    if not whole:
        return BrokenRow(line, values.get("number") or "")
    table.derive(values)
    return Row(line, values)


def _value(column: Column, cell: str) -> Any:
    if cell:
        return column.parse(cell)
    if column.required:
        raise ValueError(_("This may not be empty."))
    return column.empty
