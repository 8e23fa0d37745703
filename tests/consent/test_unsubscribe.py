"""The link in a mail: it stops one mailing for one address, without cookie, and opens nothing else (RFC 8058)."""

import pytest
import time_machine
from django.core import signing
from django.test import Client

from privacy_portal.consent import demo
from privacy_portal.consent.models import ConsentRecord
from privacy_portal.consent.queries import may_contact
from privacy_portal.consent.unsubscribe import SALT, token_for, unsubscribe_headers
from tests.support.customers import BAS, person
from tests.support.fake_source import FakeSource, only

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    demo.load_newsletters(None)
    with only(FakeSource("shop", switches={"newsletter-agenda": True, "postal-mailing": True})):
        yield person()


def address(subject, key="newsletter-agenda", language="nl"):
    header = unsubscribe_headers(subject, key, language)["List-Unsubscribe"]
    return "/" + header.strip("<>").split("/", 3)[3]


def test_it_asks_first_however_often_a_scanner_looks(alma):
    for _ in range(50):
        assert Client().get(address(alma)).status_code == 200
    assert not ConsentRecord.objects.exists()


@pytest.mark.security("H-06")
def test_it_takes_a_bare_post_from_a_mail_program_at_once(alma):
    bas = person(BAS)
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address(alma), "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert "Je ontvangt “Agenda” niet meer" in answer.content.decode()
    record = ConsentRecord.objects.get()
    assert (record.key, record.method, record.state) == ("newsletter-agenda", "one_click", "withdrawn")
    assert not may_contact(alma, "newsletter-agenda")
    assert may_contact(alma, "postal-mailing")
    assert may_contact(bas, "newsletter-agenda")


def test_it_can_be_pressed_twice(alma):
    for _ in range(2):
        assert Client().post(address(alma)).status_code == 200
    assert ConsentRecord.objects.count() == 1


def test_it_takes_an_objection_too(alma):
    Client().post(address(alma, "postal-mailing"))
    assert ConsentRecord.objects.get().state == "objected"


def test_it_speaks_english_at_the_english_address(alma):
    assert "Stop this mailing" in Client().get(address(alma, language="en")).content.decode()


@pytest.mark.security("ASVS 9.2.2")
def test_it_signs_nobody_in(alma):
    client = Client()
    client.post(address(alma))
    assert not client.cookies
    assert client.get("/mijn-gegevens/").status_code == 302


def test_it_lets_nothing_about_the_link_travel_on(alma):
    answer = Client().get(address(alma))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert b"alma@example.org" not in answer.content
    assert "alma" not in address(alma)


@pytest.mark.security("H-06")
def test_it_sends_both_headers_a_mail_program_needs(alma):
    assert unsubscribe_headers(alma, "loyalty", "nl")["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def damaged(subject):
    good = token_for(subject, "newsletter-agenda")
    yield good[:-2]
    yield good.replace(good[:3], "AAA", 1)
    yield "x"
    yield token_for(subject, "newsletter-nobody")
    yield token_for(subject, "service-mail")
    yield signing.dumps([subject.pk.hex, "loyalty"], salt="another.purpose")
    yield signing.dumps(["not-an-id", "loyalty"], salt=SALT)
    yield signing.dumps({"on": True}, salt=SALT)
    yield signing.dumps(["0" * 32, "loyalty"], salt=SALT)


@pytest.mark.security("ASVS 9.1.1")
def test_it_treats_every_bad_link_alike(alma):
    answers = [Client().post(f"/afmelden/{token}/") for token in damaged(alma)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content.split(b"<main")[1] for answer in answers}) == 1
    assert not ConsentRecord.objects.exists()


@pytest.mark.security("ASVS 9.2.1")
def test_it_works_for_two_years(alma):
    with time_machine.travel("2026-11-22 12:00Z", tick=False):
        link = address(alma)
    with time_machine.travel("2028-11-20 12:00Z", tick=False):
        assert Client().get(link).status_code == 200
    with time_machine.travel("2028-11-23 12:00Z", tick=False):
        assert Client().get(link).status_code == 404
