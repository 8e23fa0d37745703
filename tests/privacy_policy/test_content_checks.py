"""Emma edits the policy: she is told what is hard to read, where, and how to mend it. She is never stopped."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from privacy_portal.privacy_policy.content_checks import ADVICE, Finding, Kind, Place, check, check_document
from privacy_portal.privacy_policy.links import VAGUE_LINKS
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.queries import current_version
from privacy_portal.privacy_policy.readability import (
    MEASURES,
    dutch_syllables,
    english_syllables,
    readability,
    sentences,
    words,
)
from tests.support.once import load_site, once
from tests.support.staff import signed_in

from .conftest import NOW, section, stream

EASY = {
    "nl": "Je koopt een kaart. Wij sturen die naar je toe. Gaat het niet door? Dan krijg je je geld terug. " * 4,
    "en": "You buy a ticket. We send it to you. Is it called off? Then you get your money back. " * 4,
}
HARD = {
    "nl": "De verwerkingsverantwoordelijke verstrekt persoonsgegevens uitsluitend aan ontvangers binnen de "
    "organisatie, overeenkomstig de toepasselijke gegevensbeschermingswetgeving en bijbehorende uitvoeringsregelingen. "
    * 3,
    "en": "The controller communicates personal information exclusively to authorised recipients within the "
    "organisation, notwithstanding applicable data protection legislation and accompanying regulations. " * 3,
}


def document(*sections: dict, language: str = "nl", summary=("<p>Je regelt alles zelf.</p>",), introduction="") -> dict:
    return {"language": language, "summary": list(summary), "introduction": introduction, "sections": list(sections)}


def part_of(
    html: str, *, title="Je rechten", short="<p>Je mag veel.</p>", kind="text", anchor="rights", **more
) -> dict:
    parts = [{"kind": kind, "html" if kind == "text" else "text": html, **more}]
    return {"number": 1, "title": title, "anchor": anchor, "short_answer": short, "parts": parts}


def kinds(*sections: dict, **rest) -> list[Kind]:
    return [finding.kind for finding in check_document(document(*sections, **rest))]


class TestCounting:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Je koopt een kaart. Wij sturen die.", 2),
            ("Gentleware B.V. beheert onze database. CJ2 host die.", 2),
            ("De heer J. Jansen en mr. De Vries helpen je.", 1),
            ("Bel ons bijv. Voor zes uur.", 1),
            ("Kom je? Leuk! Tot dan…  Dag.", 4),
            ("Versie 3.1 geldt sinds 1 mei. 7 jaar is lang.", 2),
            ("We send it, e.g. On paper. Then it is done.", 2),
            ("een\ntwee\n\ndrie", 3),
            ("", 0),
        ],
    )
    def test_sentences(self, text, expected):
        assert len(list(sentences(text))) == expected

    def test_an_address_is_no_word_and_a_joined_word_is_one(self):
        assert words("Mail fg@groningen.nl of zie https://example.org/a-b over e-mail.") == [
            "Mail", "of", "zie", "over", "e-mail",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("word", "count"),
        [
            ("kaart", 1),
            ("gegevens", 3),
            ("ideeën", 3),
            ("geïnd", 2),
            ("vrij", 1),
            ("nieuws", 1),
            ("leeuw", 1),
            ("hm", 1),
        ],
    )
    def test_dutch_syllables(self, word, count):
        assert dutch_syllables(word) == count

    @pytest.mark.parametrize(
        ("word", "count"),
        [
            ("made", 1),
            ("ticket", 2),
            ("used", 1),
            ("wanted", 2),
            ("table", 2),
            ("places", 2),
            ("privacy", 3),
            ("nth", 1),
        ],
    )
    def test_english_syllables(self, word, count):
        assert english_syllables(word) == count


class TestReadability:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_plain_words_are_easy_and_the_law_is_not(self, language):
        easy, hard = readability(EASY[language], language), readability(HARD[language], language)
        assert easy.score > 85 and not easy.is_hard
        assert hard.score < 20 and hard.is_hard and hard.words_per_sentence > 15

    def test_it_names_the_words_that_weigh(self):
        assert readability(HARD["nl"], "nl").long_words[0] == "gegevensbeschermingswetgeving"

    def test_a_name_does_not_weigh(self):
        plain = readability(EASY["nl"], "nl")
        named = readability(EASY["nl"].replace("een kaart", "een kaart van Theaterpromotie"), "nl")
        assert named.score >= plain.score - 2

    @pytest.mark.parametrize(
        ("text", "language"), [("Te kort.", "nl"), ("", "nl"), (EASY["nl"], "fy"), (HARD["nl"], "xx")]
    )
    def test_what_cannot_be_measured_is_not_scored(self, text, language):
        assert readability(text, language) is None


class TestRules:
    def test_a_plain_policy_gives_no_findings(self):
        assert kinds(part_of(f"<p>{EASY['nl']}</p>")) == []

    def test_a_sentence_of_more_than_25_words_is_quoted_in_its_place(self):
        long = "We sturen je " + "een mail en " * 8 + "een kaart."
        found = check_document(document(part_of(f"<p>Kort.</p><ul><li>{long}</li></ul>")))
        assert [(f.kind, f.place) for f in found] == [(Kind.LONG_SENTENCE, Place("sections", 0, 0))]
        assert found[0].facts["count"] == 29 and "We sturen je" in found[0].advice

    def test_exactly_25_words_are_fine(self):
        assert kinds(part_of("<p>" + "ja " * 24 + "nee.</p>")) == []
        assert kinds(part_of("<p>" + "ja " * 25 + "nee.</p>")) == [Kind.LONG_SENTENCE]

    def test_items_of_a_list_are_sentences_of_their_own(self):
        assert kinds(part_of("<p>Dit vragen we:</p><ul>" + "<li>je naam en je adres</li>" * 9 + "</ul>")) == []

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_hard_text_is_told_per_section(self, language):
        found = check_document(document(part_of(f"<p>{HARD[language]}</p>"), language=language))
        (hard,) = [f for f in found if f.kind == Kind.HARD_TEXT]
        assert hard.place == Place("sections", 0) and hard.facts["score"] < 20

    @pytest.mark.parametrize(
        ("language", "label"),
        [
            ("nl", "hier"), ("nl", "Klik hier"), ("nl", "Lees meer »"), ("nl", "“deze pagina”"),
            ("nl", "<b>Meer</b> info"),
            ("en", "here"), ("en", "Read more..."), ("en", "CLICK HERE!"), ("nl", "https://example.org/x"), ("en", " "),
        ],
    )  # fmt: skip
    def test_a_vague_link_is_found(self, language, label):
        html = f'<p>Zie <a href="https://example.org">{label}</a>.</p>'
        assert kinds(part_of(html), language=language) == [Kind.VAGUE_LINK]

    @pytest.mark.parametrize(
        "label", ["hier staan de openingstijden", "onze website", "www.youronlinechoices.com", "Chrome"]
    )
    def test_a_link_that_says_where_it_leads_is_fine(self, label):
        assert kinds(part_of(f'<p><a href="https://example.org">{label}</a></p>')) == []

    @pytest.mark.parametrize("href", ['href="#weg"', "", 'href=""'])
    def test_a_link_to_no_section_or_to_nothing_is_dead(self, href):
        assert kinds(part_of(f"<p><a {href}>Je andere rechten</a></p>")) == [Kind.DEAD_LINK]

    @pytest.mark.parametrize("target", ["#rights", "#summary", "mailto:a@example.org", "/verwerkers/"])
    def test_a_link_to_what_is_there_is_fine(self, target):
        assert kinds(part_of(f'<p><a href="{target}">Je andere rechten</a></p>')) == []

    @pytest.mark.parametrize("summary", [(), ("",), ("<p> </p>",)])
    def test_a_policy_without_a_summary_is_told_so(self, summary):
        assert kinds(part_of("<p>Kort.</p>"), summary=summary) == [Kind.NO_SUMMARY]

    @pytest.mark.parametrize("short", ["", "<p></p>"])
    def test_a_section_without_a_short_answer_is_told_so(self, short):
        assert kinds(part_of("<p>Kort.</p>", short=short)) == [Kind.NO_SHORT_ANSWER]

    @pytest.mark.parametrize(
        "given",
        [
            part_of("<p>Kort.</p>", title=" "),
            part_of("<p>Kort.</p>", kind="details", summary=""),
            part_of("<h3><b> </b></h3><p>Kort.</p>"),
        ],
    )
    def test_a_heading_without_text_is_found(self, given):
        assert kinds(given) == [Kind.EMPTY_HEADING]

    def test_what_the_register_says_is_not_the_editors_to_shorten(self):
        rows = {"kind": "purposes", "caption": "", "rows": [{"name": "woord " * 80}]}
        assert kinds(part_of("<p>Kort.</p>") | {"parts": [rows]}) == []

    def test_a_language_without_tables_still_has_the_other_rules(self):
        long = "<p>" + "wurd " * 30 + "ein.</p>"
        assert kinds(part_of(long), language="fy") == [Kind.LONG_SENTENCE]

    @pytest.mark.parametrize("kind", list(Kind))
    def test_each_finding_has_advice_in_dutch_and_english(self, kind):
        facts = {"quote": "x", "count": 30, "score": 40, "length": 20}
        said = set()
        for language in ("nl", "en"):
            with translation.override(language):
                said.add((str(kind.label), Finding(kind, Place("summary"), facts).advice))
        assert len(said) == 2 and set(ADVICE) == set(Kind)

    def test_every_language_of_the_site_has_its_tables(self, settings):
        codes = {code for code, _name in settings.LANGUAGES}
        assert codes <= set(VAGUE_LINKS) and codes <= set(MEASURES)

    @pytest.mark.parametrize(
        "html", ["<p>" + "<a>" * 500, "<p>&lt;script&gt; 5 < 6", "<!--", "a" * 20_000, "." * 5_000]
    )
    def test_broken_and_hostile_markup_is_borne(self, html):
        check_document(document(part_of(html)))


@pytest.mark.django_db
class TestPages:
    def test_a_link_to_a_page_that_is_not_live_is_found_with_one_question(
        self, policy_page, front_page, django_assert_num_queries
    ):
        hidden = front_page.add_child(
            instance=Page(title="Geheim", slug="geheim", live=False, locale=front_page.locale)
        )
        link = ("text", f'<p><a linktype="page" id="{hidden.pk}">Onze voorwaarden</a></p>')
        fine = ("text", f'<p><a id="{front_page.pk}" linktype="page">Het begin van de site</a></p>')
        policy_page.sections = stream(policy_page, section("A", "a", fine, link, short_answer="<p>Ja.</p>"))
        dead = [f for f in check(policy_page) if f.kind == Kind.DEAD_LINK]
        assert [(f.place, f.facts["quote"]) for f in dead] == [(Place("sections", 0, 1), "Onze voorwaarden")]

    def test_a_link_to_a_page_that_was_deleted_is_found(self, policy_page):
        link = ("text", '<p><a linktype="page" id="999999">Onze voorwaarden</a></p>')
        policy_page.sections = stream(policy_page, section("A", "a", link, short_answer="<p>Ja.</p>"))
        assert Kind.DEAD_LINK in [f.kind for f in check(policy_page)]

    def test_findings_come_in_the_order_of_the_page(self, policy_page):
        policy_page.summary = []
        places = [f.place for f in check(policy_page)]
        assert places == [Place("summary"), Place("sections", 0), Place("sections", 1)]

    def test_a_draft_that_is_not_finished_is_borne(self, policy_page):
        empty = {"type": "section", "value": {"title": None, "anchor": None, "short_answer": None, "body": []}}
        half = {"type": "section", "value": {"body": [{"type": "notice", "value": {}}, {"type": "text", "value": ""}]}}
        policy_page.sections = stream(policy_page, empty, half)
        assert Kind.EMPTY_HEADING in [f.kind for f in check(policy_page)]


@pytest.mark.django_db
class TestInTheEditor:
    def open_editor(self, client, chandni, page) -> str:
        return signed_in(chandni, client).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    def test_it_lists_per_section_and_leads_to_the_block(self, policy_page, client, chandni):
        link = ("text", '<p>Zie <a href="https://example.org">klik hier</a>.</p>')
        policy_page.sections = stream(policy_page, section("Je rechten", "rights", link))
        policy_page.save_revision()
        page = self.open_editor(client, chandni, policy_page)
        draft = policy_page.get_latest_revision_as_object()
        block = draft.sections[0]
        assert f"#:w:contentpath=sections.{block.id}.body.{block.value['body'][0].id}" in page
        assert f'#:w:contentpath=sections.{block.id}"' in page
        assert "1. Je rechten (2)" in page and "Vage link" in page and "Geen kort antwoord" in page

    def test_a_good_text_is_praised(self, policy_page, client, chandni):
        good = section("A", "a", ("text", f"<p>{EASY['nl']}</p>"), short_answer="<p>Ja.</p>")
        policy_page.sections = stream(policy_page, good)
        policy_page.save_revision()
        assert "Niets gevonden: korte zinnen" in self.open_editor(client, chandni, policy_page)

    def test_what_an_editor_wrote_is_shown_as_text(self, policy_page, client, chandni):
        title = "<script>alert(1)</script>"
        policy_page.sections = stream(policy_page, section(title, "a", ("text", "<p>Kort.</p>")))
        policy_page.save_revision()
        assert title not in self.open_editor(client, chandni, policy_page)

    def test_it_stops_nobody_from_publishing(self, policy_page, chandni):
        policy_page.summary = []
        assert check(policy_page)
        policy_page.save_revision(user=chandni).publish(user=chandni)
        assert PolicyVersion.objects.count() == 1


bundled = once(lambda: load_site(NOW), scope="class")


@pytest.mark.django_db
@pytest.mark.usefixtures("bundled")
class TestTheBundledPolicy:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_the_current_text_passes_every_check(self, language):
        found = check_document(current_version(language).content)
        assert [(f.kind.value, f.place, f.facts) for f in found] == []

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_the_older_text_has_clear_links_and_short_sentences(self, language):
        version = PolicyVersion.objects.get(language_code=language, slug="2023-11-10")
        found = {f.kind for f in check_document(version.content)}
        assert not found & {Kind.VAGUE_LINK, Kind.LONG_SENTENCE, Kind.DEAD_LINK, Kind.EMPTY_HEADING}
