"""Alma makes a request on the site, without JavaScript, one question at a time."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.models import Attachment, RightsRequest
from privacy_portal.self_service.rights_requests.guides import GUIDES, SLUGS
from privacy_portal.self_service.rights_requests.questions import QUESTIONS, question_of
from tests.processing_register.loaded import load_register
from tests.support.customers import BAS, person, sign_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 about me"


def address(name: str, *args, language: str = "nl") -> str:
    """A right is called in the words of that language."""
    with translation.override(language):
        named = [SLUGS[Right(arg)] if arg in Right.values else arg for arg in args]
        return reverse(f"self_service:{name}", args=named)


@pytest.fixture
def register():
    """Most of the wizard works without one: "everything" and "something else" are always offered."""
    load_register()


@pytest.fixture
def alma():
    return person()


@pytest.fixture
def browser(alma) -> Client:
    return sign_in(Client(), alma)


def begin(browser, right: str, **data):
    return browser.post(address("request_guide", right), data)


def give(browser, right: str, key: str, value):
    return browser.post(address("request_question", right, key), {key: value})


def any_answer(right: Right, key: str):
    """The first option, or some words."""
    question = question_of(right, key)
    options = question.options("nl") if question.options else []
    first = options[0][0] if options else "Mijn straat heet anders"
    return [first] if question.many else first


def fill_in(browser, right: Right) -> None:
    begin(browser, right)
    for question in QUESTIONS[right]:
        give(browser, right, question.key, any_answer(right, question.key))
    browser.post(address("request_files", right))


@pytest.mark.parametrize("right", list(GUIDES), ids=str)
def test_each_right_can_be_asked_for(browser, alma, right):
    fill_in(browser, right)
    check = browser.get(address("request_check", right))
    assert check.status_code == 200
    with translation.override("nl"):
        assert str(GUIDES[right].act) in check.content.decode()
    answer = browser.post(address("request_check", right))
    [case] = RightsRequest.objects.of(alma)
    assert answer.url == address("request_received", case.pk)
    assert case.right == right
    assert [item["key"] for item in case.scope["answers"]] == [question.key for question in QUESTIONS[right]]


def test_the_start_page_offers_every_right_in_both_languages(browser):
    for language in ("nl", "en"):
        page = browser.get(address("file_request", language=language)).content.decode()
        with translation.override(language):
            for guide in GUIDES.values():
                assert str(guide.title) in page


def test_the_confirmation_can_be_kept_and_names_number_and_date(browser, alma):
    fill_in(browser, Right.ACCESS)
    where = browser.post(address("request_check", "access")).url
    for _visit in range(2):
        page = browser.get(where).content.decode()
        case = RightsRequest.objects.get()
        assert case.number in page
        with translation.override("nl"):
            assert case.due_on.strftime("%Y") in page


def test_the_answers_are_kept_in_the_words_that_were_shown(browser, alma):
    fill_in(browser, Right.ERASURE)
    browser.post(address("request_check", "erasure"))
    case = RightsRequest.objects.get()
    first = case.scope["answers"][0]
    with translation.override("nl"):
        assert first["question"] == str(question_of(Right.ERASURE, "data").title)
    assert case.scope["keys"] == {"data": ["everything"], "ground": "no_longer_needed"}


@pytest.mark.security("ASVS 2.3.1")
def test_no_page_can_be_skipped(browser):
    first = address("request_question", "erasure", "data")
    guide = address("request_guide", "erasure")
    for page in (first, address("request_files", "erasure"), address("request_check", "erasure")):
        assert browser.get(page).url == guide
    begin(browser, "erasure")
    for page in (
        address("request_question", "erasure", "ground"),
        address("request_files", "erasure"),
        address("request_check", "erasure"),
    ):
        assert browser.get(page).url == first
        assert browser.post(page, {"ground": "other"}).url == first
    assert not RightsRequest.objects.exists()


def test_an_answer_that_is_missing_is_asked_for_at_its_field(browser):
    begin(browser, "erasure")
    page = give(browser, "erasure", "data", []).content.decode()
    assert 'href="#id_data_0"' in page
    assert "<title>Fout:" in " ".join(page.split()).replace("<title> ", "<title>")


@pytest.mark.security("ASVS 2.2.1")
def test_an_option_that_is_not_offered_is_refused(browser, register):
    begin(browser, "erasure")
    assert give(browser, "erasure", "data", ["passwords"]).status_code == 200
    assert give(browser, "erasure", "data", ["name"]).status_code == 302


@pytest.mark.security("ASVS 14.2.1")
def test_nothing_that_was_typed_is_in_an_address_or_lost(browser, register):
    begin(browser, "rectification")
    give(browser, "rectification", "field", "address")
    answer = give(browser, "rectification", "proposed", "Trompsingel 27")
    assert "Tromp" not in answer.url
    page = browser.get(address("request_question", "rectification", "proposed")).content.decode()
    assert "Trompsingel 27" in page


def test_changing_one_answer_leads_back_to_the_check(browser):
    fill_in(browser, Right.ACCESS)
    where = address("request_question", "access", "extra")
    assert browser.post(f"{where}?change", {"extra": "Order 12"}).url == address("request_check", "access")
    assert "Order 12" in browser.get(address("request_check", "access")).content.decode()


def test_a_link_from_the_data_page_fills_in_what_is_wrong(browser, register):
    start = browser.get(address("file_request"), {"right": "rectification", "field": "phone"})
    assert start.url == f"{address('request_guide', 'rectification')}?field=phone"
    assert 'value="phone"' in browser.get(start.url).content.decode()
    begin(browser, "rectification", field="phone")
    page = browser.get(address("request_question", "rectification", "field")).content.decode()
    assert 'value="phone"' in page
    assert page.count("checked") == 1


def test_an_address_in_the_words_of_the_other_language_works_too(browser):
    for slug in ("inzage", "access"):
        assert browser.get(address("request_guide", slug, language="en")).status_code == 200
    assert browser.get(address("request_guide", "nonsense")).status_code == 404


@pytest.mark.parametrize("query", [{"right": "nonsense"}, {"right": "automated_decision"}, {"field": "<script>"}])
def test_a_link_that_makes_no_sense_shows_the_start(browser, query):
    assert browser.get(address("file_request"), query).status_code == 200


def test_pressing_the_last_button_twice_makes_one_request(browser, alma):
    fill_in(browser, Right.ACCESS)
    browser.post(address("request_check", "access"))
    assert browser.post(address("request_check", "access")).url == address("request_guide", "access")
    assert RightsRequest.objects.of(alma).count() == 1


@pytest.mark.security("R-03")
def test_the_sixth_request_of_a_day_waits_and_keeps_its_answers(browser, alma):
    for _each in range(5):
        fill_in(browser, Right.ACCESS)
        assert browser.post(address("request_check", "access")).status_code == 302
    fill_in(browser, Right.ACCESS)
    assert browser.post(address("request_check", "access")).status_code == 429
    assert RightsRequest.objects.of(alma).count() == 5
    assert browser.get(address("request_check", "access")).status_code == 200


def test_two_drafts_do_not_mix(browser):
    begin(browser, "access")
    give(browser, "access", "data", ["everything"])
    begin(browser, "erasure")
    page = browser.get(address("request_question", "erasure", "data")).content.decode()
    assert "checked" not in page


def test_a_file_goes_along(browser, alma):
    fill_in(browser, Right.RECTIFICATION)
    files = address("request_files", "rectification")
    answer = browser.post(files, {"uploads": SimpleUploadedFile("brief.pdf", PDF), "add": "1"})
    assert answer.url == files
    assert "brief.pdf" in browser.get(files).content.decode()
    browser.post(address("request_check", "rectification"))
    [attachment] = RightsRequest.objects.get().attachments.all()
    assert (attachment.name, attachment.content_type) == ("brief.pdf", "application/pdf")


@pytest.mark.security("R-03", "ASVS 5.2.2")
@pytest.mark.parametrize(
    ("name", "data"),
    [("brief.pdf", b"MZ not a pdf"), ("program.exe", PDF), ("leeg.pdf", b"")],
    ids=["content is something else", "type is not allowed", "empty"],
)
def test_a_wrong_file_is_refused_at_its_field(browser, name, data):
    fill_in(browser, Right.RECTIFICATION)
    page = browser.post(address("request_files", "rectification"), {"uploads": SimpleUploadedFile(name, data)})
    assert page.status_code == 200
    assert 'id="id_uploads_error"' in page.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.security("R-03", "ASVS 5.2.1")
def test_a_file_that_is_too_big_is_refused_and_the_answers_stay(browser, settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    fill_in(browser, Right.RECTIFICATION)
    page = browser.post(address("request_files", "rectification"), {"uploads": SimpleUploadedFile("groot.pdf", PDF)})
    assert "groot.pdf" in page.content.decode()
    assert browser.get(address("request_check", "rectification")).status_code == 200


@pytest.mark.security("R-03")
def test_a_sixth_file_is_refused(browser):
    fill_in(browser, Right.RECTIFICATION)
    files = address("request_files", "rectification")
    five = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(5)]
    assert browser.post(files, {"uploads": five, "add": "1"}).status_code == 302
    assert browser.post(files, {"uploads": io.BytesIO(PDF)}).status_code == 200
    assert Attachment.objects.count() == 5


def test_a_file_can_be_removed_by_who_sent_it_only(browser, alma):
    fill_in(browser, Right.RECTIFICATION)
    browser.post(address("request_files", "rectification"), {"uploads": SimpleUploadedFile("a.pdf", PDF), "add": "1"})
    attachment = Attachment.objects.get()
    remove = address("request_remove_file", "rectification", attachment.pk)
    bas = sign_in(Client(), person(BAS))
    assert bas.post(remove).status_code == 404
    assert browser.post(remove).status_code == 302
    assert not Attachment.objects.exists()


def test_erasure_explains_what_stays_before_it_is_asked(browser):
    page = browser.get(address("request_guide", "erasure")).content.decode()
    assert 'id="kept"' in page


def test_a_complaint_points_to_the_authority_and_the_officer(browser, register):
    page = browser.get(address("request_guide", "complaint")).content.decode()
    assert "fg@groningen.nl" in page
    assert "autoriteitpersoonsgegevens.nl" in page


def test_who_is_not_signed_in_is_sent_to_sign_in():
    answer = Client().get(address("file_request"))
    assert answer.status_code == 302
    assert address("sign_in") in answer.url


def test_looking_changes_nothing(browser, alma):
    for name in ("file_request", "requests"):
        browser.get(address(name))
    browser.get(address("request_guide", "access"))
    alma.sessions.get()
    assert alma.sessions.get().data == {}
