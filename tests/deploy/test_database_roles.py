"""The role of the site reads and writes rows and changes nothing about the tables (deploy/postgres/roles.sql)."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from psycopg.errors import InsufficientPrivilege

from tests.support.second_database import SecondDatabase, second_database

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.security("ASVS 13.2.2", "L-02")]
ROLES = settings.BASE_DIR / "deploy" / "postgres" / "roles.sql"
PASSWORD = "only-in-this-test"
TRIGGER = (
    "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$",
    "CREATE TRIGGER never BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION never()",
)


def written_out(database: str) -> str:
    """What psql makes of the file, with roles of this test's own: they belong to the whole server."""
    lines = [line for line in ROLES.read_text().splitlines() if not line.startswith("\\") and "\\gset" not in line]
    text = "\n".join(lines).replace(':"name"', f'"{database}"')
    for role in ("owner", "app"):
        text = text.replace(f"privacy_{role}", f'"{database}_{role}"').replace(f":'{role}_password'", f"'{PASSWORD}'")
    return text


@pytest.fixture
def as_role(db) -> Iterator:
    with second_database() as database:
        remove(database)
        database.run(written_out(database.name))
        try:
            yield lambda role: psycopg.connect(
                database.owner, user=f"{database.name}_{role}", password=PASSWORD, autocommit=True
            )
        finally:
            remove(database)


def remove(database: SecondDatabase) -> None:
    for role in (f"{database.name}_owner", f"{database.name}_app"):
        known = f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"
        with psycopg.connect(database.owner, autocommit=True) as server:
            if server.execute(known).fetchone():
                server.execute(f'DROP OWNED BY "{role}" CASCADE')
                server.execute(f'DROP ROLE "{role}"')


def test_the_role_of_the_site_writes_rows_and_changes_no_table(as_role):
    with as_role("owner") as owner:
        owner.execute("CREATE TABLE ledger (seq serial PRIMARY KEY, event text)")
        for statement in TRIGGER:
            owner.execute(statement)
    with as_role("app") as app:
        app.execute("INSERT INTO ledger (event) VALUES ('happened')")
        assert app.execute("SELECT event FROM ledger").fetchall() == [("happened",)]
        for statement in (
            "CREATE TABLE mine (x integer)",
            "ALTER TABLE ledger ADD COLUMN x integer",
            "ALTER TABLE ledger DISABLE TRIGGER ALL",
            "DROP TRIGGER never ON ledger",
            "DROP TABLE ledger",
            "TRUNCATE ledger",
            "SET session_replication_role = replica",
            "CREATE SCHEMA mine",
            "CREATE ROLE mine",
        ):
            with pytest.raises(InsufficientPrivilege):
                app.execute(statement)
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            app.execute("DELETE FROM ledger")
        assert app.execute("SHOW statement_timeout").fetchone() == ("15s",)
