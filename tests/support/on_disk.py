"""The database of a test where connections and processes meet as they do in production."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from django.db import connection, connections


@contextmanager
def database_on_disk(folder: Path) -> Iterator[None]:
    """On SQLite a copy of the database in memory, in a file; elsewhere the database itself."""
    if connection.vendor != "sqlite":
        yield
        return
    path = folder / "database.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
        # As after a migration of the real site: the first of many connections to change this would find it locked.
        copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    with patch.dict(connections.settings["default"], {"NAME": str(path)}):
        yield
