"""Tables to which rows are added and nothing else happens: refused by the model with a clear error, and by
triggers in the database for whoever goes around the model (SECURITY L-02)."""

from functools import partial
from typing import Any

from django.db import models
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation

_SQLITE = {
    "create": [
        "CREATE TRIGGER {table}_append_only_{verb} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    ],
    "drop": ["DROP TRIGGER IF EXISTS {table}_append_only_{verb}"],
}
_POSTGRESQL = {
    "create": [
        "CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{table} is append-only' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER {table}_append_only_row BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        "CREATE TRIGGER {table}_append_only_table BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    ],
    "drop": [
        "DROP TRIGGER IF EXISTS {table}_append_only_row ON {table}",
        "DROP TRIGGER IF EXISTS {table}_append_only_table ON {table}",
        "DROP FUNCTION IF EXISTS {table}_append_only()",
    ],
}


def append_only(table: str) -> list[Operation]:
    """For a migration after the one that creates the table."""
    return [RunPython(partial(_run, table, "create"), partial(_run, table, "drop"))]


def altered(table: str, operations: list[Operation]) -> list[Operation]:
    """For a migration that adds to the table: SQLite makes the table anew, and its triggers would be forgotten."""
    create, drop = partial(_run, table, "create"), partial(_run, table, "drop")
    return [RunPython(drop, create), *operations, RunPython(create, drop)]


def _run(table: str, what: str, apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        statements = [text.format(table=table, verb=v) for v in ("UPDATE", "DELETE") for text in _SQLITE[what]]
    else:
        statements = [text.format(table=table) for text in _POSTGRESQL[what]]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class AppendOnlyError(TypeError):
    """Somebody tried to rewrite what has been established."""


class AppendOnlyQuerySet(models.QuerySet):
    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnlyError(f"{self.model._meta.label} only grows; rows are not changed or removed.")

    update = bulk_update = delete = _refuse
    update_or_create = _refuse


class AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{self._meta.label} only grows; a row is not changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnlyError(f"{self._meta.label} only grows; a row is not removed.")
