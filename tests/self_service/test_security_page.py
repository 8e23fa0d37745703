"""Alma sees where she is signed in and ends what she does not know; Bas cannot touch it."""

import json
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.ledger import entries_about
from tests.self_service.test_sign_in import address, is_in
from tests.support.customers import ALMA, BAS, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return person(ALMA)


@pytest.fixture
def here(alma):
    return sign_in(Client(), alma)


@pytest.fixture
def there(alma, here):
    return sign_in(Client(), alma)


def session_of(browser: Client) -> CustomerSession:
    return browser.get(address("security")).wsgi_request.customer_session


@pytest.mark.security("A-05")
def test_it_lists_her_sessions_and_names_neither_device_nor_place(here, there):
    page = here.get(address("security"), headers={"user-agent": "Firefox on a Fairphone"}).content.decode()
    assert page.count("Ingelogd op") == 2 and page.count("Deze browser") == 1
    assert ALMA in page and "Fairphone" not in page


@pytest.mark.security("A-05", "ASVS 7.5.2")
def test_she_ends_the_other_one(here, there, alma):
    ended = session_of(there)
    answer = here.post(address("end_session", ended.pk), follow=True)
    assert "Die sessie is beëindigd" in answer.content.decode()
    assert "Die sessie is beëindigd" not in here.get(address("security")).content.decode()
    assert not is_in(there) and is_in(here)
    assert entries_about(alma.id).first().event == "data_subject.session_ended"


@pytest.mark.security("A-05", "ASVS 7.4.3")
def test_she_ends_all_others(here, there):
    here.post(address("end_other_sessions"))
    assert not is_in(there) and is_in(here)
    assert "Overal elders" not in here.get(address("security")).content.decode()


def test_her_own_one_she_ends_by_signing_out(here):
    answer = here.post(address("end_session", session_of(here).pk))
    assert answer.url == address("sign_out") and is_in(here)


@pytest.mark.security("A-08")
def test_somebody_else_s_session_is_a_404_like_one_that_is_not_there(here):
    bas = sign_in(Client(), person(BAS))
    theirs = here.post(address("end_session", session_of(bas).pk))
    missing = here.post(address("end_session", uuid4()))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert is_in(bas)


def test_staying_signed_in_answers_the_script_and_the_person(here):
    assert here.post(address("extend_session")).status_code == 204
    assert here.post(address("extend_session"), headers={"accept": "text/html"}).url == address("home")


def test_the_page_says_until_when_and_warns_before(here):
    page = here.get(address("security")).content.decode()
    assert "Je blijft ingelogd tot" in page and 'data-seconds="1' in page


# --- what happened


def test_the_activity_page_tells_it_in_plain_words(client):
    from tests.self_service.mailbox import letter

    client.post(address("sign_in"), {"email": ALMA})
    client.post(address("sign_in_code"), {"code": letter(ALMA).code})
    page = client.get(address("activity")).content.decode()
    assert "E-mailadres bevestigd" in page and "Ingelogd" in page and "Jij" in page
    assert "data_subject." not in page, "a machine's name is no plain word"


def test_the_activity_page_shows_nothing_of_others(here, alma):
    sign_in(Client(), person(BAS))
    here.post(address("end_other_sessions"))
    assert "Er is nog niets gebeurd" in here.get(address("activity")).content.decode()


def test_the_activity_page_is_paged(here, alma):
    from django.db import transaction

    from privacy_portal.evidence.actors import Actor
    from privacy_portal.evidence.ledger import Draft, record_many

    with transaction.atomic():
        record_many("data_subject.signed_out", [Draft(alma.id) for _ in range(60)], by=Actor.subject(alma.id))
    assert here.get(address("activity")).content.decode().count("<dt>") == 50
    assert here.get(address("activity") + "?page=2").content.decode().count("<dt>") == 10
    assert here.get(address("activity") + "?page=nonsense").status_code == 200


@pytest.mark.security("ASVS 14.2.1")
def test_no_page_holds_a_token_or_the_cookie(here):
    for name in ("home", "security", "activity"):
        response = here.get(address(name))
        assert here.cookies[settings.CUSTOMER_COOKIE_NAME].value not in response.content.decode()
        assert json.dumps(dict(response.items())).count(ALMA) == 0
