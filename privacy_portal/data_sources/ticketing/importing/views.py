"""The contract of views: named after the CSV files, with their columns (docs/reference/ticketing-views.md)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from privacy_portal.data_sources.ticketing import columns

from .problems import Problems
from .tables import NUMBER, TABLES, Column, Table

SCHEMA = "privacy_portal"
# No cell of the contract is longer; more of it is never fetched.
LONGEST = 4096
_FRACTION = re.compile(r"\.\d+")
NUMBERS = ("smallint", "integer", "bigint")
TEXT = ("text", "character varying", "character", "citext", "uuid", *NUMBERS)
# How a cell is read -> the types a view may give it; everything else is text. Floating point is no amount of money.
TYPES: dict[Callable[[str], Any], tuple[str, ...]] = {
    columns.day: ("date",),
    columns.past_day: ("date",),
    columns.moment: ("timestamp with time zone", "timestamp without time zone"),
    columns.cents: ("numeric", *NUMBERS),
    columns.count: NUMBERS,
    columns.flag: ("boolean",),
}
# A type made by the shop counts as what it is made of; a list of words is text.
DESCRIBE = """
SELECT c.relname, a.attname,
       CASE t.typtype WHEN 'e' THEN 'text' ELSE format_type(COALESCE(NULLIF(t.typbasetype, 0), t.oid), NULL) END,
       has_column_privilege(c.oid, a.attnum, 'SELECT')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = %s AND c.relkind IN ('v', 'm', 'r', 'p', 'f')
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A column as the database describes it."""

    type: str
    may_be_read: bool


def view(table: Table) -> str:
    return table.file.removesuffix(".csv")


def name(table: Table) -> str:
    """What a problem calls it."""
    return f"{SCHEMA}.{view(table)}"


def types(column: Column) -> tuple[str, ...]:
    return TYPES.get(column.parse, TEXT)


def check(connection: psycopg.Connection, problems: Problems) -> None:
    """Every view and every column, all problems at once. A column that is not there is no empty column: a shop that
    was upgraded would blank what we know."""
    described: dict[str, dict[str, Found]] = {}
    for relation, column, kind, may_be_read in connection.execute(DESCRIBE, [SCHEMA]):
        described.setdefault(relation, {})[column] = Found(kind, may_be_read)
    for table in TABLES:
        if view(table) not in described:
            problems.add(name(table), 0, "", _("There is no such view, or this user may not see its schema."))
        else:
            _check_columns(table, described[view(table)], problems)


def _check_columns(table: Table, described: dict[str, Found], problems: Problems) -> None:
    for column in table.columns:
        found = described.get(column.name)
        if found is None:
            problems.add(name(table), 0, column.name, _("This column is missing."))
        elif not found.may_be_read:
            problems.add(name(table), 0, column.name, _("This user may not read it: grant SELECT."))
        elif found.type not in types(column):
            text = _("This is of type %(found)s; the contract asks for %(wanted)s.")
            problems.add(name(table), 0, column.name, text % {"found": found.type, "wanted": types(column)[0]})


def count(table: Table) -> sql.Composed:
    return sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(SCHEMA, view(table)))


def select(table: Table) -> sql.Composed:
    """Every cell as text, never longer than a cell can be, in an order in which a row can be found again."""
    cells = (
        sql.SQL("left({}::text, {})").format(sql.Identifier(column.name), sql.Literal(LONGEST))
        for column in table.columns
    )
    order = ("number",) if NUMBER in table.columns else ("customer", "key")
    return sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(cells),
        sql.Identifier(SCHEMA, view(table)),
        sql.SQL(", ").join(map(sql.Identifier, order)),
    )


def cell(column: Column, value: str | None) -> str:
    """As the CSV file would have it: seconds without fractions, UTC as Z, cents without zeros behind them."""
    if value is None:
        return ""
    if column.parse is columns.moment:
        return _FRACTION.sub("", value).replace("+00", "Z")
    if column.parse is columns.cents and "." in value:
        return value.rstrip("0").rstrip(".")
    return value.strip()
