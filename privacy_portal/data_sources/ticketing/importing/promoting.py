"""From lying aside to showing: one statement per table, and the caller's transaction around all of them."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from privacy_portal.data_sources.ticketing.models import TWINS, MailChoice

from .sealing import opened, sealed
from .tables import Table
from .writing import BATCH

# Columns that follow from others.
DERIVED = {"email_index", "holder_index", "birth_year", "ends_on", "last_active_on", "corrected"}
# Of a mailing the newest word counts, and of two words on one day the no (Art. 7(3)).
NEWER = '{new}.changed_on > {old}.changed_on OR ({new}.changed_on = {old}.changed_on AND NOT {new}."on")'


def promote(table: Table) -> int:
    """How many rows were added or replaced."""
    if table.keep:
        _keep_what_was_done_here(table, table.keep)
    with connection.cursor() as cursor:
        cursor.execute(_statement(table))
        return cursor.rowcount


def _keep_what_was_done_here(table: Table, keep: Callable[[Any, Any], None]) -> None:
    """Looked at now and not when the row was laid aside: a correction may have come in between."""
    twins = TWINS[table.model]._default_manager
    mine = table.model._default_manager.filter(table.marked, Exists(twins.filter(pk=OuterRef("pk"))))
    marked = mine.only(*table.kept).iterator(chunk_size=BATCH)
    while batch := {row.pk: row for row in islice(marked, BATCH)}:
        for twin in twins.filter(pk__in=batch):
            row = opened(table.model, twin)
            keep(row, batch[row.pk])
            sealed(row).save(force_update=True)


def _statement(table: Table) -> str:
    """Names come from our own models; nothing of a file is in it."""
    quote = connection.ops.quote_name
    live, twin = quote(table.model._meta.db_table), quote(TWINS[table.model]._meta.db_table)
    columns = ", ".join(quote(field.attname) for field in table.model._meta.concrete_fields)
    known_by = ["customer_id", "key"] if table.model is MailChoice else ["id"]
    change = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in _changed(table))
    only = f" WHERE {NEWER.format(new='excluded', old=live)}" if table.model is MailChoice else ""
    return (
        f"INSERT INTO {live} ({columns}) SELECT {columns} FROM {twin} WHERE true "  # nosec B608  # noqa: S608
        f"ON CONFLICT ({', '.join(map(quote, known_by))}) DO UPDATE SET {change}{only}"
    )


def _changed(table: Table) -> Iterator[str]:
    """Columns an import replaces: those of the file and what follows from them."""
    names = {column.target for column in table.columns} | DERIVED | {"imported_at"}
    known_by = {"customer", "key"} if table.model is MailChoice else set()
    return (
        str(field.attname)
        for field in table.model._meta.concrete_fields
        if field.name in names and field.name not in known_by
    )
