"""A ledger that takes no entry for a while, as when its disk is full: by a trigger of the database, so that whoever
writes an entry meets it, whichever way the code goes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_SWITCH = "tests_ledger_refuses"
_SQLITE = [
    f"CREATE TABLE {_SWITCH} (now integer)",
    f"CREATE TRIGGER {_SWITCH}_trigger BEFORE INSERT ON evidence_ledgerentry "
    f"WHEN EXISTS (SELECT 1 FROM {_SWITCH}) BEGIN SELECT RAISE(ABORT, 'the ledger takes no entry'); END",
]
_POSTGRESQL = [
    f"CREATE TABLE {_SWITCH} (now integer)",
    f"CREATE FUNCTION {_SWITCH}_function() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF EXISTS (SELECT 1 FROM {_SWITCH}) THEN RAISE EXCEPTION 'the ledger takes no entry' "
    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER {_SWITCH}_trigger BEFORE INSERT ON evidence_ledgerentry "
    f"FOR EACH ROW EXECUTE FUNCTION {_SWITCH}_function()",
]


def prepare() -> None:
    """Once, at the beginning of a test; it goes with the test's transaction."""
    _run(_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


@contextmanager
def refusing() -> Iterator[None]:
    _run([f"INSERT INTO {_SWITCH} VALUES (1)"])
    try:
        yield
    finally:
        _run([f"DELETE FROM {_SWITCH}"])


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
