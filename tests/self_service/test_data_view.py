"""Alma looks at her data: all of it, with why beside it, and honest about what could not be asked."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import Field, Health, Record, Source, SourceUnavailable
from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_subjects.levels import Level
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.processing_register import demo as register_demo
from tests.data_sources import ticket_shop as shop
from tests.support.customers import ALMA, BAS, GIJS, person, sign_in

pytestmark = pytest.mark.django_db
NL, EN = "/mijn-gegevens/inzage/", "/en/my-data/data/"
IBAN = "NL13TEST0123456789"


@pytest.fixture(autouse=True)
def _at_noon():
    cache.clear()
    with time_machine.travel(shop.NOW, tick=False):
        yield


@pytest.fixture
def register():
    """The venue's processing register: without it there is nothing to explain with."""
    register_demo.load(now=shop.NOW)


@pytest.fixture
def look(client):
    """Sign in and open the page; gives its text without tags folded into one line."""

    def open_page(email=ALMA, level=Level.A1, path=NL):
        response = sign_in(client, person(email), level=level).get(path)
        assert response.status_code == 200
        return Page(response)

    return open_page


class Page:
    def __init__(self, response) -> None:
        self.response, self.html = response, response.content.decode()
        self.text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html))

    def section(self, anchor: str) -> "str":
        start = self.html.index(f'aria-labelledby="{anchor}"')
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html[start : self.html.index("</section>", start)]))


class Silent(Source):
    key, label, processor_key = "silent", "De stille bron", "silent"
    capabilities = frozenset({Capability.COLLECT})

    def check(self) -> Health:
        return Health(ok=False)

    def collect(self, subject):
        raise SourceUnavailable


@pytest.fixture
def silent_source():
    yield registry.register(Silent())
    registry.unregister("silent")


class Talking(Silent):
    """Holds one thing with two sorts of things that belong to it."""

    key, label = "talking", "De pratende bron"

    def collect(self, subject):
        yield self.told("member", "Nieuwsbrief bij ons", "m")
        yield self.told("event", "Wat je met mails deed", "e", parent="m")
        yield self.told("note", "Wat je schreef", "n", parent="m")

    def told(self, kind, label, reference, parent=""):
        fields = (
            Field("what", "Wat", f"iets van {kind}", "email"),
            *(Field(f"f{n}", f"F{n}", n, "email") for n in "abcd"),
        )
        return Record(self.key, kind, label, reference, "newsletter", fields, "ergens", None, kind, parent=parent)


@pytest.fixture
def talking_source():
    yield registry.register(Talking())
    registry.unregister("talking")


def test_what_belongs_to_a_record_stands_under_the_name_of_its_own_kind(look, talking_source):
    shop.order(shop.customer(), shop.event())
    page = look()
    section = page.section("talking-member")
    assert section.index("Wat je met mails deed event") < section.index("Wat je schreef note")
    assert "Tickets" not in section and "Je kaarten" not in section
    assert "Je kaarten" in page.section("ticketing-order")


def test_nobody_sees_it_without_signing_in(client):
    response = client.get(NL)
    assert response.status_code == 302 and "/mijn-gegevens/inloggen/" in response.url
    assert not LedgerEntry.objects.exists()


def test_it_shows_what_is_held_in_the_persons_words(look):
    shop.member(shop.customer())
    page = look()
    for words in (
        "Je account",
        "Voornaam Alma",
        "Straat en huisnummer Roerdomphof 3",
        "Loyaltyprogramma",
        "1 maart 2022",
    ):
        assert words in page.text
    assert "no-store" in page.response.headers["Cache-Control"]


def test_it_says_why_on_what_ground_who_receives_it_and_for_how_long(look, register):
    shop.order(shop.customer(), shop.event())
    page = look(path=EN)
    why = page.text[page.text.index("Why do we have this?") :]
    assert "article 6(1)(b) GDPR" in why and "Gentleware B.V." in why and "7 years, counted from" in why
    # The phone number and the date of birth serve something else than the account.
    assert "article 6(1)(f) GDPR" in why and "Which data Postcode, City, Date of birth" in why
    # Mails about a visit are sent by another party.
    assert "Mailchimp" in why


def test_it_names_the_day_on_which_this_record_goes(look, register):
    shop.order(shop.customer(), shop.event(), placed=-40)
    page = look()
    assert "Wordt anoniem gemaakt op 22 november 2033." in page.section("ticketing-account")
    assert "Wordt anoniem gemaakt op 13 oktober 2033." in page.section("ticketing-order")


def test_it_admits_that_no_period_was_stated(look, register):
    shop.locker()
    assert "Ons register noemt hiervoor geen termijn." in look().section("ticketing-locker")


def test_what_is_past_its_period_is_said_to_go(look, register):
    shop.customer(last_active_on=shop.TODAY - timedelta(days=8 * 365))
    assert "De termijn is voorbij." in look().section("ticketing-account")


