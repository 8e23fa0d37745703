"""Who is who: by any proven address, never twice, and gone when nobody ever confirmed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from privacy_portal.data_subjects import actions, purging
from privacy_portal.data_subjects.codes import new_token
from privacy_portal.data_subjects.identifiers import emails_of, find_by_email, primary_email
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, EmailChallenge, Identifier, LimitCounter
from privacy_portal.data_subjects.purging import never_confirmed
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import ALMA, BAS, person

pytestmark = pytest.mark.django_db


def test_a_person_is_found_by_any_spelling_and_nobody_else_is():
    alma = person(ALMA)
    assert find_by_email("ALMA@example.org ") == alma
    assert find_by_email(BAS) is None


def test_finding_costs_one_query(django_assert_num_queries):
    person(ALMA)
    with django_assert_num_queries(1):
        find_by_email(ALMA)


def test_at_the_counter_a_person_is_made_once_and_is_not_proven():
    one = actions.subject_for_email(ALMA, "en")
    two = actions.subject_for_email("Alma@Example.org", "nl")
    assert one == two and one.language == "en"
    assert emails_of(one) == [] and primary_email(one) == ALMA
    assert [entry.event for entry in entries_about(one.id)] == ["data_subject.created"]


def test_proven_addresses_come_first():
    alma = person(ALMA)
    Identifier.objects.create(subject=alma, kind="email", value="old@example.org", index="0" * 64)
    assert emails_of(alma) == [ALMA] and primary_email(alma) == ALMA


def test_who_has_no_address_has_none():
    nobody = DataSubject.objects.create(created_at=timezone.now())
    assert primary_email(nobody) == ""


def purge() -> str:
    out = StringIO()
    call_command("purge_data_subjects", stdout=out)
    return out.getvalue()


def test_the_purge_takes_what_ran_out_and_leaves_the_rest():
    now, alma = timezone.now(), person(ALMA)
    for age in (0, 11):
        actions.request_challenge(
            email=ALMA, language="nl", nonce=new_token(), ip=f"192.0.2.{age}", now=now - timedelta(minutes=age)
        )
    for hours in (0, 1, 13):
        moment = now - timedelta(hours=hours)
        CustomerSession.objects.create(
            subject=alma, token=new_token(), method="code", started_at=moment, last_used_at=moment
        )
    LimitCounter.objects.create(key="old", opened_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
    told = purge()
    assert EmailChallenge.objects.count() == 1
    assert CustomerSession.objects.count() == 1
    assert not LimitCounter.objects.filter(key="old").exists() and LimitCounter.objects.exists()
    assert DataSubject.objects.get() == alma
    assert ALMA not in told and ": 2" in told


@pytest.mark.security("V-14")
def test_who_never_confirmed_goes_after_a_week_unless_something_hangs_on_them():
    now = timezone.now()
    eight_days = now - timedelta(days=8)
    person("old@example.org", verified=False, now=eight_days)
    recent = person("new@example.org", verified=False, now=now - timedelta(days=6))
    proven = person(ALMA, now=eight_days)
    asking = person(BAS, verified=False, now=eight_days)
    CustomerSession.objects.create(subject=asking, token=new_token(), method="code", started_at=now, last_used_at=now)
    purge()
    assert set(DataSubject.objects.all()) == {recent, proven, asking}


@pytest.mark.security("V-14")
def test_V14_of_a_request_that_nobody_confirmed_only_a_count_stays():
    now = timezone.now()
    for number in range(3):
        person(f"gone{number}@example.org", verified=False, now=now - timedelta(days=8))
    purge()
    purge()
    entry = LedgerEntry.objects.get()
    assert (entry.event, entry.facts) == ("data_subject.never_confirmed", {"count": 3})
    assert (entry.subject_ref, entry.target, entry.commitment) == ("", "", ""), "it leads to nobody"
    assert never_confirmed(now - timedelta(days=1)) == 3 and never_confirmed(now + timedelta(days=1)) == 0
    assert not DataSubject.objects.exists() and not Identifier.objects.exists()


@pytest.mark.security("V-14")
def test_V14_a_purge_that_does_not_come_through_counts_nothing_and_takes_nothing():
    now = timezone.now()
    person(BAS, verified=False, now=now - timedelta(days=8))
    with pytest.raises(RuntimeError), transaction.atomic():
        list(purging.purge(now))
        raise RuntimeError
    assert DataSubject.objects.count() == 1 and never_confirmed(now - timedelta(days=1)) == 0


def test_freezing_twice_is_once():
    alma = person(ALMA)
    for _ in range(2):
        actions.freeze(alma, by=Actor.visitor())
    assert [entry.event for entry in entries_about(alma.id)] == ["data_subject.frozen"]
    for _ in range(2):
        actions.unfreeze(alma, by=Actor.system("test"))
    assert not alma.is_frozen and entries_about(alma.id).count() == 2
