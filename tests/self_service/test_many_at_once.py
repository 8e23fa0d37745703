"""While very many ask for a code, browsers work something out first; without a script there are other ways (R-06)."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from privacy_portal.data_subjects import proof_of_work
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.limits import within
from privacy_portal.data_subjects.models import EmailChallenge
from tests.data_subjects.test_proof_of_work import sent, worked_out
from tests.self_service.mailbox import letters
from tests.self_service.test_sign_in import address
from tests.support.customers import ALMA, BAS, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(settings, monkeypatch):
    """The site expects two codes a minute."""
    settings.CUSTOMER_LIMITS = {"challenge-in-all": 2}
    monkeypatch.setattr(proof_of_work, "MOST", 20)


@pytest.fixture
def busy(small):
    for _ in range(3):
        within("challenge-in-all", "", now=timezone.now())


def ask(client, email=ALMA, **more):
    return client.post(address("sign_in"), {"email": email} | more)


def asked_in(answer) -> dict:
    return json.loads(unescape(re.search(r'data-altcha="([^"]+)"', answer.content.decode())[1]))


def answer_in(page) -> str:
    return sent(worked_out(asked_in(page)))


def test_R01_nobody_works_anything_out_before_the_soft_limit(client):
    page = client.get(address("sign_in")).content.decode()
    assert "altcha" not in page
    assert ask(client).url == address("sign_in_code") and len(letters()) == 1


@pytest.mark.usefixtures("busy")
def test_R01_above_it_a_code_goes_to_who_worked_it_out(client):
    payload = answer_in(client.get(address("sign_in")))
    assert ask(client, altcha=payload).url == address("sign_in_code")
    assert len(letters(ALMA)) == 1


@pytest.mark.usefixtures("busy")
def test_R06_an_answer_is_used_once_and_what_was_typed_stays(client):
    payload = answer_in(client.get(address("sign_in")))
    ask(client, altcha=payload)
    page = ask(Client(), BAS, altcha=payload)
    assert page.status_code == 200 and f'value="{BAS}"' in page.content.decode()
    assert "Heel veel mensen" in page.content.decode()
    assert not letters(BAS) and EmailChallenge.objects.count() == 1
    assert ask(Client(), BAS, altcha=answer_in(page)).status_code == 302


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(("language", "way"), [("nl", "per brief"), ("en", "by letter")])
def test_R06_without_a_script_there_is_a_way_by_letter_mail_and_desk(client, language, way):
    page = client.get(address("sign_in", language=language)).content.decode()
    assert way in page[page.index("<noscript>") : page.index("</noscript>")]
    assert 'src="/static/js/altcha' in page and "<script>" not in page


@pytest.mark.usefixtures("busy")
def test_V01_the_page_is_the_same_for_who_is_known_and_who_is_not(client):
    person(ALMA)

    def masked(email: str) -> str:
        text = ask(Client(), email).content.decode().replace(email, "x")
        text = re.sub(r'data-altcha="[^"]+"', "", text)
        return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', "", text)

    assert masked(ALMA) == masked("nobody@example.org")


@pytest.mark.usefixtures("busy")
def test_R01_the_limits_of_one_address_hold_for_who_worked_it_out_too(client):
    for _ in range(5):
        ask(client, altcha=answer_in(client.get(address("sign_in"))))
    assert len(letters(ALMA)) == 3


def test_R06_a_new_code_asked_in_the_middle_of_it_leads_to_the_same_page(client, settings):
    ask(client)
    settings.CUSTOMER_LIMITS = {"challenge-in-all": 1}
    page = client.post(address("sign_in_resend"))
    assert f'value="{ALMA}"' in page.content.decode(), "nothing to type again"
    assert ask(client, altcha=answer_in(page)).url == address("sign_in_code")
    assert len(letters(ALMA)) == 2


@pytest.mark.usefixtures("busy")
def test_R01_who_is_signed_in_does_not_wait_for_others(client):
    sign_in(client, person(ALMA), level=Level.A2)
    client.post(address("step_up_by_mail"))
    assert len(letters(ALMA)) == 1
