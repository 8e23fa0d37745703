"""Alma follows her request; Bas, who is signed in as himself, finds nothing of it."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import store
from privacy_portal.rights_requests.enums import Ground, Status
from privacy_portal.rights_requests.erasing import agree_to_erase
from privacy_portal.rights_requests.models import Attachment, Message, RightsRequest
from tests.processing_register.loaded import load_register
from tests.rights_requests.people import MONDAY, desk, file_request, in_progress
from tests.support.customers import BAS, person, sign_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 about me"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(MONDAY + DAY, tick=False):
        yield


@pytest.fixture
def alma():
    return person()


@pytest.fixture
def browser(alma) -> Client:
    return sign_in(Client(), alma)


@pytest.fixture
def bas() -> Client:
    return sign_in(Client(), person(BAS))


def address(name: str, *args, language: str = "nl") -> str:
    with translation.override(language):
        return reverse(f"self_service:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_shows_open_before_closed(browser, alma):
    done = in_progress(person=alma)
    actions.answer(rights_request=done, text="Here", by=desk(), now=MONDAY)
    still = file_request(alma)
    page = text_of(browser.get(address("requests")))
    assert page.index(still.number) < page.index(done.number)


def test_the_case_tells_where_it_is_and_what_comes_next(browser, alma):
    case = in_progress(person=alma)
    page = text_of(browser.get(address("request", case.pk)))
    assert "30 november 2026" in page
    assert 'aria-current="step"' in page
    assert "my postcode is 9712 AA" in page
    english = text_of(browser.get(address("request", case.pk, language="en")))
    assert "30 November 2026" in english
    assert "27 days to go" in english


def test_a_late_case_says_so(browser, alma):
    case = in_progress(person=alma, now=MONDAY - 40 * DAY)
    page = text_of(browser.get(address("request", case.pk, language="en")))
    assert "That date has passed" in page


def test_while_identity_is_in_doubt_the_page_says_that_the_term_stands_still(browser, alma):
    case = in_progress(person=alma)
    actions.doubt_identity(rights_request=case, question="Call us?", reason="secret", by=desk(), now=MONDAY)
    page = text_of(browser.get(address("request", case.pk, language="en")))
    assert "The term stands still" in page
    assert "Call us?" in page
    assert "secret" not in page


def test_a_reply_reaches_the_desk_with_its_file(browser, alma):
    case = actions.ask_subject(rights_request=in_progress(person=alma), question="Which?", by=desk(), now=MONDAY)
    where = address("request", case.pk)
    answer = browser.post(where, {"body": "This one", "uploads": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.url == where
    case.refresh_from_db()
    assert case.state == Status.IN_PROGRESS
    message = case.messages.last()
    assert message.body == "This one"
    assert [attachment.name for attachment in message.attachments.all()] == ["a.pdf"]


def test_a_wrong_file_does_not_lose_the_text(browser, alma):
    case = file_request(alma)
    page = text_of(
        browser.post(address("request", case.pk), {"body": "A long story", "uploads": SimpleUploadedFile("a.exe", PDF)})
    )
    assert "A long story" in page
    assert 'id="id_uploads_error"' in page
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()


def test_an_empty_reply_is_asked_for_at_its_field(browser, alma):
    case = file_request(alma)
    page = text_of(browser.post(address("request", case.pk), {}))
    assert 'id="id_body_error"' in page


def test_messages_are_escaped(browser, alma):
    case = file_request(alma)
    browser.post(address("request", case.pk), {"body": "<script>alert(1)</script>"})
    assert "<script>alert" not in browser.get(address("request", case.pk)).content.decode()


def test_reading_is_shown_to_the_other_side(browser, alma):
    case = in_progress(person=alma)
    actions.send_message(rights_request=case, body="Hello", by=desk(), now=MONDAY)
    assert "New" in text_of(browser.get(address("request", case.pk, language="en")))
    assert Message.objects.get().read_at is not None


def test_a_closed_case_takes_no_reply(browser, alma):
    case = in_progress(person=alma)
    actions.answer(rights_request=case, text="Here", by=desk(), now=MONDAY)
    where = address("request", case.pk)
    assert "<textarea" not in browser.get(where).content.decode()
    assert browser.post(where, {"body": "But"}).status_code == 200
    assert not Message.objects.exists()


def test_a_refusal_shows_ground_reasons_and_routes(browser, alma):
    load_register()
    case = in_progress(person=alma, right="erasure")
    actions.refuse(
        rights_request=case, ground=Ground.LEGAL_DUTY, reason="The tax office wants it", by=desk(), now=MONDAY
    )
    page = text_of(browser.get(address("request", case.pk)))
    for part in ("17(3)(b)", "The tax office wants it", "bezwaar", "14 december 2026", "Autoriteit", "fg@groningen.nl"):
        assert part in page, part


def test_withdrawing_is_asked_once_more(browser, alma):
    case = file_request(alma)
    where = address("request_withdraw", case.pk)
    assert browser.get(where).status_code == 200
    case.refresh_from_db()
    assert case.is_open
    assert browser.post(where).url == address("request", case.pk)
    case.refresh_from_db()
    assert case.state == Status.WITHDRAWN
    assert browser.get(where).url == address("request", case.pk)


def test_what_is_being_erased_can_no_longer_be_withdrawn(browser, alma):
    case = in_progress(person=alma, right="erasure", now=MONDAY - 5 * DAY)
    actions.confirm_identity(rights_request=case, method="signed_in", by=desk(), now=MONDAY)
    for colleague in ("chandni@example.org", "dirk@example.org"):
        agree_to_erase(rights_request=case, by=desk(colleague), now=MONDAY)
    where = address("request_withdraw", case.pk)
    assert where not in text_of(browser.get(address("request", case.pk)))
    assert browser.post(where).status_code == 302
    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize("name", ["request", "request_received", "request_withdraw"])
def test_somebody_elses_request_and_a_missing_one_are_the_same_404(bas, alma, name):
    case = file_request(alma)
    foreign = bas.get(address(name, case.pk))
    missing = bas.get(address(name, uuid.uuid4()))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_bas_can_change_nothing_of_alma(bas, alma):
    case = file_request(alma)
    assert bas.post(address("request", case.pk), {"body": "Hi"}).status_code == 404
    assert bas.post(address("request_withdraw", case.pk)).status_code == 404
    case.refresh_from_db()
    assert case.state == Status.RECEIVED
    assert not Message.objects.exists()


def test_a_file_comes_as_a_download_and_is_recorded(browser, bas, alma):
    attachment = store(subject=alma, upload=SimpleUploadedFile("brief van mij.pdf", PDF), now=MONDAY)
    file_request(alma, attachments=[attachment])
    where = address("request_attachment", attachment.pk)
    answer = browser.get(where)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="brief van mij.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert LedgerEntry.objects.filter(event="rights_request.attachment_opened").count() == 1
    foreign, missing = bas.get(where), bas.get(address("request_attachment", uuid.uuid4()))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_pages_are_not_stored(browser, alma):
    case = file_request(alma)
    for where in (address("requests"), address("request", case.pk)):
        assert "no-store" in browser.get(where)["Cache-Control"]


def test_the_case_page_costs_the_same_for_one_message_and_for_thirty(browser, alma, django_assert_max_num_queries):
    case = in_progress(person=alma)
    for number in range(30):
        actions.send_message(rights_request=case, body=f"{number}", by=desk(), now=MONDAY)
    with django_assert_max_num_queries(25):
        browser.get(address("request", case.pk))


def test_alma_sees_only_her_own_requests(browser, alma, bas):
    case = file_request(alma)
    file_request(RightsRequest.objects.get().subject.__class__.objects.exclude(pk=alma.pk).get())
    assert text_of(bas.get(address("requests"))).count("SPOT-2026-") == 1
    assert case.number in text_of(browser.get(address("requests")))
