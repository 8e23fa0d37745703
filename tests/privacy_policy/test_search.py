"""Alma looks for one word in a long policy: without a script, in whatever spelling, in the version she reads."""

import html
import re
from datetime import date
from urllib.parse import quote

import pytest
from django.utils.html import strip_tags

from privacy_portal.privacy_policy.reading.search import MAX_LENGTH, MAX_TERMS, find, snippet, terms_of

from .conftest import publish, section, stream, text

TODAY = "2026-11-22T12:00:00+00:00"
SECTIONS = (
    section("Welke gegevens", "data", text("Je naam en je e-mailadres. Cafés krijgen niets. Zoë weet ervan.")),
    section(
        "Je rechten", "rights", text("Inzage: bekijk je gegevens. Wissen kan ook."), short_answer="<p>Je mag veel.</p>"
    ),
    section(
        "Verwerkers", "processors", text("Verwerkersovereenkomsten gelden voor <b>iedere</b> verwerker &amp; printer.")
    ),
)


@pytest.fixture
def policy(published, time_machine):
    time_machine.move_to(TODAY, tick=False)
    publish(published, *SECTIONS, effective_from=date(2026, 11, 20))
    return published


@pytest.fixture
def in_english(policy, english):
    page = policy.copy_for_translation(english)
    page.title, page.slug = "Privacy policy", "privacy-policy"
    page.summary, page.introduction = [], ""
    page.sections = stream(page, section("Which data", "data", text("Your name and your café.")))
    page.save_revision().publish()
    return page


def ask(client, question: str, address: str = "/privacybeleid/zoeken/", status: int = 200) -> str:
    response = client.get(f"{address}?q={quote(question)}")
    assert response.status_code == status
    return response.content.decode()


def found(page: str) -> list[str]:
    """Where the hits lead to."""
    return re.findall(r'href="[^"]*#([^"]+)"', page.partition('class="hits"')[2].partition("</ol>")[0])


def said(page: str) -> str:
    """What a screen reader hears when the answer comes."""
    return " ".join(html.unescape(strip_tags(re.search(r'role="status">(.*?)</p>', page, re.DOTALL)[1])).split())


class TestFinding:
    @pytest.mark.parametrize(
        ("question", "anchors"),
        [
            ("inzage", ["rights"]),
            ("INZAGE", ["rights"]),
            ("cafes", ["data"]),
            ("zoe", ["data"]),
            ("Zoë", ["data"]),
            ("verwerkersover", ["processors"]),
            ("e-mail", ["data"]),
            ("email", ["data"]),
            ("mailadres", ["data"]),
            ("gegevens", ["content", "data", "rights"]),
            ("bekijk wissen", ["rights"]),
            ("rechten veel", ["rights"]),
            ("regelt", ["summary"]),
            ("  wissen \t ", ["rights"]),
        ],
    )
    def test_it_finds_a_word_by_its_beginning_in_any_spelling(self, policy, client, question, anchors):
        assert found(ask(client, question)) == anchors

    @pytest.mark.parametrize("question", ["zage", "printers", "bekijk printer", "class", "href", "amp", "Link"])
    def test_it_finds_no_ends_of_words_no_scattered_words_and_no_markup(self, policy, client, question):
        page = ask(client, question)
        assert found(page) == [] and "Niets gevonden" in page
        assert said(page).startswith("0 hoofdstukken")

    def test_the_hit_is_marked_and_leads_to_its_section(self, policy, client):
        page = ask(client, "wis")
        assert '<a class="ds-link" href="/privacybeleid/#rights">' in page
        assert "<mark>Wissen</mark> kan ook." in page and page.count("<mark>") == 1

    def test_a_word_in_the_title_is_marked_there(self, policy, client):
        assert "2. Je <mark>rechten</mark>" in ask(client, "recht")

    def test_the_count_is_said(self, policy, client):
        assert said(ask(client, "inzage")) == "1 hoofdstuk met ‘inzage’"
        assert said(ask(client, "gegevens")) == "3 hoofdstukken met ‘gegevens’"


