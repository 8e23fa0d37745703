"""Alma reads why she is asked for a copy of her identity document, what to cover, and what else she can do; Bas finds
no such page (SECURITY V-07, A-08)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.models import Attachment
from tests.casework.people import signed_in
from tests.rights_requests.people import as_subject, in_progress
from tests.rights_requests.test_identity import doubt
from tests.rights_requests.test_identity_documents import ask, picture
from tests.self_service.test_rights_requests_wizard import address
from tests.support.customers import ALMA, BAS, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.security("V-07")]


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-02T13:05:00Z", tick=False)


@pytest.fixture
def asked(settings):
    settings.IDENTITY_DOCUMENTS = True
    return ask(doubt(in_progress(person=person(ALMA))))


@pytest.fixture
def browser(asked) -> Client:
    return sign_in(Client(), asked.subject)


def page_of(case) -> str:
    return address("request_document", case.pk)


def test_V07_she_reads_why_what_to_cover_and_the_ways_around_it(asked, browser):
    text = browser.get(page_of(asked)).content.decode()
    assert "The order number and the letter both failed." in text
    assert "burgerservicenummer" in text and "pasfoto" in text and asked.number in text
    assert address("proof_desk") in text and address("proof_letter") in text
    assert "uiterlijk na 7 dagen" in " ".join(text.split())
    assert page_of(asked) in browser.get(address("request", asked.pk)).content.decode()


def test_V07_without_covering_it_is_not_taken_and_she_is_told_at_the_field(asked, browser):
    answer = browser.post(page_of(asked), {"picture": picture()})
    assert answer.status_code == 200 and not Attachment.objects.exists()
    assert answer.context["form"].errors.keys() == {"is_covered"}


@pytest.mark.parametrize("sent", [{}, {"picture": SimpleUploadedFile("id.pdf", b"%PDF-1.7 x")}])
def test_V07_nothing_and_no_picture_are_told_at_the_field(asked, browser, sent):
    answer = browser.post(page_of(asked), {**sent, "is_covered": "on"})
    assert answer.context["form"].errors.keys() == {"picture"}


def test_V07_she_sends_it_the_desk_looks_and_it_is_gone(asked, browser, django_capture_on_commit_callbacks):
    answer = browser.post(page_of(asked), {"picture": picture(), "is_covered": "on"}, follow=True)
    assert "Je hebt een kopie gestuurd" in answer.content.decode()
    chandni = signed_in("chandni")
    look = reverse("casework:identity_document", args=[asked.pk])
    assert look in chandni.get(reverse("casework:inspect", args=[asked.pk])).content.decode()
    shown = chandni.get(look)
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert shown["Content-Disposition"] == "inline" and "no-store" in shown["Cache-Control"]
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    attachment = Attachment.objects.get()
    assert chandni.get(reverse("casework:attachment", args=[attachment.pk])).status_code == 404, "no download"
    with django_capture_on_commit_callbacks(execute=True):
        chandni.post(
            reverse("casework:act", args=[asked.pk, "looked-at"]), {"looked-at-ending": "matches"}, follow=True
        )
    assert not Attachment.objects.exists()
    assert chandni.get(look).status_code == 404
    assert "we hebben geen kopie" in browser.get(address("request", asked.pk)).content.decode()
    assert browser.get(page_of(asked)).status_code == 404
    assert "document_copy" in chandni.get(reverse("casework:inspect", args=[asked.pk])).content.decode()


def test_V07_the_desk_asks_with_a_reason_or_not_at_all(asked):
    other = doubt(in_progress(person=person(BAS)))
    chandni, act = signed_in("chandni"), reverse("casework:act", args=[other.pk, "document"])
    chandni.post(act, {"document-reason": " "})
    assert not other.identity_documents.exists()
    chandni.post(act, {"document-reason": "Nothing else worked"})
    assert other.identity_documents.get().reason == "Nothing else worked"
    actions.withdraw(rights_request=other, by=as_subject(other.subject))
    assert not other.identity_documents.open().exists()


def test_V07_where_the_venue_did_not_switch_it_on_no_form_asks(settings):
    case = doubt(in_progress(person=person(ALMA)))
    browser = sign_in(Client(), case.subject)
    assert browser.get(page_of(case)).status_code == 404
    assert browser.post(page_of(case), {"picture": picture(), "is_covered": "on"}).status_code == 404
    page = signed_in("chandni").get(reverse("casework:inspect", args=[case.pk])).content.decode()
    assert 'id="document"' not in page and "document_copy" not in page


def test_V07_where_the_venue_switched_it_off_since_she_reads_that_nothing_is_asked_any_more(asked, browser, settings):
    settings.IDENTITY_DOCUMENTS = False
    page = browser.get(address("request", asked.pk)).content.decode()
    assert page_of(asked) not in page, "no way to a page that is not there"
    assert "Je hoeft geen kopie te sturen" in page
    call_command("destroy_identity_documents")
    page = browser.get(address("request", asked.pk)).content.decode()
    assert "niet meer om en we hebben geen kopie" in page


@pytest.mark.security("A-08")
def test_A08_somebody_else_finds_no_such_page(asked):
    bas = sign_in(Client(), person(BAS))
    for answer in (
        bas.get(page_of(asked)),
        bas.post(page_of(asked), {"picture": picture(), "is_covered": "on"}),
    ):
        assert answer.status_code == 404
    assert not Attachment.objects.exists()


def test_V07_who_may_not_work_cases_sees_no_copy(asked, browser):
    browser.post(page_of(asked), {"picture": picture(), "is_covered": "on"})
    for name in ("farah", "dirk", "otto"):
        answer = signed_in(name).get(reverse("casework:identity_document", args=[asked.pk]))
        assert answer.status_code in {302, 403, 404}, name
