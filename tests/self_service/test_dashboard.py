"""The overview: what waits for Alma first, what is open, and the ways on; of nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.actors import Actor
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions as cases
from tests.self_service.test_sign_in import address
from tests.support.customers import ALMA, BAS, GIJS, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return person(ALMA)


@pytest.fixture
def page(client, alma):
    """The overview as Alma sees it now."""

    def fetch(language: str = "nl") -> str:
        return client.get(address("home", language=language)).content.decode()

    sign_in(client, alma)
    return fetch


def file_request(subject, right=Right.ERASURE):
    return cases.receive(
        subject=subject, right=right, details={"answers": []}, language="nl", channel="portal", by=Actor.visitor()
    )


def test_who_is_new_is_welcomed_and_sees_every_way_on(page):
    html = page()
    assert "Dag, dit zijn je gegevens" in html and "eerste keer" in html
    for name in ("data", "downloads", "preferences", "requests", "security", "activity"):
        assert address(name) in html
    assert "Geen open verzoek" in html and "ds-alert" not in html


def test_it_says_when_she_was_here_before(client, page):
    moment = timezone.make_aware(timezone.datetime(2026, 11, 20, 19, 42))
    CustomerSession.objects.update(previous_sign_in_at=moment)
    assert "Laatst ingelogd op 20 november 2026 om 19:42 uur" in page()


def test_it_greets_by_the_name_a_source_knows(client):
    from privacy_portal.data_sources.ticketing.demo import load_customers

    load_customers(timezone.now())
    sign_in(client, person(ALMA))
    assert "Dag Alma, dit zijn je gegevens" in client.get(address("home")).content.decode()
    assert "Hello Alma, these are your data" in client.get(address("home", language="en")).content.decode()


def test_a_guest_has_the_same_overview(client):
    sign_in(client, person(GIJS))
    assert client.get(address("home")).status_code == 200


def test_an_open_request_shows_its_steps_and_its_day(page, alma):
    case = file_request(alma)
    html = page()
    assert case.number in html and 'class="steps"' in html and "1 open verzoek" in html
    assert "Verzoek intrekken" in html


def test_the_most_urgent_is_shown_and_the_others_are_counted(page, alma):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        first = file_request(alma)
    others = [file_request(alma, Right.RECTIFICATION), file_request(alma, Right.ACCESS)]
    html = page()
    assert first.number in html and "en nog 2 open verzoeken" in html
    assert all(case.number not in html for case in others)


def test_what_others_asked_stays_theirs(page):
    case = file_request(person(BAS))
    assert case.number not in page()


def test_the_menu_says_where_you_are_and_what_waits(page, alma):
    from privacy_portal.rights_requests.models import RightsRequest

    file_request(alma)
    RightsRequest.objects.update(status="waiting_for_subject")
    html = page()
    assert 'aria-current="page"' in html and "(1 wacht op jou)" in html
    assert "We hebben iets van je nodig" in html and "Lees en reageer" in html


def test_it_costs_the_same_however_much_was_asked(client, alma, django_assert_max_num_queries):
    for right in (Right.ACCESS, Right.ERASURE, Right.RECTIFICATION):
        file_request(alma, right)
    sign_in(client, alma)
    client.get(address("home"))
    with django_assert_max_num_queries(30):
        client.get(address("home"))


def test_it_is_in_english_too(page):
    assert "This is the first time you sign in here" in page("en")
