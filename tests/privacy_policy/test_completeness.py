"""What Art. 13 and 14 want told, checked on the frozen document: what the bundled policy tells, and what is noticed
when a part of it goes."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from django.utils import translation

from privacy_portal.privacy_policy.approval.completeness import RULES, check
from privacy_portal.privacy_policy.queries import current_version
from tests.support.once import load_site

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


pytestmark = pytest.mark.django_db

MADE: dict[str, dict] = {}


@pytest.fixture
def documents(db) -> dict[str, dict]:
    """The bundled policy in both languages. Made by the first test that asks: a document is plain data."""
    if not MADE:
        load_site(NOW)
        MADE.update({language: current_version(language).content for language in ("nl", "en")})
    return MADE


@pytest.fixture(params=["nl", "en"])
def document(request, documents) -> dict:
    return deepcopy(documents[request.param])


def missing(document: dict) -> set[str]:
    return set(check(document).missing_keys)


def without(document: dict, *kinds: str) -> dict:
    """The same text with these parts taken out."""
    for section in document["sections"]:
        section["parts"] = [part for part in section["parts"] if part["kind"] not in kinds]
    return document


def rows(document: dict, kind: str) -> list[dict]:
    return [
        row
        for section in document["sections"]
        for part in section["parts"]
        if part["kind"] == kind
        for row in part["rows"]
    ]


def empty(language: str = "nl") -> dict:
    return {"language": language, "introduction": "", "summary": [], "sections": []}


def told(language: str, words: str) -> dict:
    part = {"kind": "text", "html": f"<p>{words}</p>"}
    section = {"number": 1, "title": "", "anchor": "data", "short_answer": "", "parts": [part]}
    return empty(language) | {"sections": [section]}


def test_the_bundled_policy_tells_everything(document):
    assert check(document).missing == ()


def test_legal_hears_what_the_register_leaves_open(document):
    """Nothing is invented to fill a gap: the venue's own text says nothing about these."""
    with translation.override("en"):
        open_ends = {finding.key: finding.sentence for finding in check(document).not_stated}
    assert {"lawful_basis", "transfers", "retention", "mandatory", "automated_decisions"} <= set(open_ends)
    assert "Mailchimp" in open_ends["transfers"] or "more" in open_ends["transfers"]
    assert "Check that it is so" in open_ends["automated_decisions"]


def test_an_empty_text_misses_everything():
    assert missing(empty()) == {rule.key for rule in RULES} - {"legitimate_interests"}


@pytest.mark.parametrize(
    ("kinds", "gone"),
    [
        (["contacts"], {"controller", "officer", "complaint"}),
        (["purposes"], {"purposes", "lawful_basis", "mandatory", "source"}),
        (["processors", "purposes"], {"recipients"}),
        (["retention", "purposes"], {"retention"}),
        (["rights"], {"rights"}),
    ],
)
def test_it_notices_a_block_that_goes(document, kinds, gone):
    assert gone <= missing(without(document, *kinds, "text", "details", "notice"))


def test_prose_may_tell_what_a_block_would(document):
    """Somebody who writes who to complain to has told it."""
    without(document, "contacts")
    assert "complaint" not in missing(document)


@pytest.mark.parametrize("right", ["access", "rectification", "erasure", "restriction", "objection", "portability"])
def test_every_right_counts(document, right):
    for section in document["sections"]:
        for part in section["parts"]:
            if part["kind"] == "rights":
                part["rows"] = [row for row in part["rows"] if row["key"] != right]
    assert missing(document) == {"rights"}


def test_a_legitimate_interest_must_say_which(document):
    [row, *_] = [row for row in rows(document, "purposes") if row["article"] == "6(1)(f)"]
    row["basis_note"] = ""
    assert missing(document) == {"legitimate_interests"}


