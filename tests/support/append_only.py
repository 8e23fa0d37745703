"""Append-only tables and tests that commit.

A TransactionTestCase empties every table afterwards, which the triggers of append-only tables refuse, and it takes what
migrations wrote along (Wagtail's root page, locales). This plugin lets such a test start from and end with the
database as migrations left it, on both databases. Load it with `pytest_plugins` in tests/conftest.py; a race test then
says `@pytest.mark.django_db(transaction=True)` and needs to know nothing of this."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import TransactionTestCase

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


@contextmanager
def lifted() -> Iterator[None]:
    """No trigger of ours, and no foreign key, stands in the way inside this block."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
        return
    triggers = _dropped_triggers()
    try:
        with connection.constraint_checks_disabled():
            yield
    finally:
        _run([sql for _, sql in triggers])


def _dropped_triggers() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%append_only%'")
        triggers = cursor.fetchall()
    _run([f"DROP TRIGGER {name}" for name, _ in triggers])
    return triggers


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def snapshot() -> Rows:
    """Every row of every table that has any."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            if table == "django_migrations":
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            if rows:
                found[table] = ([column[0] for column in cursor.description], rows)
    return found


def restore(rows: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            names = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
        # PostgreSQL counts on after the rows that are back; SQLite does so by itself.
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def append_only_tables_survive_a_flush() -> Iterator[None]:
    kept: list[Rows] = []
    setup = TransactionTestCase.__dict__["_fixture_setup"].__func__

    def remembering(cls: type) -> None:
        if not kept:
            kept.append(snapshot())
        setup(cls)

    def restoring(case: TransactionTestCase) -> None:
        with lifted():
            # The snapshot has what the signals after a migration would write, as they wrote it the first time.
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
            restore(kept[0])

    with pytest.MonkeyPatch.context() as patch:
        # TestCase has a set-up and tear-down of its own, which this does not touch.
        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(remembering))
        patch.setattr(TransactionTestCase, "_fixture_teardown", restoring)
        yield