@pytest.mark.security("ASVS 8.2.3", "ASVS 14.2.6")
def test_secrets_are_partly_hidden_until_a_second_proof(look):
    shop.order(shop.customer(), shop.event(), number="O-1x")
    page = look(level=Level.A1)
    assert IBAN not in page.html and "•••• 6789" in page.text
    assert "17 mei 1984" not in page.text and "•••• 1984" in page.text
    assert "9712 AB" not in page.html and "O-1x" not in page.html
    assert "deels verborgen, want een e-mailadres alleen bewijst weinig" in page.text


def test_a_second_proof_opens_all_but_what_is_shown_for_a_reason(look):
    """SECURITY A-09."""
    shop.order(shop.customer(), shop.event(), number="O-1x")
    page = look(level=Level.A2)
    assert "O-1x" in page.text and "9712 AB" in page.text
    assert IBAN not in page.html and "17 mei 1984" not in page.text
    assert "•••• 6789" in page.text and "•••• 1984" in page.text
    assert "over je schouder" in page.text and "/inzage/tonen/" in page.html
    assert LedgerEntry.objects.get(event="data_view.opened").facts["masked"] == "reasoned"


SHOW = NL + "tonen/"


class TestShowingWhatIsHidden:
    """Bank account and date of birth: a fresh proof, a reason, five minutes."""

    @pytest.fixture
    def alma(self, client):
        shop.order(shop.customer(), shop.event())
        subject = person(ALMA)
        sign_in(client, subject, level=Level.A3)
        return subject

    def text(self, client, path=NL):
        return Page(client.get(path)).text

    def test_a_proof_of_the_other_day_is_not_enough(self, client):
        sign_in(client, person(), level=Level.A2)
        for ask in (client.get, client.post):
            assert "/nog-een-keer/" in ask(SHOW).url
        assert not LedgerEntry.objects.filter(event="data_view.unmasked").exists()

    def test_a_fresh_proof_alone_shows_nothing_more(self, client, alma):
        assert IBAN not in self.text(client)

    @pytest.mark.parametrize("posted", [{}, {"reason": "because"}])
    def test_without_a_reason_it_stays_hidden_and_says_why(self, client, alma, posted):
        page = Page(client.post(SHOW, posted))
        assert 'aria-invalid="true"' in page.html
        assert IBAN not in self.text(client)
        assert not LedgerEntry.objects.filter(event="data_view.unmasked").exists()

    @pytest.mark.security("L-01")
    def test_a_reason_shows_it_and_lands_in_the_ledger(self, client, alma):
        assert client.post(SHOW, {"reason": "check"}).url == NL
        page = self.text(client)
        assert IBAN in page and "17 mei 1984" in page and "helemaal tot 13:05" in page
        entry = LedgerEntry.objects.get(event="data_view.unmasked")
        assert entry.facts == {"reason": "check"} and entry.actor_level == "A3"
        assert LedgerEntry.objects.filter(event="data_view.opened").latest("seq").facts["masked"] == "nothing"
        assert "Ik wil zien of het klopt" in self.text(client, "/mijn-gegevens/activiteit/")

    def test_after_five_minutes_it_is_hidden_again(self, client, alma):
        client.post(SHOW, {"reason": "need"})
        with time_machine.travel(shop.NOW + timedelta(minutes=5), tick=False):
            assert IBAN not in self.text(client)

    def test_another_browser_of_the_same_person_sees_no_more(self, client, alma):
        client.post(SHOW, {"reason": "other"})
        assert IBAN not in self.text(sign_in(Client(), alma, level=Level.A3))

    def test_it_speaks_english(self, client, alma):
        assert "Why do you want to see it?" in self.text(client, EN + "show/")


def test_looking_is_written_down_once_without_anything_personal(look):
    shop.customer()
    look()
    entry = LedgerEntry.objects.get(event="data_view.opened")
    assert entry.facts["masked"] == "all" and "ticketing" in entry.facts["answered"]
    assert ALMA not in str(entry.facts)


def test_a_head_request_shows_nothing_and_writes_nothing(client):
    sign_in(client, person()).head(NL)
    assert not LedgerEntry.objects.filter(event="data_view.opened").exists()


def test_other_people_stay_out_of_it(look):
    what = shop.event()
    bought = shop.order(shop.customer(), what, staff_note="Bas Rietveen phones back")
    shop.ticket(bought, what, holder=("Bas Rietveen", BAS))
    shop.guest(GIJS, last_name="Kwelderman")
    page = look(level=Level.A2)
    for stranger in ("Bas Rietveen", BAS, GIJS, "Kwelderman"):
        assert stranger not in page.html
    assert "Van iemand anders" in page.text and "Er is een notitie" in page.text


def test_a_guest_sees_orders_made_without_an_account(look):
    shop.order(shop.guest(), shop.event(title="De Late Veerboot"))
    page = look(GIJS)
    assert "Je gegevens bij bestellingen zonder account" in page.text and "De Late Veerboot" in page.text


