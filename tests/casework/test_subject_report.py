"""Alma phones. Chandni prints what every source holds about her, for the case that was made of the call."""

import json
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from privacy_portal.data_sources import registry
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.processing_register.demo import load as load_register
from privacy_portal.rights_requests.actions import receive
from privacy_portal.rights_requests.events import SUBJECT_REPORT_MADE
from tests.data_sources import ticket_shop
from tests.support.customers import ALMA, BAS, person

pytestmark = pytest.mark.django_db
FIELDS = {"category", "purpose", "basis", "label", "value", "origin", "end_date"}


@pytest.fixture
def alma():
    cache.clear()
    load_register(now=ticket_shop.NOW)
    ticket_shop.order(ticket_shop.customer(ALMA), ticket_shop.event())
    ticket_shop.customer(BAS, first_name="Bas", last_name="Geheim")
    return person(ALMA)


@pytest.fixture
def bas():
    return person(BAS)


def case_of(subject, level: str = "A1"):
    by = Actor.subject(subject.pk, level)
    return receive(subject=subject, right="access", details={}, language="nl", by=by, now=ticket_shop.NOW)


def report(email: str, number: str, form: str = "json"):
    out = StringIO()
    call_command("subject_report", email, "--case", number, "--format", form, stdout=out)
    return json.loads(out.getvalue()) if form == "json" else out.getvalue()


def rows(told, source: str = "ticketing"):
    return next(each for each in told["sources"] if each["source"] == source)["records"]


def test_it_tells_every_source_and_why_and_until_when(alma):
    told = report(ALMA, case_of(alma).number)
    assert [each["source"] for each in told["sources"]] == [source.key for source in registry.sources()]
    assert {each["status"] for each in told["sources"]} <= {"answered", "nothing", "by-hand", "could-not-ask"}
    found = rows(told)
    assert found and all(set(row) == FIELDS for row in found)
    city = next(row for row in found if row["category"] == "city")
    assert city["value"] == "Waddenstad" and city["purpose"] and city["basis"] and city["end_date"] > "2030"
    assert "Geheim" not in json.dumps(told) and BAS not in json.dumps(told)


@pytest.mark.security("A-09", "ASVS 14.2.6")
def test_secrets_are_masked_until_the_desk_knows_who_asks(alma):
    def birth_date(number):
        return next(row["value"] for row in rows(report(ALMA, number)) if row["category"] == "birth-date")

    assert birth_date(case_of(alma, "A1").number) == "•••• 1984"
    assert birth_date(case_of(alma, "A2").number) == "1984-05-17"


def test_it_is_written_in_the_ledger_without_an_address(alma):
    case = case_of(alma)
    report(ALMA, case.number)
    entry = LedgerEntry.objects.filter(event=SUBJECT_REPORT_MADE).get()
    assert ALMA not in str(entry.payload if hasattr(entry, "payload") else entry.__dict__)


def test_somebody_elses_case_and_no_case_are_told_alike(alma, bas):
    case = case_of(bas)
    before = LedgerEntry.objects.count()
    told = set()
    for email, number in ((ALMA, case.number), (ALMA, "SPOT-1999-0001"), ("nobody@example.org", case.number)):
        with pytest.raises(CommandError) as refusal:
            report(email, number)
        told.add(str(refusal.value))
    assert len(told) == 1
    assert LedgerEntry.objects.count() == before


def test_a_case_is_needed(alma):
    with pytest.raises(CommandError, match="--case"):
        call_command("subject_report", ALMA)


def test_the_text_can_be_read_aloud(alma):
    text = report(ALMA, case_of(alma).number, "text")
    assert "ticketing: answered" in text
    assert "Waddenstad" in text
