"""The preference page: one row per choice, saved at once or with a button, undone, all off, and remembered."""

import pytest
from django.test import Client
from wagtail.models import Locale

from privacy_portal.consent import demo
from privacy_portal.consent.models import ConsentRecord
from privacy_portal.consent.queries import may_contact
from privacy_portal.data_subjects.levels import Level
from tests.support.customers import BAS, person, sign_in
from tests.support.fake_source import FakeSource, only

pytestmark = pytest.mark.django_db
PAGE = "/mijn-gegevens/voorkeuren/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def alma():
    Locale.objects.get_or_create(language_code="en")
    demo.load_newsletters(None)
    switches = {"newsletter-agenda": True, "artist-sharing": True, "loyalty": False, "postal-mailing": True}
    with only(FakeSource("shop", switches=switches)):
        yield person()


@pytest.fixture
def browser(alma):
    return sign_in(Client(), alma, level=Level.A1)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_it_asks_a_visitor_to_sign_in():
    assert "/inloggen/" in Client().get(PAGE)["Location"]


def test_it_shows_every_choice_with_what_how_often_and_since_when(browser):
    page = text(browser.get(PAGE))
    for words in ("Agenda", "Elke donderdag", "Je zei ja op 3 mei 2024, in Fake shop", "Tenzij je bezwaar maakt"):
        assert words in page
    assert "Je hebt hier geen ja op gezegd." in page
    assert "Altijd aan" in page, "service mail has no switch, and says why"
    assert "zonder deze mail sta je misschien voor een dichte deur" in page


def test_it_speaks_english(browser):
    page = text(browser.get("/en/my-data/preferences/"))
    assert "What’s on" in page
    assert "You said yes on" in page


@pytest.mark.security("ASVS 14.3.2")
def test_it_is_kept_by_no_cache(browser):
    assert "no-store" in browser.get(PAGE)["Cache-Control"]


def test_it_saves_with_a_button_says_so_and_offers_to_undo(browser, alma):
    page = text(browser.post(f"{PAGE}newsletter-agenda/opslaan/", follow=True))
    assert "Opgeslagen: Agenda staat uit. We geven dit door aan: Fake shop." in page
    assert not may_contact(alma, "newsletter-agenda")
    assert 'name="on" value="on"' in page
    assert "Opgeslagen: Agenda" not in text(browser.get(PAGE)), "a notice is shown once"
    browser.post(f"{PAGE}newsletter-agenda/opslaan/", {"on": "on"})
    assert may_contact(alma, "newsletter-agenda")


def test_it_answers_a_script_with_the_same_words(browser, alma):
    answer = browser.post(f"{PAGE}loyalty/opslaan/", {"on": "on"}, **JSON)
    assert answer.json()["message"].startswith("Opgeslagen: Loyaltyprogramma staat aan.")
    assert may_contact(alma, "loyalty")


@pytest.mark.security("ASVS 15.3.3")
def test_it_keeps_our_words_whatever_the_form_says(browser):
    browser.post(f"{PAGE}loyalty/opslaan/", {"on": "on", "wording": "free beer", "method": "staff", "subject": "x"})
    record = ConsentRecord.objects.get()
    assert record.wording.startswith("Loyaltyprogramma\n")
    assert record.method == "portal"


@pytest.mark.security("ASVS 2.2.1")
@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("newsletter-nobody", 404),
        ("loyalty2", 404),
        ("service-mail", 400),
        ("..%2f..%2fetc", 404),
        ("loyalty'--", 404),
        ("<script>", 404),
    ],
)
def test_it_refuses_what_our_page_never_sends(browser, key, status):
    assert browser.post(f"{PAGE}{key}/opslaan/", {"on": "on"}).status_code == status
    assert not ConsentRecord.objects.exists()


def test_it_lets_sharing_with_artists_be_taken_back_but_not_given_in_general(browser, alma):
    assert "Intrekken" in text(browser.get(PAGE))
    browser.post(f"{PAGE}artist-sharing/opslaan/")
    assert not may_contact(alma, "artist-sharing")
    page = text(browser.get(PAGE))
    assert "artist-sharing/opslaan" not in page
    assert browser.post(f"{PAGE}artist-sharing/opslaan/", {"on": "on"}).status_code == 400


def test_it_turns_everything_off_in_one_click_and_only_for_this_person(browser, alma):
    bas = person(BAS)
    page = text(browser.post(f"{PAGE}alles-uit/", follow=True))
    assert "Opgeslagen: 4 keuzes uitgezet." in page
    assert not any(may_contact(alma, key) for key in ("newsletter-agenda", "postal-mailing", "evaluation-mail"))
    assert may_contact(alma, "service-mail")
    assert may_contact(bas, "evaluation-mail")
    assert "Zet alles uit" not in text(browser.get(PAGE)), "nothing is left to turn off"


def test_it_tells_every_change_before(browser):
    for on in ("on", "", "on"):
        browser.post(f"{PAGE}loyalty/opslaan/", {"on": on} if on else {})
    page = text(browser.get(PAGE))
    assert "3 wijzigingen" in page
    assert page.count("Toestemming gegeven") == 2
    assert page.count("Toestemming ingetrokken") == 1


def test_it_changes_nothing_on_get(browser):
    assert browser.get(f"{PAGE}loyalty/opslaan/").status_code == 405
    assert browser.get(f"{PAGE}alles-uit/").status_code == 405
    assert not ConsentRecord.objects.exists()


def test_it_refuses_a_post_from_another_site(alma):
    browser = sign_in(Client(enforce_csrf_checks=True), alma)
    assert browser.post(f"{PAGE}loyalty/opslaan/", {"on": "on"}).status_code == 403


def test_it_says_when_a_system_does_not_answer(alma):
    with only(FakeSource("shop", failures=99)):
        page = text(sign_in(Client(), alma).get(PAGE))
    assert "Een van onze systemen antwoordde niet" in page
