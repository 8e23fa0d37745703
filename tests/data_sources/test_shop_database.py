"""The ticket shop's own database: a real second one, read through the views that the reference describes."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from cms.jobs import JOBS, run_jobs
from privacy_portal.data_sources.registry import source
from privacy_portal.data_sources.ticketing.enums import ImportState
from privacy_portal.data_sources.ticketing.importing import (
    ImportRefused,
    import_database,
    running,
    shop_database,
)
from privacy_portal.data_sources.ticketing.models import (
    TWINS,
    Customer,
    ImportRun,
    LoyaltyMembership,
    MailChoice,
    Order,
    Ticket,
)
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import ALMA, BAS, person
from tests.support.second_database import second_database

from . import ticket_shop as shop
from .test_shop_address import CREATE

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

TABLES_OF_THE_SHOP = f"""
DROP SCHEMA IF EXISTS privacy_portal, shop CASCADE;
CREATE SCHEMA shop;
CREATE SCHEMA privacy_portal;
CREATE TABLE shop.hall (code text, name text, town text);
CREATE TABLE shop.event (id int, title text, hall_code text, starts_at timestamptz, last_day date);
CREATE TABLE shop.customer (id int, given_name text, family_name text, mail text, phone text, street text,
    postcode text, town text, born date, registered date, friend_since date, wants_agenda boolean, agenda_changed date);
CREATE TABLE shop.purchase (id int, customer_id int, placed_at timestamptz, state text, paid_by text,
    total numeric(10, 4), iban text, invoice text, remark text);
CREATE TABLE shop.ticket (id int, purchase_id int, event_id int, seat text, price numeric, holder text,
    holder_mail text, scanned timestamptz);
