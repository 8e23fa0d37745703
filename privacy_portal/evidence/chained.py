"""The chain in the database itself: whoever writes around `ledger.record` cannot choose the number of an entry or the
hash it holds on to (SECURITY L-02). Whether its own hash is right only reading tells (`verification`)."""

from functools import partial
from typing import Any

from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation

# Named like the triggers of `append_only`: they go and come together.
_FIRST = "0" * 64
_WRONG = (
    "NEW.seq IS DISTINCT FROM (SELECT COALESCE(MAX(seq), 0) + 1 FROM {table}) "
    "OR NEW.prev_hash IS DISTINCT FROM COALESCE((SELECT hash FROM {table} ORDER BY seq DESC LIMIT 1), '{first}')"
)
_SAYS = "{table} is append-only: this is not the next entry"
_SQLITE = {
    "create": [
        "CREATE TRIGGER {table}_append_only_next BEFORE INSERT ON {table} "
        "WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{says}'); END"
    ],
    "drop": ["DROP TRIGGER IF EXISTS {table}_append_only_next"],
}
_POSTGRESQL = {
    "create": [
        "CREATE OR REPLACE FUNCTION {table}_append_only_next() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF {wrong} THEN RAISE EXCEPTION '{says}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER {table}_append_only_next BEFORE INSERT ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {table}_append_only_next()",
    ],
    "drop": [
        "DROP TRIGGER IF EXISTS {table}_append_only_next ON {table}",
        "DROP FUNCTION IF EXISTS {table}_append_only_next()",
    ],
}


def chained(table: str) -> list[Operation]:
    """For a migration after those of `append_only`; one that has SQLite make the table anew asks for it again."""
    return [RunPython(partial(_run, table, "create"), partial(_run, table, "drop"))]


def _run(table: str, what: str, apps: Any, schema_editor: Any) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    wrong = _WRONG.replace("IS DISTINCT FROM", "IS NOT") if is_sqlite else _WRONG
    words = {"table": table, "wrong": wrong.format(table=table, first=_FIRST), "says": _SAYS.format(table=table)}
    for statement in (_SQLITE if is_sqlite else _POSTGRESQL)[what]:
        schema_editor.execute(statement.format(**words), params=None)
