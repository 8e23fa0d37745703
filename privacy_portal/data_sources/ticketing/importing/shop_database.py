"""The ticket shop's own PostgreSQL as where an import comes from: read, never written, a few rows at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import psycopg
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.ticketing.enums import ImportOrigin

from . import views
from .address import Unsafe, conninfo
from .checking import Stream
from .problems import ImportRefused, Problem, Problems
from .tables import TABLES, Table
from .writing import BATCH

PLACE = "TICKETING_DATABASE_URL"
# A statement that hangs, or this site being silent between two, holds the shop up no longer than this.
SETTINGS = {
    "statement_timeout": "120s",
    "idle_in_transaction_session_timeout": "300s",
    "lock_timeout": "5s",
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
}
# The first table of the shop that this user could change, if there is any.
WRITABLE = r"""
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_t%'
  AND (has_any_column_privilege(c.oid, 'INSERT') OR has_any_column_privilege(c.oid, 'UPDATE')
       OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE'))
ORDER BY n.nspname, c.relname LIMIT 1
"""
# What PostgreSQL says of a connection that fails -> what we say; its own words hold names of machines and users.
REASONS = (
    ("password authentication failed", _("The database does not accept this user with this password.")),
    ("no password supplied", _("The database asks for a password.")),
    ("pg_hba.conf", _("The database does not admit this user from this machine.")),
    ("does not exist", _("There is no such database, or no such user in it.")),
    ("certificate", _("The certificate of the database cannot be verified.")),
    ("SSL", _("The database does not speak TLS as it should.")),
    ("refused", _("Nobody answers at this address.")),
    ("resolve", _("There is no machine of this name.")),
)
SILENT = _("The database does not answer.")
# A failing statement -> what we say.
FAULTS: tuple[tuple[type[psycopg.Error], object], ...] = (
    (psycopg.errors.QueryCanceled, _("Reading it takes longer than two minutes.")),
    (psycopg.errors.LockNotAvailable, _("Somebody else holds it locked.")),
    (psycopg.errors.InsufficientPrivilege, _("This user may not read everything in it.")),
    (psycopg.OperationalError, _("The connection broke while it was read.")),
)


class ShopDatabase:
    """All views are read in one transaction, so they fit together."""

    kind = ImportOrigin.DATABASE

    def __init__(self, url: str) -> None:
        self.url = url

    def fingerprint(self) -> str:
        """A shop sells on: what was read half-way is read anew."""
        return ""

    def tables(self) -> list[Table]:
        return list(TABLES)

    def name(self, table: Table) -> str:
        return views.name(table)

    def check(self, problems: Problems) -> None:
        """Raises `ImportRefused` at once: without all views as agreed, no row is worth reading."""
        with _told(PLACE):
            if found := self.connection.execute(WRITABLE).fetchone():
                text = _("This user may change %(table)s. Give it SELECT on the views and nothing else.")
                problems.add(PLACE, 0, "", text % {"table": found[0]})
            views.check(self.connection, problems)
        if problems.found:
            raise ImportRefused(problems.found)

    def size(self, table: Table) -> int:
        with _told(self.name(table)):
            row = self.connection.execute(views.count(table)).fetchone()
        return row[0] if row else 0

    def rows(self, table: Table) -> Stream:
        """The columns' names, then the rows from one, a batch at a time."""
        yield 0, [column.name for column in table.columns]
        line = 0
        try:
            with self.connection.cursor(views.view(table)) as cursor:
                cursor.itersize = BATCH
                for line, row in enumerate(cursor.execute(views.select(table)), 1):
                    yield line, [views.cell(*each) for each in zip(table.columns, row, strict=True)]
        except psycopg.Error as error:
            raise _refusal(self.name(table), error, line + 1) from error

    def confirm(self, table: Table, problems: Problems) -> None:
        """The transaction sees one moment only."""

    @cached_property
    def connection(self) -> psycopg.Connection:
        try:
            connection = psycopg.connect(conninfo(self.url))
        except Unsafe as error:
            raise ImportRefused([Problem(PLACE, 0, "", str(error))]) from None
        except psycopg.OperationalError as error:
            raise ImportRefused([Problem(PLACE, 0, "", _reason(error))]) from None
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for name, value in SETTINGS.items():
            connection.execute("SELECT set_config(%s, %s, true)", [name, value])
        return connection

    def close(self) -> None:
        if connection := self.__dict__.get("connection"):
            connection.close()


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise _refusal(name, error) from error


def _refusal(name: str, error: psycopg.Error, line: int = 0) -> ImportRefused:
    said = next((text for kind, text in FAULTS if isinstance(error, kind)), _("It cannot be read."))
    return ImportRefused([Problem(name, line, "", str(said))])


def _reason(error: psycopg.OperationalError) -> str:
    return str(next((text for words, text in REASONS if words in str(error)), SILENT))
