"""What this site itself holds about a person, and how that goes. The common suite of sources does not fit it whole:
nobody with a sign-in is a stranger here, and one item stands for a whole trail."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from privacy_portal.data_sources.enums import ErasureOutcome, PlanVerdict
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.erasure.portal_source import KEY, LAST_LOOK, PortalSource
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.enums import MailState
from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.exports.actions import request_export
from privacy_portal.exports.building import build
from privacy_portal.privacy_policy.models import PolicyVisit
from privacy_portal.privacy_policy.visits import mark_seen
from tests.data_sources.conformance import CanCollect
from tests.privacy_policy.conftest import (  # noqa: F401  fixtures
    chandni,
    dutch,
    english,
    front_page,
    policy_page,
    published,
)
from tests.support.customers import ALMA, BAS, person, sign_in
from tests.support.fake_source import FakeSource, only

pytestmark = pytest.mark.django_db
SOURCE = PortalSource()


@pytest.fixture
def alma():
    """Asked for a download, so that something happened here and a mail waits for her."""
    alma = person()
    sign_in(Client(), alma)
    with only(FakeSource("shop")):
        by = Actor.subject(alma.pk, "A2")
        build(request_export(subject=alma, by=by, language="nl").pk)
    return alma


def test_it_shows_how_the_person_signs_in_and_what_happened(alma):
    records = list(SOURCE.collect(alma))
    suite = CanCollect()
    suite.source = SOURCE
    for record in records:
        suite.check_record(record)
    assert [record.kind for record in records] == ["identity", "trail", "trail"]
    assert records[0].value("value") == ALMA
    assert len({record.reference for record in records}) == len(records)


def test_it_shows_nothing_of_somebody_else(alma):
    assert ALMA not in str(list(SOURCE.collect(person(BAS))))


def test_it_goes_a_month_after_the_erasure_began_and_the_trail_when_claims_are_over(alma):
    today = timezone.localdate()
    ErasureStep.objects.create(case_ref="C", source=KEY, subject=alma)
    verdicts = {
        days: [item.verdict for item in SOURCE.plan_erasure(alma, today + timedelta(days=days))]
        for days in (0, LAST_LOOK.days, LAST_LOOK.days + 1, 6 * 366)
    }
    assert verdicts == {
        0: [PlanVerdict.WAIT_FOR, PlanVerdict.KEEP_UNTIL],
        LAST_LOOK.days: [PlanVerdict.WAIT_FOR, PlanVerdict.KEEP_UNTIL],
        LAST_LOOK.days + 1: [PlanVerdict.REMOVE, PlanVerdict.KEEP_UNTIL],
        6 * 366: [PlanVerdict.REMOVE, PlanVerdict.ANONYMISE],
    }


def test_it_erases_sign_in_sessions_and_waiting_mail_and_nobody_else(alma):
    bas = person(BAS)
    sign_in(Client(), bas)
    ErasureStep.objects.create(case_ref="C", source=KEY, subject=alma)
    later = date(2040, 1, 1)
    plan = list(SOURCE.plan_erasure(alma, later))
    outcomes = SOURCE.erase(alma, plan, "key", on=later)
    assert [each.outcome for each in outcomes] == [ErasureOutcome.ERASED, ErasureOutcome.ANONYMISED]
    assert not alma.identifiers.exists()
    assert not alma.sessions.exists()
    assert OutboxMessage.objects.get().state == MailState.WITHDRAWN
    assert list(SOURCE.collect(alma)) == []
    assert {each.outcome for each in SOURCE.erase(alma, plan, "again", on=later)} == {ErasureOutcome.NOT_FOUND}
    assert bas.identifiers.exists()
    assert bas.sessions.exists()


def test_it_takes_no_plan_of_somebody_else(alma):
    later = date(2040, 1, 1)
    ErasureStep.objects.create(case_ref="C", source=KEY, subject=alma)
    plan = list(SOURCE.plan_erasure(alma, later))
    bas = person(BAS)
    assert {each.outcome for each in SOURCE.erase(bas, plan, "key", on=later)} == {ErasureOutcome.NOT_FOUND}
    assert bas.identifiers.exists()


def test_which_policy_was_seen_is_shown_and_goes_with_the_sign_in(alma, published):  # noqa: F811
    seen, bas = published.versions.get(), person(BAS)
    for subject in (alma, bas):
        mark_seen(subject, seen, now=timezone.now())
    [visit] = [record for record in SOURCE.collect(alma) if record.kind == "policy-visit"]
    suite = CanCollect()
    suite.source = SOURCE
    suite.check_record(visit)
    assert visit.value("version") == "2026-11-01" and visit.title == "Versie van 1 november 2026"
    ErasureStep.objects.create(case_ref="C", source=KEY, subject=alma)
    later = date(2040, 1, 1)
    SOURCE.erase(alma, list(SOURCE.plan_erasure(alma, later)), "key", on=later)
    assert [row.subject for row in PolicyVisit.objects.all()] == [bas]


def test_it_says_what_it_serves_without_reading_the_trail(alma, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SOURCE.activities(alma) == {"rights-request"}
    alma.identifiers.all().delete()
    assert SOURCE.activities(alma) == frozenset()
