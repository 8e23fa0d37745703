"""What a frozen text promises, also one from before the blocks stated it, and terms an editor typed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from privacy_portal.privacy_policy.drift import practice
from privacy_portal.privacy_policy.drift.comparison import compare_all
from privacy_portal.privacy_policy.drift.difference import Change, Place, Severity, in_words
from privacy_portal.privacy_policy.drift.fields import CONTACTS, TABLES, rows_of
from privacy_portal.privacy_policy.drift.practice import Fact, Practice, Promised
from privacy_portal.privacy_policy.drift.promises import ANSWER, PROMISES, RULES, Part, against_practice
from privacy_portal.privacy_policy.drift.prose import terms_to_answer
from privacy_portal.privacy_policy.drift.register import against_register
from privacy_portal.privacy_policy.readings import READERS

from .conftest import processor, publish, section

HERE = Place("nl", "rights", "Je rechten", "/privacybeleid/versies/2026-11-01/#rights")
FOUR_WEEKS = [Fact(ANSWER, "", 28, "4 weken")]
CLOCK = Practice("clock", "Term", Promised.ANSWER_DAYS, lambda language: FOUR_WEEKS)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("<p>Je hoort binnen vier weken van ons.</p>", [28]),
        ("<p>We antwoorden binnen 30 dagen. Dat is <b>snel</b>.</p>", [30]),
        ("<p>We answer within one week.</p><p>You hear from us within 28 days</p>", [7, 28]),
        ("<p>We antwoorden binnen een week</p>", [7]),
        ("<p>Je krijgt je geld terug binnen vier weken.</p>", []),
        ("<p>De wet geeft ons een maand voor een antwoord; wij beloven vier weken.</p>", []),
        ("<p>We antwoorden binnen afzienbare tijd. We antwoorden binnen ½ dag.</p>", []),
        ("<p>Binnen onze muren hoort muziek</p>", []),
        ("", []),
    ],
)
def test_it_finds_the_terms_an_editor_typed(words, days):
    assert [term.days for term in terms_to_answer(words)] == days


class TestOlderVersions:
    """A version frozen before a field existed cannot be held to it, and the report says so."""

    def rights(self, **fields) -> list[Part]:
        return [Part(HERE, {"kind": "rights", "rows": [], "url": "/x/", **fields})]

    def test_a_block_of_rights_without_a_term_is_told(self):
        [found] = against_practice(CLOCK, FOUR_WEEKS, self.rights())
        assert (found.change, found.severity, found.place) == (Change.NOT_STATED, Severity.ATTENTION, HERE)
        assert found.practice_words == "4 weken"

    def test_a_sentence_counts_where_the_block_is_silent(self):
        promised = Part(HERE, {"kind": "text", "html": "<p>Je hoort binnen vier weken van ons.</p>"})
        assert against_practice(CLOCK, FOUR_WEEKS, [*self.rights(), promised]) == []
        late = Part(HERE, {"kind": "details", "summary": "", "text": "<p>Je hoort binnen zes weken van ons.</p>"})
        [found] = against_practice(CLOCK, FOUR_WEEKS, [late])
        assert (found.policy, found.practice, found.severity) == ("zes weken", "4 weken", Severity.SERIOUS)

    def test_a_text_without_rights_and_terms_states_nothing(self):
        assert against_practice(CLOCK, FOUR_WEEKS, [Part(HERE, {"kind": "text", "html": "<p>Dag.</p>"})]) is None

    def test_cookies_without_technical_names_cannot_be_compared(self):
        browser = Practice("browser", "Cookies", Promised.COOKIES, lambda language: [])
        old = Part(HERE, {"kind": "cookies", "rows": [{"key": "own", "name": "Mijn gegevens"}]})
        assert against_practice(browser, [Fact("mijn", "mijn")], [old]) is None

    def test_a_field_the_old_row_lacks_is_no_difference(self, db, dutch):
        processor("zalsman", dutch, name="Zalsman", country="BE")
        old = {"kind": "processors", "rows": [{"key": "zalsman", "name": "Zalsman"}]}
        assert list(against_register(old, HERE)) == []


class TestChoices:
    """A block for which an editor chose entries is compared with those entries."""

    def test_a_party_that_was_not_chosen_is_not_missed(self, published, dutch):
        chosen = processor("zalsman", dutch, name="Zalsman")
        part = ("processors", {"caption": "", "processors": [chosen.pk]})
        version = publish(published, section("Partijen", "processors", part))
        assert version.content["sections"][0]["parts"][0]["chosen"] == ["zalsman"]
        processor("mailchimp", dutch, name="Mailchimp")
        assert "processors.added" not in keys()

    def test_a_chosen_party_that_leaves_is_missed(self, published, dutch):
        chosen = processor("zalsman", dutch, name="Zalsman")
        part = ("processors", {"caption": "", "processors": [chosen.pk]})
        publish(published, section("Partijen", "processors", part))
        chosen.unpublish()
        assert "processors.removed" in keys()

    def test_two_blocks_in_two_sections_are_each_compared(self, published, dutch):
        chosen = processor("zalsman", dutch, name="Zalsman", service="Drukt")
        part = ("processors", {"caption": "", "processors": [chosen.pk]})
        publish(published, section("Eén", "one", part), section("Twee", "two", part))
        chosen.service = "Vouwt"
        chosen.save()
        [comparison] = compare_all()
        found = [each.place.anchor for each in comparison.differences if each.key == "processors.service"]
        assert found == ["one", "two"]


def keys() -> set[str]:
    return {each.key for comparison in compare_all() for each in comparison.differences}


def test_a_text_without_register_blocks_says_nothing_about_promises(published):
    [comparison] = compare_all()
    assert comparison.differences == () and not comparison.reads_register and not comparison.is_checked


def test_without_a_version_there_is_nothing_to_compare(db):
    assert compare_all() == []


def test_hostile_words_stay_words(published, dutch):
    evil = processor("evil", dutch, name="=1+1<script>", service="<b>x</b>")
    publish(published, section("P", "p", ("processors", {"caption": "", "processors": []})))
    evil.service = "<img src=x onerror=alert(1)>"
    evil.save()
    [comparison] = compare_all()
    [found] = [each for each in comparison.differences if each.key == "processors.service"]
    assert (found.subject, found.practice) == ("=1+1<script>", "<img src=x onerror=alert(1)>")


def test_every_field_of_a_reading_is_compared_or_left_out_for_a_reason(db, dutch):
    """A field added to a reading and forgotten here would drift unseen."""
    left_out = {
        "purposes": {"key", "article", "iso_period"},
        "processors": {"key"},
        "retention": {"name", "iso_period", "activities"},
        "rights": {"key", "url"},
        "cookies": {"key"},
    }
    from home import demo as home
    from privacy_portal.processing_register import demo as register

    from .test_drift import NOW

    home.load_pages(now=NOW)
    register.load(now=NOW)
    for kind, read in READERS.items():
        reading, _gaps = read({}, "nl")
        if kind == "contacts":
            assert set(reading) == {field.name for field in CONTACTS}
            continue
        stated = set(rows_of({"kind": kind, **reading})[0]) - left_out[kind]
        assert sorted(stated) == sorted(field.name for field in TABLES[kind].fields), kind


def test_there_is_a_rule_for_everything_promised():
    assert set(RULES) == set(PROMISES) == set(Promised)


def test_two_practices_with_one_name_are_refused():
    own = practice.practices()[0]
    with pytest.raises(ImproperlyConfigured, match=own.key):
        practice.register(own)


def test_values_read_as_words():
    assert [in_words(each) for each in (True, False, "", None, [], ["a", "b"], 28)] == [
        "Ja",
        "Nee",
        "Niet vermeld",
        "Niet vermeld",
        "Niet vermeld",
        "a, b",
        "28",
    ]
