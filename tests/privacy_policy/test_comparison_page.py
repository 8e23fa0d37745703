"""The page that shows what changed between two versions: its address, its words, and what is kept of it."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from privacy_portal.privacy_policy.changes import comparison as comparing
from privacy_portal.privacy_policy.changes import keeping
from privacy_portal.privacy_policy.demo import load_policy
from privacy_portal.privacy_policy.importing import import_policy
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion, Rendition
from privacy_portal.privacy_policy.plain_text import parse
from tests.privacy_policy.conftest import NOW, publish, section, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_shelf():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def two(published):
    """What Alma finds: the version of 1 November, and the one of 1 December."""
    publish(
        published,
        section("Je rechten", "rights", text("Inzage.")),
        section("Welke gegevens", "data", text("Je naam en je adres.")),
        effective_from=date(2026, 12, 1),
        change_summary="<p>We bewaren ook je adres.</p>",
    )
    return published


def add(page: PolicyPage, day: date, words: str) -> PolicyVersion:
    return publish(page, section("Welke gegevens", "data", text(words)), effective_from=day)


def see(pair: str, language: str = "nl"):
    return Client().get(address(pair, language))


def address(pair: str, language: str = "nl") -> str:
    with translation.override(language):
        return reverse("privacy_policy:comparison", args=[pair])


def test_it_has_an_address_anybody_can_guess():
    assert address("2023-11-10..2026-11-01") == "/privacybeleid/verschil/2023-11-10..2026-11-01/"
    assert address("2023-11-10..2026-11-01", "en") == "/en/privacy-policy/difference/2023-11-10..2026-11-01/"


def test_it_shows_word_for_word_what_changed(two):
    html = see("2026-11-01..2026-12-01").content.decode()
    assert "en je adres</ins>" in html
    assert '<span class="ds-sr-only">toegevoegd: </span>' in html
    assert "1 onderdeel is gewijzigd" in html
    assert "1 onderdeel is verplaatst" in html
    assert "Dit onderdeel is verplaatst" in html
    assert "We bewaren ook je adres." in html
    assert '<a href="#now-data">' in html
    assert 'id="now-data"' in html


def test_it_is_for_everyone_to_keep_and_for_no_search_engine(two):
    answer = see("2026-11-01..2026-12-01")
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert b'<meta name="robots" content="noindex">' in answer.content


def test_it_leads_the_other_way_round_to_the_one_address(two):
    answer = see("2026-12-01..2026-11-01")
    assert answer.status_code == 301
    assert answer["Location"] == address("2026-11-01..2026-12-01")


def test_it_says_that_one_version_is_the_same_twice(two):
    assert "twee keer dezelfde versie" in see("2026-12-01..2026-12-01").content.decode()


def test_it_says_that_two_versions_read_the_same(published):
    publish(published, effective_from=date(2026, 12, 1))
    html = see("2026-11-01..2026-12-01").content.decode()
    assert "woord voor woord hetzelfde" in html


def test_it_knows_the_second_version_of_one_day(published):
    add(published, date(2026, 11, 1), "Je naam en je adres.")
    assert see("2026-11-01..2026-11-01-2").status_code == 200
    assert see("2026-11-01-2..2026-11-01").status_code == 301


@pytest.mark.parametrize(
    "pair",
    [
        "2020-01-01..2026-12-01",
        "2026-11-01..9999-99-99",
        "x",
        "..",
        "2026-11-01",
        "a..b..c",
        "%3Cscript%3E..x",
        "é..é",
        "2026-11-01..2026-12-01.." + "9" * 5000,
    ],
)
def test_it_says_calmly_that_a_version_does_not_exist(two, pair):
    before = Rendition.objects.count()
    answer = Client().get(f"/privacybeleid/verschil/{pair}/")
    assert answer.status_code == 404
    assert "Deze versie hebben wij niet" in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main")[1].split("</main")[0]
    english = Client().get(f"/en/privacy-policy/difference/{pair}/")
    assert english.status_code == 404
    assert "We do not have this version" in english.content.decode()
    assert Rendition.objects.count() == before


def test_it_does_not_mix_languages(two):
    """The English policy has no such versions, so there is nothing to compare in English."""
    assert see("2026-11-01..2026-12-01", "en").status_code == 404


def test_it_leads_to_the_same_comparison_in_the_other_language(two, english):
    other = PolicyPage.objects.get(pk=two.pk).copy_for_translation(english)
    other.title, other.slug, other.effective_from = "Privacy policy", "privacy-policy", date(2026, 11, 1)
    other.save()
    add(other, date(2026, 11, 1), "Your name.")
    html = see("2026-11-01..2026-12-01").content.decode()
    assert address("2026-11-01..2026-12-01", "en") not in html
    add(other, date(2026, 12, 1), "Your name and address.")
    Rendition.objects.all().delete()
    html = see("2026-11-01..2026-12-01").content.decode()
    assert address("2026-11-01..2026-12-01", "en") in html
    english_page = see("2026-11-01..2026-12-01", "en").content.decode()
    assert "added: " in english_page
    assert address("2026-11-01..2026-12-01") in english_page


# --- What is kept


def test_it_is_made_once(two, monkeypatch, django_assert_max_num_queries):
    first = see("2026-11-01..2026-12-01").content
    assert Rendition.objects.filter(kind="comparison", key="nl:2026-11-01..2026-12-01").count() == 1
    monkeypatch.setattr(comparing, "sections_of", None)
    assert see("2026-11-01..2026-12-01").content == first


def test_it_asks_the_database_little_once_it_is_made(two, django_assert_max_num_queries):
    see("2026-11-01..2026-12-01")
    with django_assert_max_num_queries(5):
        see("2026-11-01..2026-12-01")


def test_it_is_ready_before_the_first_reader(published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add(published, date(2026, 12, 1), "Je adres.")
    assert Rendition.objects.filter(kind="comparison").values_list("key", flat=True).get() == (
        "nl:2026-11-01..2026-12-01"
    )


def test_it_keeps_for_ever_only_what_many_will_ask_for(published):
    """Neighbours, and what has to do with the newest: never all pairs of n versions."""
    for month in (1, 2, 3, 4):
        add(published, date(2027, month, 1), f"Maand {month}.")
    slugs = ["2026-11-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]
    for place, older in enumerate(slugs):
        for newer in slugs[place + 1 :]:
            assert see(f"{older}..{newer}").status_code == 200
    kept = set(Rendition.objects.filter(kind="comparison").values_list("key", flat=True))
    neighbours = {f"nl:{a}..{b}" for a, b in pairwise(slugs)}
    assert kept == neighbours | {f"nl:{slug}..{slugs[-1]}" for slug in slugs[:-1]}
    newest = add(published, date(2027, 5, 1), "Mei.")
    Rendition.objects.create(kind="pdf", key="nl:2026-11-01..x", maker="1", body=b"pdf", made_at=NOW)
    keeping.prepare(newest)
    left = set(Rendition.objects.filter(kind="comparison").values_list("key", flat=True))
    assert left == neighbours | {"nl:2027-04-01..2027-05-01"}
    assert Rendition.objects.filter(kind="pdf").exists()


def test_it_makes_what_an_earlier_edition_made_again(two):
    see("2026-11-01..2026-12-01")
    Rendition.objects.update(maker="0", body=b"nonsense")
    assert see("2026-11-01..2026-12-01").status_code == 200
    keeping.forget_others("nl")
    assert Rendition.objects.get(kind="comparison").maker == comparing.EDITION


def test_it_stops_who_wants_all_pairs_at_once(published, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_PER_NETWORK", 2)
    for month in (1, 2, 3, 4):
        add(published, date(2027, month, 1), f"Maand {month}.")
    pairs = ["2026-11-01..2027-02-01", "2026-11-01..2027-03-01", "2027-01-01..2027-03-01"]
    answers = [see(pair) for pair in pairs]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "over een uur" in answers[2].content.decode()
    assert answers[2]["Retry-After"] == "3600"
    assert "no-store" in answers[2]["Cache-Control"]
    assert "public" not in answers[2]["Cache-Control"]
    # What was made stays readable, and so does what anybody may keep.
    assert see(pairs[0]).status_code == 200
    assert see("2027-03-01..2027-04-01").status_code == 200
    assert see("2026-11-01..2027-04-01").status_code == 200


def test_it_survives_two_readers_who_are_first(two):
    older, newer = PolicyVersion.objects.order_by("effective_from")
    assert keeping.keep(older, newer) == keeping.keep(older, newer)
    assert Rendition.objects.filter(kind="comparison").count() == 1


# --- Hostile words that were published all the same


def test_it_shows_a_script_in_a_title_as_words(published):
    publish(
        published,
        section("<script>alert(1)</script> & meer", "data", text("Je naam.")),
        effective_from=date(2026, 12, 1),
        change_summary="<p>Let op</p><script>alert(1)</script>",
    )
    html = see("2026-11-01..2026-12-01").content.decode()
    main = html.split("<main")[1].split("</main")[0]
    assert "<script" not in main
    assert "&lt;script&gt;" in main


# --- Choosing


def test_it_lets_alma_choose_two_versions_without_a_script(two):
    html = Client().get("/privacybeleid/verschil/").content.decode()
    assert "1 november 2026" in html
    assert "1 december 2026" in html
    answer = Client().get("/privacybeleid/verschil/", {"older": "2026-11-01", "newer": "2026-12-01"})
    assert (answer.status_code, answer["Location"]) == (302, address("2026-11-01..2026-12-01"))


def test_it_says_what_to_mend_in_a_choice(two):
    answer = Client().get("/privacybeleid/verschil/", {"older": "https://elders.example", "newer": ""})
    assert answer.status_code == 200
    assert "Er is een probleem" in answer.content.decode() or "Fout:" in answer.content.decode()


def test_it_has_nothing_to_choose_with_one_version(published):
    assert "nog maar één versie" in Client().get("/privacybeleid/verschil/").content.decode()


def test_it_has_nothing_to_choose_without_versions(front_page):
    assert Client().get("/privacybeleid/verschil/").status_code == 404


# --- Real texts


def test_it_makes_sense_of_the_real_policy_and_ours(front_page, seed_policy):
    load_policy(NOW)
    page = PolicyPage.objects.get(locale__language_code="nl")
    policy = parse(seed_policy.read_text())
    found = import_policy(policy, language_code="nl", effective_from=date(2023, 11, 10), now=NOW).version
    bundled = PolicyVersion.objects.get(language_code="nl", slug="2023-11-10")
    assert found.slug == "2023-11-10-2"
    made = comparing.compare(bundled, found)
    assert not made.is_same
    assert made.words_added > 100
    shown = [section.anchor for section in made.sections]
    # The fourteen sections of the real policy are known by the same names in ours.
    assert sum(1 for s in made.sections if s.change == "changed") >= 8, shown
    assert page.versions.count() == 3
