"""Alma said "this was not me". Farah, the officer, speaks to her and opens access again; nobody else can."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy_portal.data_subjects.actions import freeze
from privacy_portal.data_subjects.masking import masked_email
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.proofs.kinds import Seen
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import OutboxMessage
from tests.rights_requests.people import file_request
from tests.support.customers import ALMA, BAS, person, sign_in

from .people import ROLES, signed_in

pytestmark = pytest.mark.django_db
LIST = "stopped_access:list"


@pytest.fixture
def alma():
    subject = person(ALMA)
    freeze(subject, by=Actor.visitor())
    return subject


def page_of(subject) -> str:
    return reverse("stopped_access:open", args=[subject.pk])


def is_stopped(subject) -> bool:
    return DataSubject.objects.get(pk=subject.pk).is_frozen


def reopen(client, subject, **data):
    return client.post(page_of(subject), {"seen": Seen.CALLED_BACK} | data, follow=True)


@pytest.mark.security("V-11")
def test_V11_the_officer_sees_who_waits_and_no_whole_address(alma):
    file_request(alma)
    farah = signed_in("farah")
    listed, page = (farah.get(path).content.decode() for path in (reverse(LIST), page_of(alma)))
    assert page_of(alma) in listed and masked_email(ALMA) in listed
    assert str(alma.pk) in page and "SPOT-" in page, "as our mail named this person, with what is going on"
    assert ALMA not in listed + page


@pytest.mark.security("V-11", "A-09")
def test_V11_it_opens_with_how_one_made_sure_and_everybody_is_told(alma):
    bas = person(BAS)
    freeze(bas, by=Actor.visitor())
    answer = reopen(signed_in("farah"), alma)
    assert "De toegang is weer open" in answer.content.decode()
    assert not is_stopped(alma) and is_stopped(bas), "one person at a time"
    entry = entries_about(alma.pk).get(event="data_subject.unfrozen")
    assert entry.facts == {"seen": "called-back"} and entry.actor_kind == "staff"
    mail = OutboxMessage.objects.get(template="access_opened")
    assert mail.content["to"] == ALMA and "/mijn-gegevens/" in mail.content["text"]
    assert sign_in(Client(), alma).get(reverse("self_service:home")).status_code == 200


def test_without_saying_how_it_stays_closed(alma):
    answer = reopen(signed_in("farah"), alma, seen="")
    assert "Laat de toegang dan dicht" in answer.content.decode()
    assert is_stopped(alma) and not entries_about(alma.pk).filter(event="data_subject.unfrozen").exists()


@pytest.mark.security("A-09")
@pytest.mark.parametrize("who", sorted(set(ROLES) - {"farah"}))
def test_A09_no_other_role_opens_or_sees_it(alma, who):
    client = signed_in(who)
    for path in (reverse(LIST), page_of(alma)):
        assert client.get(path).status_code in {302, 403}
    client.post(page_of(alma), {"seen": Seen.CALLED_BACK})
    assert is_stopped(alma)
    assert "stopped-access" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_pressed_twice_it_opens_once(alma):
    farah = signed_in("farah")
    reopen(farah, alma)
    assert farah.post(page_of(alma), {"seen": Seen.CALLED_BACK}).status_code == 404
    assert entries_about(alma.pk).filter(event="data_subject.unfrozen").count() == 1


@pytest.mark.parametrize("make", [lambda: person(BAS).pk, uuid.uuid4], ids=["not stopped", "nobody"])
def test_who_did_not_stop_has_no_such_page(alma, make):
    pk = make()
    assert signed_in("farah").get(reverse("stopped_access:open", args=[pk])).status_code == 404


def test_the_list_costs_the_same_for_many(alma, django_assert_max_num_queries):
    farah = signed_in("farah")
    farah.get(reverse(LIST))
    for number in range(30):
        freeze(person(f"{number}@example.org"), by=Actor.visitor(), now=timezone.now())
    with django_assert_max_num_queries(25) as queries:
        assert farah.get(reverse(LIST)).content.decode().count("/stopped-access/") >= 31
    assert sum('"data_subjects_identifier"' in query["sql"] for query in queries.captured_queries) == 1
