"""Choices as a source: shown and taken along with the rest, and leading to nobody once the sign-in is gone."""

from datetime import date

import pytest

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.models import ConsentRecord
from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_sources.enums import ErasureOutcome
from privacy_portal.data_sources.registry import sources
from privacy_portal.evidence.actors import Actor
from tests.data_sources.conformance import CanCollect
from tests.support.customers import BAS, person
from tests.support.fake_source import only

pytestmark = pytest.mark.django_db
SOURCE = ConsentSource()


def chose(subject, *ons):
    for on in ons:
        by = Actor.subject(subject.pk)
        set_choice(subject=subject, key="loyalty", on=on, by=by, method=Method.PORTAL, language="nl")
    return subject


@pytest.fixture
def alma():
    with only():
        yield chose(person(), True, False)


def test_it_is_asked_with_the_others():
    assert "consent" in {source.key for source in sources()}


def test_it_shows_every_change_of_mind_and_nobody_elses(alma):
    suite = CanCollect()
    suite.source = SOURCE
    records = list(SOURCE.collect(alma))
    for record in records:
        suite.check_record(record)
    assert [record.title for record in records] == [
        "Loyaltyprogramma: Toestemming ingetrokken",
        "Loyaltyprogramma: Toestemming gegeven",
    ]
    assert list(SOURCE.collect(person(BAS))) == []


def test_it_keeps_the_proof_and_says_so(alma):
    plan = list(SOURCE.plan_erasure(alma, date(2026, 11, 22)))
    assert [item.title for item in plan] == ["Je keuzes op deze site"]
    outcomes = SOURCE.erase(alma, plan, "key")
    assert [each.outcome for each in outcomes] == [ErasureOutcome.ANONYMISED]
    assert SOURCE.erase(alma, plan, "key") == outcomes
    assert ConsentRecord.objects.count() == 2


def test_it_shows_nothing_once_the_sign_in_is_gone(alma):
    alma.identifiers.all().delete()
    assert list(SOURCE.collect(alma)) == []
    assert list(SOURCE.plan_erasure(alma, date(2026, 11, 22))) == []


def test_it_takes_no_plan_of_somebody_else(alma):
    bas = chose(person(BAS), True)
    plan = list(SOURCE.plan_erasure(bas, date(2026, 11, 22)))
    assert [each.outcome for each in SOURCE.erase(alma, plan, "key")] == [ErasureOutcome.NOT_FOUND]