INSERT INTO shop.hall VALUES ('H1', 'Zaal Waterlicht', 'Waddenstad');
INSERT INTO shop.event VALUES (1, 'Springtij', 'H1', '2026-01-05T20:15+01', NULL);
INSERT INTO shop.customer VALUES
    (1, 'Alma', 'Zomerdijk', '{ALMA}', '06 00123456', 'Roerdomphof 3', '9712 AB', 'Waddenstad', '1984-05-17',
     '2020-01-01', '2022-03-01', true, '2024-01-01'),
    (2, 'Bas', 'Rietveen', '{BAS}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO shop.purchase VALUES
    (1, 1, '2026-01-01T10:00:00.123+01', 'paid', 'ideal', 45, 'NL13TEST0123456789', NULL, NULL);
INSERT INTO shop.ticket VALUES (1, 1, 1, 'rij 4', 22.5, NULL, NULL, NULL), (2, 1, 1, '', 22.5, 'Bas', '{BAS}', NULL);
"""


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), second_database() as made:
        yield made


@pytest.fixture
def database(server, settings):
    """Built anew by the very statements of the reference, and named in the environment."""
    server.run(TABLES_OF_THE_SHOP, *CREATE, *grants(server))
    settings.TICKETING_DATABASE_URL = server.url
    return server


def grants(server) -> list[str]:
    return [
        f'GRANT USAGE ON SCHEMA privacy_portal TO "{server.name}"',
        f'GRANT SELECT ON ALL TABLES IN SCHEMA privacy_portal TO "{server.name}"',
    ]


def refusal(**how) -> list[str]:
    """What is said of a database that is refused; nothing has changed by it."""
    before = Customer.objects.count(), Order.objects.count(), LedgerEntry.objects.count()
    with translation.override("en"):
        with pytest.raises(ImportRefused) as refused:
            import_database(now=shop.NOW, **how)
        assert (Customer.objects.count(), Order.objects.count(), LedgerEntry.objects.count()) == before
        assert not any(twin.objects.exists() for twin in TWINS.values())
        return [str(problem) for problem in refused.value.problems]


def test_what_the_reference_describes_comes_in(database):
    report = import_database(now=shop.NOW)
    assert report.written["privacy_portal.customers"] == 2 and report.written["privacy_portal.tickets"] == 2
    alma = Customer.objects.get(number="1")
    assert (alma.first_name, alma.birth_date, alma.country) == ("Alma", date(1984, 5, 17), "NL")
    order = Order.objects.get()
    assert (order.total_cents, order.placed_at) == (4500, datetime(2026, 1, 1, 9, 0, tzinfo=UTC))
    assert Ticket.objects.get(number="2").holder_email == BAS
    assert (MailChoice.objects.get().on, LoyaltyMembership.objects.get().since) == (True, date(2022, 3, 1))
    kinds = {record.kind for record in source("ticketing").collect(person(ALMA))}
    assert kinds >= {"account", "order", "ticket", "loyalty", "newsletter"}


def test_the_next_night_brings_what_changed(database):
    import_database(now=shop.NOW)
    key = Customer.objects.get(number="1").pk
    database.run("UPDATE shop.customer SET phone = '06 00999999' WHERE id = 1")
    import_database(now=shop.NOW + timedelta(days=1))
    alma = Customer.objects.get(number="1")
    assert (alma.pk, alma.phone) == (key, "06 00999999")


# --- What is not as agreed


def test_every_departure_from_the_contract_is_named_at_once(database):
    database.run(
        "DROP VIEW privacy_portal.halls",
        "DROP VIEW privacy_portal.lockers",
        "CREATE VIEW privacy_portal.lockers AS SELECT 'K1'::text AS number, 3.5::float AS locker, ''::text AS event,"
        " '2026-01-05'::text AS rented_on",
    )
    assert refusal() == [
        "privacy_portal.halls: There is no such view, or this user may not see its schema.",
        "privacy_portal.lockers, column number: This user may not read it: grant SELECT.",
        "privacy_portal.lockers, column email: This column is missing.",
        "privacy_portal.lockers, column locker: This user may not read it: grant SELECT.",
        "privacy_portal.lockers, column event: This user may not read it: grant SELECT.",
        "privacy_portal.lockers, column rented_on: This user may not read it: grant SELECT.",
    ]
    database.run(*grants(database))
    assert refusal()[2:] == [
        "privacy_portal.lockers, column locker: This is of type double precision; the contract asks for text.",
        "privacy_portal.lockers, column rented_on: This is of type text; the contract asks for date.",
    ]


def test_a_cell_that_cannot_be_read_is_named_and_nothing_comes_in(database):
    database.run(
        "INSERT INTO shop.customer (id, mail, born) VALUES (3, 'nobody', 'infinity'), (4, repeat('x', 100000), NULL)"
    )
    assert refusal() == [
        "privacy_portal.customers, row 3, column email: This is not an e-mail address.",
        "privacy_portal.customers, row 3, column birth_date: This is not a date; write 2026-11-22.",
        "privacy_portal.customers, row 4, column email: This is not an e-mail address.",
    ]


@pytest.mark.parametrize("right", ["UPDATE (name)", "INSERT", "DELETE", "TRUNCATE"])
def test_a_user_that_may_write_is_refused(database, right):
    database.run(f'GRANT USAGE ON SCHEMA shop TO "{database.name}"', f'GRANT {right} ON shop.hall TO "{database.name}"')
    assert refusal()[0] == (
        "TICKETING_DATABASE_URL: This user may change shop.hall. Give it SELECT on the views and nothing else."
    )


def test_not_even_a_function_behind_a_view_can_write(database):
    """READ ONLY binds the transaction, also where the rights would allow it."""
    database.run(
        "CREATE FUNCTION shop.note() RETURNS text LANGUAGE sql SECURITY DEFINER VOLATILE"
        " AS $$ INSERT INTO shop.hall VALUES ('H9', 'x', 'x') RETURNING code $$",
        "CREATE OR REPLACE VIEW privacy_portal.halls AS SELECT shop.note() AS number, ''::text AS name,"
        " ''::text AS city",
    )
    assert refusal() == ["privacy_portal.halls: It cannot be read."]


# --- A database that fails


def test_a_connection_that_breaks_half_way_brings_nothing(database, monkeypatch):
    """The shop's server is stopped when its first customer was read."""
    monkeypatch.setattr(running, "BATCH", 1)
    monkeypatch.setattr(shop_database, "BATCH", 1)
    stop = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{database.name}'"

    def tell(name, line, size):
        if (name, line, size) == ("privacy_portal.customers", 1, 2):
            database.run(stop)

    assert refusal(tell=tell) == ["privacy_portal.customers, row 2: The connection broke while it was read."]


def test_a_view_that_hangs_is_given_up(database, monkeypatch):
    monkeypatch.setitem(shop_database.SETTINGS, "statement_timeout", "200ms")
    database.run(
        "CREATE OR REPLACE VIEW privacy_portal.halls AS SELECT pg_sleep(9)::text AS number, ''::text AS name,"
        " ''::text AS city"
    )
    assert refusal() == ["privacy_portal.halls: Reading it takes longer than two minutes."]


def test_a_database_that_is_away_is_told_and_tried_again(database, settings, client):
    import_database(now=shop.NOW - timedelta(hours=1))
    there, settings.TICKETING_DATABASE_URL = database.url, "postgres://nobody@127.0.0.1:1/nothing"
    error = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported: 1 problems"), translation.override("en"):
        call_command("import_ticketing", from_database=True, stderr=error)
    assert "TICKETING_DATABASE_URL" in error.getvalue() and "nobody" not in error.getvalue()
    assert Customer.objects.count() == 2, "what came in before stays"
    assert source("ticketing").check().ok is False
    assert client.get("/readyz").json()["checks"]["ticket_shop"] == "failing"
    settings.TICKETING_DATABASE_URL = there
    call_command("refresh_ticketing", stdout=StringIO())
    assert source("ticketing").check().ok is True
    assert client.get("/readyz").json()["checks"]["ticket_shop"] == "ok"


def test_a_wrong_password_is_told_without_it(database):
    [problem] = refusal(url=database.url.replace(f"{database.name}:", f"{database.name}_nobody:"))
    assert problem.startswith("TICKETING_DATABASE_URL: ") and database.name not in problem


def test_nights_without_an_import_are_noticed(database):
    import_database(now=shop.NOW)
    ImportRun.objects.update(ended_at=shop.NOW - timedelta(hours=37))
    with translation.override("en"):
        assert source("ticketing").check().detail == "Nothing came in since Nov. 21, 2026."


def test_the_night_reads_it_before_it_sweeps(database):
    assert JOBS["night"].index("refresh_ticketing") < JOBS["night"].index("apply_retention")
    called = []
    run_jobs("night", call=lambda name: called.append(name) or (name == "refresh_ticketing" and call_command(name)))
    assert Customer.objects.count() == 2 and ImportRun.objects.get().state == ImportState.DONE
    assert connection.vendor == "postgresql"