class TestAskingOddly:
    @pytest.mark.parametrize("question", ["", "   "])
    def test_without_a_question_it_says_what_to_do(self, policy, client, question):
        page = ask(client, question)
        assert "Typ één of meer woorden" in page and said(page) == "" and "Niets gevonden" not in page

    def test_the_page_itself_is_a_place_to_ask(self, policy, client):
        assert "Typ één of meer woorden" in client.get("/privacybeleid/zoeken/").content.decode()

    @pytest.mark.parametrize("question", ["-", "…", "%", "((((", "😀", "'"])
    def test_signs_alone_find_nothing(self, policy, client, question):
        assert found(ask(client, question)) == []

    def test_a_question_that_is_too_long_is_refused_in_words(self, policy, client):
        page = ask(client, "a" * (MAX_LENGTH + 1), status=400)
        assert f"Zoek met hoogstens {MAX_LENGTH} tekens." in page and "<title>Fout:" in page

    def test_a_null_byte_is_refused_in_words(self, policy, client):
        assert "Zoek met letters en cijfers." in ask(client, "in\0zage", status=400)

    @pytest.mark.parametrize("question", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"])
    def test_a_hostile_question_is_shown_as_text(self, policy, client, question):
        page = ask(client, question)
        assert "<script>alert" not in page and "<img" not in page and "49" not in said(page)
        assert question in said(page)

    def test_a_question_asked_twice_is_answered_once(self, policy, client):
        page = client.get("/privacybeleid/zoeken/?q=onzin&q=inzage&sort=(&page=99").content.decode()
        assert found(page) == ["rights"]

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_it_can_only_be_read(self, policy, client, method):
        assert getattr(client, method)("/privacybeleid/zoeken/").status_code == 405


class TestBounds:
    def test_a_question_has_a_few_words(self):
        assert len(terms_of(" ".join(f"w{n}" for n in range(30)))) == MAX_TERMS

    def test_a_word_asked_twice_counts_once(self):
        assert terms_of("Wissen wissen WISSEN") == ["wissen"]

    def test_a_long_line_is_cut_between_words_around_the_hit(self):
        line = "voor " * 100 + "inzage " + "na " * 100
        shown = "".join(piece.text for piece in snippet(line, ["inzage"]))
        assert shown.startswith("… voor") and shown.endswith("na …") and "inzage" in shown and len(shown) < 300

    def test_one_endless_word_is_cut_too(self):
        assert len("".join(piece.text for piece in snippet("x" * 50_000, ["x"]))) < 500

    def test_a_section_shows_its_three_best_lines(self):
        body = "".join(f"<p>inzage {n}</p>" for n in range(9)) + "<p>inzage en wissen</p>"
        hits = find(f'<section aria-labelledby="a"><h2 id="a">1. A</h2>{body}</section>', "inzage wissen")
        assert [len(hit.snippets) for hit in hits] == [3]
        assert "inzage en wissen" in ["".join(p.text for p in shown) for shown in hits[0].snippets]


class TestVersionsAndLanguages:
    def test_it_searches_the_version_that_visitors_read(self, policy, client):
        assert found(ask(client, "naam")) == ["data"] and "Verwerkersovereenkomsten" in ask(client, "verwerk")

    def test_a_draft_is_not_searched(self, policy, client):
        policy.introduction = "<p>Geheim</p>"
        policy.save_revision()
        assert found(ask(client, "geheim")) == []

    def test_an_old_version_has_a_search_of_its_own(self, policy, client):
        old = "/privacybeleid/versies/2026-11-01/"
        assert f'action="{old}zoeken/"' in client.get(old).content.decode()
        page = ask(client, "inzage", address=f"{old}zoeken/")
        assert f'href="{old}#rights"' in page and "van 1 november 2026" in page
        assert found(ask(client, "verwerk", address=f"{old}zoeken/")) == []

    def test_a_version_that_never_was_has_no_search(self, policy, client):
        ask(client, "inzage", address="/privacybeleid/versies/2001-01-01/zoeken/", status=404)

    def test_the_policy_offers_the_search_without_a_script(self, policy, client):
        page = client.get("/privacybeleid/").content.decode()
        form = re.search(r"<form[^>]*role=\"search\".*?</form>", page, re.DOTALL)[0]
        assert 'action="/privacybeleid/zoeken/"' in form and 'name="q"' in form and 'type="submit"' in form

    def test_english_is_searched_in_english_and_the_switch_keeps_the_question(self, in_english, client):
        page = ask(client, "cafe", address="/en/privacy-policy/search/")
        assert found(page) == ["data"] and said(page) == "1 section holds “cafe”"
        assert 'href="/privacybeleid/zoeken/?q=cafe"' in page

    def test_without_a_policy_in_this_language_it_points_to_one_that_has_it(self, policy, client):
        page = ask(client, "name", address="/en/privacy-policy/search/", status=404)
        assert 'href="/privacybeleid/"' in page


class TestForMachines:
    def test_answers_stay_out_of_search_engines_and_everyone_may_keep_them(self, policy, client):
        response = client.get("/privacybeleid/zoeken/?q=inzage")
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert "public" in response["Cache-Control"] and not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    def test_a_search_asks_two_things_about_versions(self, policy, client, django_assert_max_num_queries):
        """The text, and where it is in other languages; beside the transaction and the stamp every page asks for."""
        ask(client, "inzage")
        with django_assert_max_num_queries(5) as asked:
            ask(client, "gegevens")
        assert sum("policyversion" in query["sql"] for query in asked.captured_queries) == 2