def test_withdrawal_is_asked_only_where_consent_is_a_ground(document):
    without(document, "rights", "text", "details", "notice")
    assert "withdrawal" in missing(document)
    for row in rows(document, "purposes"):
        row["article"] = "6(1)(b)"
    assert "withdrawal" not in missing(document)


def test_a_required_item_without_its_consequence_is_left_open(document):
    row = rows(document, "purposes")[0]
    row |= {"mandatory": True, "consequence": "", "name": "Kaarten"}
    [finding] = [found for found in check(document).not_stated if found.key == "mandatory"]
    assert "Kaarten" in finding.sentence


def test_a_party_outside_europe_needs_a_safeguard(document):
    for row in rows(document, "processors"):
        row |= {"country": "Verenigde Staten", "outside_eea": True, "safeguards": ["Modelcontract"]}
    assert not [found for found in check(document).not_stated if found.key == "transfers"]
    rows(document, "processors")[0]["safeguards"] = []
    assert [found for found in check(document).not_stated if found.key == "transfers"]


def test_a_version_from_before_safeguards_were_frozen_is_left_open_too(document):
    for row in rows(document, "processors"):
        row.pop("safeguards", None)
        row |= {"country": "Verenigde Staten", "outside_eea": True}
    assert [found for found in check(document).not_stated if found.key == "transfers"]


@pytest.mark.parametrize(
    ("language", "words", "key"),
    [
        ("nl", "Een computer neemt hier nooit zelf een besluit.", "automated_decisions"),
        ("nl", "Er is geen geautomatiseerde besluitvorming.", "automated_decisions"),
        ("en", "There is no automated decision-making.", "automated_decisions"),
        ("nl", "Willen we ze voor een nieuw doel gebruiken, dan hoor je dat.", "further_purposes"),
        ("en", "We tell you before we use them for a different purpose.", "further_purposes"),
        ("nl", "Je kunt je toestemming altijd intrekken.", "withdrawal"),
        ("nl", "Dien een klacht in bij de Autoriteit Persoonsgegevens.", "complaint"),
        ("nl", "Onze functionaris voor gegevensbescherming: fg@groningen.nl", "officer"),
        ("en", "Our data protection officer: dpo@example.org", "officer"),
        ("nl", "Je gegevens blijven binnen de Europese Economische Ruimte.", "transfers"),
    ],
)
def test_plain_words_count(language, words, key):
    assert key in missing(empty(language))
    assert key not in missing(told(language, words))


@pytest.mark.parametrize("words", ["", "Onze computer staat in Groningen.", "<script>computer beslist</script"[:9]])
def test_words_about_something_else_do_not(words):
    assert "automated_decisions" in missing(told("nl", words))


def test_a_language_without_a_list_of_words_is_left_to_a_person():
    """A third language comes by configuration alone: nobody is stopped by words we did not write down."""
    frisian = check(told("fy", "In kompjûter nimt gjin besluten."))
    assert "further_purposes" not in frisian.missing_keys
    assert "further_purposes" in {finding.key for finding in frisian.not_stated}
    assert "rights" in frisian.missing_keys


def test_it_names_the_section_only_when_there_is_one(document):
    without(document, "rights")
    [finding] = [found for found in check(document).missing if found.key == "rights"]
    assert finding.section == "rights" and finding.article == "13(2)(b)"
    assert {found.section for found in check(empty()).missing} == {""}


def test_the_sentences_are_in_the_language_of_the_editor():
    with translation.override("nl"):
        dutch = [finding.sentence for finding in check(empty("en")).missing]
    with translation.override("en"):
        english = [finding.sentence for finding in check(empty("nl")).missing]
    assert not set(dutch) & set(english)


def test_a_long_list_is_cut_short(document):
    for row in rows(document, "purposes"):
        row["origin"] = ""
    rows(document, "purposes")[-1]["origin"] = "Ticketmaster"
    with translation.override("en"):
        [finding] = [found for found in check(document).not_stated if found.key == "source"]
    assert "more" in finding.sentence
