"""Other ways to a second proof, for who has no order number: each page says what is asked and why, and leads on to the
page that was asked for. Nobody needs an account (SECURITY V-08)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from privacy_portal.data_subjects import codes
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import ProofCode
from privacy_portal.data_subjects.proofs import actions
from privacy_portal.data_subjects.proofs.kinds import ProofKind, Seen
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import OutboxMessage
from tests.self_service.mailbox import letter
from tests.self_service.test_sign_in import address, ask, type_code
from tests.support.customers import ALMA, known_by, person, sign_in

pytestmark = pytest.mark.django_db
OTHER = "alma@work.example"
STAFF = Actor.system("test")
PAGES = {ProofKind.DESK: "proof_desk", ProofKind.LETTER: "proof_letter", ProofKind.SECOND_ADDRESS: "proof_address"}


@pytest.fixture
def alma():
    alma = person(ALMA, now=timezone.now() - timedelta(days=30))
    known_by(alma, OTHER, since=timezone.now() - timedelta(days=8))
    return alma


@pytest.fixture
def browser(alma):
    return sign_in(Client(), alma)


def made(subject, kind) -> str:
    return actions.make_code(subject, kind=kind, by=STAFF, seen=Seen.TICKET)


def to(name: str, next_page: str = "", language: str = "nl") -> str:
    page = address(name, language=language)
    return f"{page}?next={address(next_page, language=language)}" if next_page else page


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def level(browser) -> Level:
    return browser.get(address("activity")).wsgi_request.level


@pytest.mark.parametrize("kind", [ProofKind.DESK, ProofKind.LETTER])
def test_V08_she_types_the_code_and_goes_on_where_she_was_going(browser, alma, kind):
    before = browser.cookies[settings.CUSTOMER_COOKIE_NAME].value
    code = codes.readable(made(alma, kind)).lower()
    answer = browser.post(to(PAGES[kind], "downloads"), {"code": code})
    assert answer.url == address("downloads")
    assert level(browser) is Level.A3
    assert browser.cookies[settings.CUSTOMER_COOKIE_NAME].value != before


def test_V08_a_guest_takes_one_step_more_than_nobody(client):
    """Bought without an account, has no order at hand: mailbox, desk, in."""
    made_for = "gast@example.org"
    from privacy_portal.data_subjects.people import subject_for_email

    code = made(subject_for_email(made_for, "nl"), ProofKind.DESK)
    ask(client, made_for)
    type_code(client, letter(made_for).code)
    assert level(client) is Level.A1
    client.post(to("proof_desk"), {"code": code})
    assert level(client) is Level.A3


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", list(ProofKind))
def test_V08_each_page_says_what_and_why_and_that_no_identity_document_is_asked(browser, kind, language):
    page = text(browser.get(to(PAGES[kind], language=language)))
    why = {"nl": "weten we zeker dat jij het bent", "en": "makes us sure"}[language]
    never = {
        "nl": "nooit om een kopie van je paspoort of identiteitskaart",
        "en": "never ask for a copy of your passport",
    }
    assert why in page
    assert never[language] in page
    assert to("step_up", language=language) in page and to("file_request", language=language) in page


def test_V08_a_wrong_code_is_told_at_its_field_and_the_other_ways_stay(browser, alma):
    made(alma, ProofKind.DESK)
    page = text(browser.post(to("proof_desk"), {"code": "000-000-000"}))
    assert "Deze code klopt niet" in page and "nog 4 keer" in page
    assert 'value="000-000-000"' in page, "nothing typed is lost"
    assert address("proof_letter") in page
    assert level(browser) is Level.A1


def test_a_slip_of_the_fingers_costs_no_try(browser, alma):
    made(alma, ProofKind.DESK)
    assert "negen letters en cijfers" in text(browser.post(to("proof_desk"), {"code": "12"}))
    assert ProofCode.objects.get().tries_left == 5


def test_who_only_has_the_mailbox_does_not_learn_whether_a_code_was_made(browser, alma):
    never = text(browser.post(to("proof_desk"), {"code": "000-000-000"}))
    actions.make_code(alma, kind=ProofKind.DESK, by=STAFF, now=timezone.now() - timedelta(days=8))
    over = text(browser.post(to("proof_desk"), {"code": "000-000-000"}))
    assert "Deze code werkt niet" in never and "Deze code werkt niet" in over


def test_V08_a_code_goes_to_her_other_mailbox_of_which_the_page_shows_little(browser):
    page = text(browser.get(to("proof_address", "downloads")))
    assert "a•••@w•••.example" in page and OTHER not in page
    assert 'name="code"' not in page, "nothing was sent yet"
    answer = browser.post(address("proof_address_send"), {"next": address("downloads")}, follow=True)
    page = text(answer)
    assert OTHER not in page and 'name="code"' in page
    message = OutboxMessage.objects.pending().get(template="proof_code")
    assert message.content["to"] == OTHER
    code = next(word for word in message.content["text"].split() if codes.is_code(codes.normalise_code(word)))
    assert browser.post(answer.redirect_chain[-1][0], {"code": code}).url == address("downloads")
    assert level(browser) is Level.A3


def test_a_code_goes_to_no_address_of_somebody_else(browser):
    stranger = known_by(person("bas@example.org"), "bas@work.example", since=timezone.now() - timedelta(days=30))
    browser.post(address("proof_address_send"), {"address": str(stranger.pk)})
    assert [m.content["to"] for m in OutboxMessage.objects.pending().filter(template="proof_code")] == [OTHER]


def test_R01_after_three_codes_she_is_told_to_wait(browser):
    for _ in range(3):
        browser.post(address("proof_address_send"))
    assert "al drie codes" in text(browser.post(address("proof_address_send"), follow=True))
    assert OutboxMessage.objects.filter(template="proof_code").count() == 3


def test_with_one_address_that_way_is_not_offered(client):
    sign_in(client, person("gijs@example.org"))
    assert address("proof_address") not in text(client.get(to("step_up")))
    page = text(client.get(to("proof_address")))
    assert "geen ander adres" in page and 'name="code"' not in page
    assert client.post(address("proof_address_send")).url == address("proof_address")


def test_V08_she_asks_for_a_letter_and_sees_where_it_is(browser, alma):
    assert "Stuur mij een brief" in text(browser.get(to("proof_letter")))
    page = text(browser.post(address("proof_letter_ask"), follow=True))
    assert "We sturen je een brief met een code" in page
    assert "Stuur mij een brief" not in page, "one is enough"
    browser.post(address("proof_letter_ask"))
    assert ProofCode.objects.asked().count() == 1
    made(alma, ProofKind.LETTER)
    assert "brief geprint op" in text(browser.get(to("proof_letter")))


def test_who_proved_enough_already_goes_straight_on(alma):
    browser = sign_in(Client(), alma, level=Level.A2)
    assert browser.get(to("proof_desk", "downloads")).url == address("downloads")
    assert browser.get(to("proof_letter") + "?next=https://evil.example/").url == address("home")