def test_a_place_that_holds_nothing_is_not_one_that_could_not_be_asked(look, silent_source):
    page = look("nobody@example.org")
    complete = page.section("complete")
    assert "Hier wordt niets over jou bewaard." in complete
    assert "Nee, op dit moment niet" in complete
    assert re.search(r"We konden De stille bron niet vragen.*Vanaf \d\d:\d\d vragen we het opnieuw", complete)


def test_it_is_complete_when_every_place_answered(look):
    complete = look().section("complete")
    assert "Ja: alle" in complete and "Nee, op dit moment" not in complete


def test_it_ends_with_where_was_asked_when_and_what_came_of_it(look, silent_source):
    shop.customer()
    statement = look().section("statement")
    for words in (
        r"Kaartverkoop.* Alles wat hier over jou bewaard wordt, staat op deze pagina. 22 november 2026, 13:00",
        r"De stille bron We konden niet vragen. Vanaf 13:01 proberen we het opnieuw. 22 november 2026, 13:00",
        r"Ticketmaster Deze plek vragen we met de hand, als je dat wilt. Vraag ons erom \(Ticketmaster\)",
    ):
        assert re.search(words, statement), statement


def test_two_records_with_one_address_show_as_two(look):
    """One person's address on two records never merges silently, and a folded record gives no birth date away."""
    shop.customer(number="C-1", first_name="Alma")
    shop.customer(number="C-2", first_name="Bas", birth_date=date(1990, 2, 3))
    account = look().section("ticketing-account")
    assert "Alma" in account and "Bas" in account
    assert "1984" in account and "17 mei 1984" not in account and "3 februari 1990" not in account


def test_a_ticket_that_somebody_else_bought_shows_without_the_buyer(look):
    """A sale of another, also one that came in from elsewhere: who holds the ticket sees the ticket."""
    bought = shop.order(shop.guest(BAS, last_name="Rietveen"), shop.event(title="De Late Veerboot"), number="TM-7")
    shop.ticket(bought, shop.event(title="Het Stille Water"), holder=("Alma Zomerdijk", ALMA))
    page = look(level=Level.A2)
    assert "Het Stille Water" in page.text
    for of_the_buyer in ("Rietveen", BAS, IBAN, "•••• 6789", "De Late Veerboot"):
        assert of_the_buyer not in page.html


def test_what_is_asked_by_hand_says_so_and_how(look):
    page = look()
    by_hand = page.section("by-hand")
    for place in ("Keynius", "Ticketmaster", "Mailchimp", "Tribe CRM"):
        assert place in by_hand
    assert "?right=access" in page.html


def test_a_correction_starts_prefilled_with_a_kind_of_data_and_nothing_else(look):
    """ASVS 14.2.1: nothing personal in a query string."""
    shop.customer()
    page = look()
    links = set(re.findall(r'href="([^"]*right=rectification[^"]*)"', page.html))
    assert any(link.endswith("?right=rectification&amp;field=phone") for link in links)
    fields = {re.search(r"field=([\w-]+)$", link).group(1) for link in links}
    assert fields >= {"name", "phone", "address", "birth-date"}


def test_every_link_within_the_page_arrives(look):
    shop.order(shop.customer(), shop.event())
    shop.locker()
    page = look()
    ids = re.findall(r'\sid="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page.html)) <= set(ids)
    assert page.html.count("<h1") == 1


def test_a_long_list_comes_in_parts_by_year(look, client):
    who, what = shop.customer(), shop.event(-400)
    for number in range(60):
        shop.order(who, what, placed=-400 - number * 20, number=f"O-{number:02d}x")
    first = look(level=Level.A2)
    assert "O-00x" in first.text and "O-24x" in first.text and "O-25x" not in first.text
    assert "Deel 1 van 3" in first.text and 'href="?ticketing-order=2#ticketing-order"' in first.html
    assert re.search(r"<h4[^>]*>\s*2024\s*</h4>", first.html)
    last = Page(client.get(NL + "?ticketing-order=3"))
    assert "O-59x" in last.text and "O-00x" not in last.text and "Deel 3 van 3" in last.text


@pytest.mark.parametrize("wanted", ["0", "-1", "99999", "999999999999", "x", "٣", ""])
def test_a_part_that_is_not_there_gives_one_that_is(look, wanted):
    shop.order(shop.customer(), shop.event(), number="O-1x")
    assert "O-1x" in look(path=f"{NL}?ticketing-order={wanted}", level=Level.A2).text


@pytest.mark.security("ASVS 1.2.1")
def test_what_people_wrote_is_text(look):
    """ASVS 1.2.1."""
    shop.customer(first_name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in look().html


def test_the_number_of_queries_does_not_depend_on_the_number_of_orders(client, register):
    """PERFORMANCE T9: at most 25 for the whole page."""
    subject, who, what = person(ALMA), shop.customer(), shop.event()
    shop.member(who), shop.locker(), shop.waiting(who, what)
    sign_in(client, subject).get(NL)
    counts = []
    for orders in (20, 180):
        for _order in range(orders):
            shop.order(who, what, seats=2)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(NL).status_code == 200
        # The savepoint is the test's own: outside a test the request is the transaction itself.
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert counts[0] == counts[1] <= 25
