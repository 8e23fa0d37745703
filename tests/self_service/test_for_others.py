"""Gijs asks for Alma on the site, without JavaScript; Alma sees it and can stop it (SECURITY V-12, A-08)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf.actions import check_papers
from privacy_portal.rights_requests.on_behalf.enums import Capacity, Check, ResultsTo
from privacy_portal.rights_requests.on_behalf.links import link_to_object
from privacy_portal.rights_requests.on_behalf.models import Delegation
from tests.rights_requests.people import desk
from tests.self_service.test_rights_requests_wizard import address, give
from tests.support.customers import ALMA, BAS, GIJS, person, sign_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 power of attorney"
ABOUT = {
    "for_whom": Capacity.AGENT,
    "delegate_name": "Gijs Helper",
    "person_name": "Alma Zomerdijk",
    "person_hints": "C-1",
    "person_email": ALMA,
}


@pytest.fixture
def alma():
    return person(ALMA)


@pytest.fixture
def browser() -> Client:
    return sign_in(Client(), person(GIJS))


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def begin(browser, right: str = Right.ACCESS):
    return browser.post(address("request_guide", right), {"for_other": "1"})


def fill_in(browser, **changes) -> None:
    begin(browser)
    for key, value in (ABOUT | changes).items():
        assert give(browser, "access", key, value).status_code == 302, key
    give(browser, "access", "data", ["everything"])
    give(browser, "access", "extra", "")
    browser.post(
        address("request_files", "access"), {"uploads": SimpleUploadedFile("volmacht.pdf", PDF, "application/pdf")}
    )


def hand_in(browser, **changes) -> Delegation:
    fill_in(browser, **changes)
    answer = browser.post(address("request_check", "access"))
    delegation = Delegation.objects.get()
    assert answer.url == page_of(delegation)
    return delegation


def page_of(delegation: Delegation) -> str:
    return address("delegation", delegation.pk)


def objection_path(delegation: Delegation) -> str:
    return "/" + link_to_object(delegation, "nl").split("/", 3)[3]


class TestAsking:
    def test_V12_the_wizard_asks_for_whom_and_makes_a_case_with_a_delegate(self, browser, alma):
        assert begin(browser).url == address("request_question", "access", "for_whom")
        delegation = hand_in(browser)
        case = delegation.rights_request
        assert case.subject == alma and case.right == Right.ACCESS and delegation.capacity == Capacity.AGENT
        assert [item["key"] for item in case.scope["answers"]] == [*ABOUT, "data", "extra"]
        assert case.attachments.get().name == "volmacht.pdf"

    def test_V12_it_can_be_changed_to_oneself_and_nothing_is_lost(self, browser):
        begin(browser)
        give(browser, "access", "for_whom", "self")
        give(browser, "access", "data", ["everything"])
        give(browser, "access", "extra", "")
        browser.post(address("request_files", "access"))
        assert "Voor mijzelf" in words(browser.get(address("request_check", "access")))
        answer = browser.post(address("request_check", "access"))
        assert answer.url == address("request_received", RightsRequest.objects.get().pk)
        assert not Delegation.objects.exists()

    def test_V12_no_question_about_the_other_can_be_skipped(self, browser):
        begin(browser)
        assert browser.get(address("request_question", "access", "data")).url.endswith("/for_whom/")
        give(browser, "access", "for_whom", Capacity.HEIR)
        assert browser.get(address("request_question", "access", "data")).url.endswith("/delegate_name/")

    def test_V12_who_asks_for_themselves_is_not_asked_about_others(self, browser):
        browser.post(address("request_guide", "access"), {})
        assert browser.get(address("request_question", "access", "for_whom")).status_code == 404

    def test_V12_an_address_that_is_none_is_said_at_its_field(self, browser):
        begin(browser)
        for key in ("for_whom", "delegate_name", "person_name", "person_hints"):
            give(browser, "access", key, ABOUT[key])
        page = give(browser, "access", "person_email", "alma")
        assert page.status_code == 200 and "naam@voorbeeld.nl" in words(page)

    @pytest.mark.parametrize("language", ["nl", "en"])
    @pytest.mark.parametrize("capacity", Capacity)
    def test_V07_papers_are_asked_for_and_never_an_identity_document(self, browser, capacity, language):
        fill_in(browser, for_whom=capacity)
        page = words(browser.get(address("request_files", "access", language=language)))
        no_copy = {"nl": "We willen geen kopie van een paspoort", "en": "We do not want a copy of a passport"}
        assert no_copy[language] in page

    def test_V01_what_who_asks_sees_tells_nothing_of_whether_we_know_the_other(self, browser):
        person(ALMA)
        pages = []
        for email in (ALMA, "nobody@example.org"):
            delegation = hand_in(browser, person_email=email)
            page = words(browser.get(page_of(delegation))).replace(delegation.rights_request.number, "#")
            page = re.sub(r"\b\d\d:\d\d\b", "#", page)  # a minute may pass between the two
            pages.append(page.replace("Je verzoek voor een ander is ontvangen.", ""))
            Delegation.objects.all().delete()
        assert pages[0] == pages[1]


class TestFollowing:
    def test_V12_who_asked_follows_dates_and_check_and_sends_papers(self, browser, alma):
        delegation = hand_in(browser)
        assert delegation.rights_request.number in words(browser.get(address("requests")))
        case = actions.take(rights_request=delegation.rights_request, by=desk())
        check_papers(
            rights_request=case, outcome=Check.MORE_NEEDED, reason="Cut off", question="Page two, please.", by=desk()
        )
        page = words(browser.get(page_of(delegation)))
        assert "Page two, please." in page and "de wet geeft ons tot" in page and "kan bezwaar maken tot" in page
        upload = SimpleUploadedFile("p2.pdf", PDF, "application/pdf")
        assert browser.post(page_of(delegation), {"uploads": upload}).status_code == 302
        assert "p2.pdf" in words(browser.get(page_of(delegation)))
        assert Delegation.objects.get().check_state == Check.WAITING

    def test_V12_a_wrong_file_is_said_at_its_field(self, browser, alma):
        delegation = hand_in(browser)
        page = browser.post(page_of(delegation), {"uploads": SimpleUploadedFile("x.exe", b"MZ")})
        assert page.status_code == 200 and "x.exe" in words(page)

    @pytest.mark.parametrize(("where", "is_seen"), [(ResultsTo.PERSON, False), (ResultsTo.DELEGATE, True)])
    def test_V12_the_answer_goes_to_the_person_unless_the_desk_decided_otherwise(
        self, browser, alma, where, is_seen, time_machine
    ):
        time_machine.move_to("2026-11-02T13:05:00Z", tick=False)
        delegation = hand_in(browser)
        case = actions.take(rights_request=delegation.rights_request, by=desk())
        check_papers(
            rights_request=case, outcome=Check.ACCEPTED, seen="at_desk", reason="Seen", results_to=where, by=desk()
        )
        time_machine.move_to("2026-11-05T13:05:00Z", tick=False)
        actions.answer(rights_request=case, text="Twee bestellingen.", by=desk())
        sign_in(browser, delegation.delegate)
        assert ("Twee bestellingen." in words(browser.get(page_of(delegation)))) is is_seen
        hers = sign_in(Client(), alma)
        assert "Twee bestellingen." in words(hers.get(address("request", case.pk)))

    def test_A08_nobody_else_opens_it_and_who_asked_does_not_open_the_case_itself(self, browser, alma):
        delegation = hand_in(browser)
        bas = sign_in(Client(), person(BAS))
        foreign, missing = bas.get(page_of(delegation)), bas.get(address("delegation", alma.pk))
        assert foreign.status_code == missing.status_code == 404 and foreign.content == missing.content
        assert browser.get(address("request", delegation.rights_request_id)).status_code == 404
        assert sign_in(Client(), alma).get(page_of(delegation)).status_code == 404


class TestObjecting:
    def test_V12_the_link_in_the_mail_stops_it_without_signing_in_by_a_button_only(self, browser, alma):
        delegation = hand_in(browser)
        [mail] = OutboxMessage.objects.filter(template="delegate_asked")
        path = re.search(r"https?://[^/\s]+(/\S*/bezwaar/\S+)", mail.content["text"])[1]
        hers = Client()
        for _scan in range(20):
            assert "no-referrer" in hers.get(path)["Referrer-Policy"]
        page = words(hers.get(path, follow=True))
        assert "namens jou" in page and "Gijs" not in page
        assert Delegation.objects.get().objected_at is None
        assert "Het is gestopt" in words(hers.post(address("delegation_objection")))
        assert Delegation.objects.get().objected_at is not None
        hers.post(address("delegation_objection"))
        assert OutboxMessage.objects.filter(template="delegate_objected_desk").count() == 1
        assert "De persoon zelf wil dit niet" in words(browser.get(page_of(delegation)))

    def test_V12_signed_in_she_sees_who_asks_and_stops_it_there(self, browser, alma):
        case = hand_in(browser).rights_request
        hers = sign_in(Client(), alma)
        page = words(hers.get(address("request", case.pk)))
        assert "Gijs Helper" in page and "volmacht.pdf" not in page
        assert hers.post(address("request_object", case.pk)).status_code == 302
        assert "Je maakte bezwaar" in words(hers.get(address("request", case.pk)))

    def test_A08_only_the_person_concerned_objects_on_that_page(self, browser, alma):
        case = hand_in(browser).rights_request
        assert browser.post(address("request_object", case.pk)).status_code == 404
        assert Delegation.objects.get().objected_at is None

    def test_V12_a_forged_link_stops_nothing(self, browser, alma):
        hand_in(browser)
        client = Client()
        client.get(address("delegation_objection_link", "b" * 43))
        assert "werkt niet meer" in words(client.post(address("delegation_objection")))
        assert Delegation.objects.get().objected_at is None

    def test_V12_it_reads_in_english_too(self, browser, alma):
        delegation = hand_in(browser)
        with translation.override("en"):
            page = words(browser.get(reverse("self_service:delegation", args=[delegation.pk])))
        assert "The person concerned" in page and "Check of the papers" in page


def test_V12_the_overview_says_first_what_waits_for_either_of_them(browser, alma):
    delegation = hand_in(browser)
    hers = sign_in(Client(), alma)
    assert "Iemand vraagt iets namens jou" in words(hers.get(address("home")))
    assert "meer papieren nodig" not in words(browser.get(address("home")))
    case = actions.take(rights_request=delegation.rights_request, by=desk())
    check_papers(rights_request=case, outcome=Check.MORE_NEEDED, reason="Cut off", question="Page two.", by=desk())
    assert "meer papieren nodig" in words(browser.get(address("home")))
    hers.post(address("request_object", case.pk))
    assert "Iemand vraagt iets namens jou" not in words(hers.get(address("home")))


def test_V12_after_the_answer_the_link_says_that_it_is_too_late(browser, alma, time_machine):
    time_machine.move_to("2026-11-02T13:05:00Z", tick=False)
    delegation = hand_in(browser)
    case = actions.take(rights_request=delegation.rights_request, by=desk())
    check_papers(rights_request=case, outcome=Check.ACCEPTED, seen="at_desk", reason="Seen", by=desk())
    time_machine.move_to("2026-11-05T13:05:00Z", tick=False)
    actions.answer(rights_request=case, text="Twee bestellingen.", by=desk())
    hers = Client()
    hers.get(objection_path(delegation))
    for page in (hers.get(address("delegation_objection")), hers.post(address("delegation_objection"))):
        assert "te laat om het te stoppen" in words(page) and "<form" not in page.content.decode().partition("<main")[2]
    assert Delegation.objects.get().objected_at is None
