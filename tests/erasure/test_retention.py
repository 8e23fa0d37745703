"""What is past its period goes by itself, counted first if asked, in batches that can be proven (Art. 5(1)(e))."""

import uuid
from datetime import UTC, date, datetime
from hashlib import sha256
from types import SimpleNamespace

import orjson
import pytest
import time_machine
from django.core.management import CommandError, call_command

from privacy_portal.data_sources.ticketing.models import Customer, LockerRental
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.erasure import retention
from privacy_portal.erasure.retention import apply_retention
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.gdpr.periods import Period
from tests.support.fake_source import FakeSource, only

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def register(monkeypatch):
    """Seven years for orders and accounts, thirty days for lockers; cameras have no source."""
    periods = {"ticket-order": "P7Y", "account": "P7Y", "locker": "P30D", "camera": "P4W", "newsletter": None}
    known = {key: SimpleNamespace(period=Period.parse(text) if text else None) for key, text in periods.items()}
    monkeypatch.setattr(retention, "explanations", lambda language: known)


def sweep(**options):
    return {f"{line.source} {line.activity}": line for line in apply_retention(today=TODAY, now=NOW, **options)}


def test_it_asks_every_source_about_every_period_of_the_register():
    with only(FakeSource("shop"), FakeSource("lockers", capabilities=frozenset())):
        lines = sweep(dry_run=True)
    assert set(lines) == {"shop ticket-order", "shop account", "shop locker", "shop camera"}
    assert lines["shop ticket-order"].before == date(2019, 11, 22)
    assert lines["shop locker"].before == date(2026, 10, 23)


def test_it_only_counts_in_a_dry_run():
    shop = FakeSource("shop", old=[uuid.uuid4() for _ in range(5)])
    with only(shop):
        assert sweep(dry_run=True)["shop ticket-order"].count == 5
    assert len(shop.old) == 5
    assert not LedgerEntry.objects.exists()


@pytest.mark.security("ASVS 14.2.7")
def test_it_sweeps_in_batches_each_with_a_proof_in_the_ledger(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    ids = [uuid.uuid4() for _ in range(5)]
    with only(FakeSource("shop", old=list(ids))):
        assert sweep()["shop ticket-order"].count == 5
    entries = LedgerEntry.objects.order_by("seq")
    facts = [orjson.loads(entry.facts_json) for entry in entries]
    assert [each["count"] for each in facts] == [2, 2, 1]
    digest = sha256("".join(f"{each}\n" for each in sorted(map(str, ids[:2]))).encode()).hexdigest()
    assert facts[0]["references_sha256"] == digest


def test_it_goes_on_with_the_next_source_when_one_fails_and_says_so():
    with only(FakeSource("crm", failures=99), FakeSource("shop", old=[uuid.uuid4()])):
        lines = sweep()
    assert lines["crm ticket-order"].failed
    assert lines["shop ticket-order"].count == 1


def test_it_fails_as_a_command_when_a_source_failed(capsys):
    with only(FakeSource("crm", failures=99)), pytest.raises(CommandError, match="crm ticket-order"):
        call_command("apply_retention", "--dry-run")


@time_machine.travel(NOW, tick=False)
def test_it_anonymises_old_customers_of_the_ticket_shop_and_leaves_the_others(capsys):
    def customer(number, active):
        return Customer.objects.create(
            number=number, email=f"{number}@example.org", last_name="X", last_active_on=active, imported_at=NOW
        )

    old, new = customer("old", date(2015, 5, 1)), customer("new", date(2026, 5, 1))
    locker = {"email": "a@example.org", "email_index": "x", "locker": "7", "imported_at": NOW}
    LockerRental.objects.create(number="L1", rented_on=date(2026, 1, 1), **locker)
    with only(TicketingSource()):
        call_command("apply_retention", "--dry-run")
        assert "2 would go." in capsys.readouterr().out
        assert LockerRental.objects.exists()
        call_command("apply_retention")
        assert "2 gone or made anonymous." in capsys.readouterr().out
        call_command("apply_retention")
        assert "0 gone or made anonymous." in capsys.readouterr().out
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.email is None
    assert new.email == "new@example.org"
    assert not LockerRental.objects.exists()
