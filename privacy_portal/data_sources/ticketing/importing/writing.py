"""Laying batches of rows aside, each with the key it will have: that of the known row with its number, or a new one."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from privacy_portal.data_sources.ticketing.models import TWINS, MailChoice

from .checking import BrokenRow, Row
from .notes import Notes, left_out
from .problems import Problems
from .sealing import save
from .tables import Table, Values

BATCH = 1000


@dataclass
class Run:
    """One import as its rows see it: its moment marks every one of them."""

    at: datetime
    problems: Problems = field(default_factory=Problems)
    # Decides which rows are about people who must not come back, or are past their period.
    unwanted: Callable[[Table, list[Row], Notes], set[int]] = lambda table, rows, notes: set()
    # What a problem calls a table: its file, or its view.
    name: Callable[[Table], str] = lambda table: table.file


def lay_aside(table: Table, rows: Iterable[Row | BrokenRow], run: Run) -> None:
    """One batch, in the caller's transaction."""
    notes = Notes(table.model)
    whole = []
    for row in rows:
        if isinstance(row, Row):
            whole.append(row)
        else:
            notes.leave_out(row.number)
    unwanted = run.unwanted(table, whole, notes)
    wanted = [row for row in whole if row.line not in unwanted]
    for row in whole:
        if row.line in unwanted:
            notes.leave_out(row.values.get("number", ""))
    ready = _referred(table, wanted, run, notes)
    notes.save()
    new = _new_choices if table.model is MailChoice else _new_rows
    save(table.model, new(table, ready, run), run.at)


def _referred(table: Table, rows: list[Row], run: Run, notes: Notes) -> list[Row]:
    """Rows with keys in place of numbers; what refers to a row that was left out is left out with it."""
    for column in table.references:
        numbers = {row.values[column.target] for row in rows} - {None}
        keys = _keys_of(column.model, numbers) | _keys_of(TWINS[column.model], numbers)
        silent = left_out(column.model, numbers - keys.keys())
        known = []
        for row in rows:
            number = row.values.pop(column.target)
            row.values[f"{column.target}_id"] = keys.get(number)
            if number is None or number in keys:
                known.append(row)
                continue
            notes.leave_out(row.values.get("number", ""))
            if number not in silent:
                text = _("There is no such %(kind)s in this import or an earlier one.")
                text %= {"kind": column.model._meta.verbose_name}
                run.problems.add(run.name(table), row.line, column.name, text)
        rows = known
    return rows


def _keys_of(model: type[models.Model], numbers: set[str]) -> dict[str, uuid.UUID]:
    return dict(model._default_manager.filter(number__in=numbers).values_list("number", "pk"))


def _new_rows(table: Table, rows: list[Row], run: Run) -> list[Values]:
    """Rows are known by their number, and a membership by its customer too."""
    keys = _keys(table)
    known = {key: _known(table.model, key, rows) for key in keys}
    seen = {(key, value) for key in keys for value in _known(TWINS[table.model], key, rows)}
    fresh = []
    for row in rows:
        places = {(key, row.values[key]) for key in keys}
        old = {pk for key, value in places if (pk := known[key].get(value))}
        if places & seen or len(old) > 1:
            text = _("Another row has the same number, or the same customer.")
            run.problems.add(run.name(table), row.line, "", text)
            continue
        seen |= places
        fresh.append(_with_key(table, row.values, next(iter(old), None)))
    return fresh


def _keys(table: Table) -> tuple[str, ...]:
    return ("number", f"{table.also_unique}_id") if table.also_unique else ("number",)


def _known(model: type[models.Model], column: str, rows: list[Row]) -> dict[Any, uuid.UUID]:
    """Rows that are there already, by one of their keys."""
    wanted = {f"{column}__in": [row.values[column] for row in rows]}
    return dict(model._default_manager.filter(**wanted).values_list(column, "pk"))


def _with_key(table: Table, values: Values, known: uuid.UUID | None) -> Values:
    table.assume(values)
    return {"id": known or uuid.uuid4(), **values}


def _new_choices(table: Table, rows: list[Row], run: Run) -> list[Values]:
    """Choices have no number: one per customer and mailing."""
    customers = {row.values["customer_id"] for row in rows}
    there = TWINS[MailChoice]._default_manager.filter(customer_id__in=customers)
    seen = set(there.values_list("customer_id", "key"))
    fresh = []
    for row in rows:
        place = (row.values["customer_id"], row.values["key"])
        if place in seen:
            text = _("This customer has this mailing in this file before.")
            run.problems.add(run.name(table), row.line, "key", text)
            continue
        seen.add(place)
        fresh.append(_with_key(table, row.values, None))
    return fresh
