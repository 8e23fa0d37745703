"""A typing error is mended by a version of its own, of which readers are not told. No real change may pass for it."""

from datetime import date

import pytest
from django.urls import reverse

from privacy_portal.privacy_policy.actions import CannotFreeze, check_publishable, freeze_earlier
from privacy_portal.privacy_policy.erratum import MOST_WORDS
from privacy_portal.privacy_policy.importing import IMPORT
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.privacy_policy.queries import counterparts, current_version, version_in_force
from tests.support.staff import signed_in

from .conftest import processor, publish, section, stream, text

pytestmark = pytest.mark.django_db
NOTE = "<p>Twee typfouten verbeterd.</p>"
WORDS = " ".join(f"woord{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-22T12:00:00+00:00", tick=False)


@pytest.fixture
def misspelt(policy_page, dutch) -> PolicyPage:
    """Published with “gegvens” where “gegevens” was meant, and with a register block."""
    processor("keynius", dutch, name="Keynius")
    return publish(policy_page, *sections("Wij bewaren je gegvens 7 jaar. Wij verkopen ze niet.")).page


def sections(words: str, *more: dict, anchor: str = "data") -> list[dict]:
    parties = ("processors", {"caption": "Partijen", "processors": []})
    return [section("Welke gegevens", anchor, text(words)), section("Partijen", "processors", parties), *more]


RIGHT = "Wij bewaren je gegevens 7 jaar. Wij verkopen ze niet."


def mend(page: PolicyPage, words: str = RIGHT, **fields) -> PolicyVersion:
    return publish(page, *sections(words), **{"is_technical": True, "change_summary": NOTE} | fields)


def refused(page: PolicyPage, match: str, *parts: dict, **fields) -> None:
    with pytest.raises(CannotFreeze, match=match):
        publish(page, *(parts or sections(RIGHT)), **{"is_technical": True, "change_summary": NOTE} | fields)
    assert PolicyVersion.objects.count() == 1 and current_version("nl").slug == "2026-11-01"


class TestMending:
    def test_it_is_a_version_of_its_own_and_the_old_one_stays(self, misspelt):
        before = PolicyVersion.objects.get()
        after = mend(misspelt)
        assert (after.slug, after.is_technical, after.effective_from) == ("2026-11-01-2", True, before.effective_from)
        assert "gegevens 7 jaar" in after.html
        assert PolicyVersion.objects.get(pk=before.pk).html == before.html

    def test_it_applies_from_the_day_of_what_it_mends(self, misspelt):
        mend(misspelt)
        assert version_in_force("nl", date(2026, 11, 2)).slug == "2026-11-01-2"

    def test_it_may_take_effect_today_instead(self, misspelt):
        assert mend(misspelt, effective_from=date(2026, 11, 22)).slug == "2026-11-22"

    def test_it_stays_the_same_release_as_the_other_language(self, misspelt, english):
        other = misspelt.copy_for_translation(english)
        other.title, other.sections = "Privacy policy", stream(other, section("Which data", "data", text("Name.")))
        other.save_revision().publish()
        mended = mend(misspelt)
        assert counterparts(mended)["en"].title == "Privacy policy"
        assert counterparts(current_version("en"))["nl"] == mended

    def test_capitals_and_punctuation_are_free(self, misspelt):
        assert mend(misspelt, "wij Bewaren je gegevens 7 jaar; wij verkopen ze niet!").is_technical

    def test_publishing_it_again_makes_no_version(self, misspelt):
        mend(misspelt)
        publish(misspelt)
        assert PolicyVersion.objects.count() == 2

    def test_it_can_be_mended_again(self, misspelt):
        mend(misspelt)
        assert mend(misspelt, "Wij bewaren jouw gegevens 7 jaar. Wij verkopen ze niet.").slug == "2026-11-01-3"


class TestWhatIsMoreThanThat:
    def test_without_a_note(self, misspelt):
        refused(misspelt, "wat je hebt verbeterd", change_summary="<p> </p>")

    def test_with_another_date(self, misspelt):
        refused(misspelt, "1 november 2026", effective_from=date(2026, 12, 1))

    def test_before_there_is_anything_to_mend(self, policy_page):
        with pytest.raises(CannotFreeze, match="nog geen versie"):
            publish(policy_page, is_technical=True, change_summary=NOTE)
        assert not PolicyVersion.objects.exists()

    @pytest.mark.parametrize(
        ("words", "match"),
        [
            ("Wij bewaren je gegevens 10 jaar. Wij verkopen ze niet.", "getal, datum of termijn"),
            ("Wij bewaren je gegevens 7 jaar. Wij verkopen ze.", "niet"),
            ("Wij bewaren je gegevens alleen 7 jaar. Wij verkopen ze niet.", "niet"),
            (f"{RIGHT} {WORDS} {WORDS}", f"hooguit {MOST_WORDS}"),
            (f'{RIGHT} <a href="https://elders.example">Lees</a>', "ander adres"),
        ],
    )
    def test_a_text_that_promises_something_else(self, misspelt, words, match):
        refused(misspelt, match, *sections(words))

    def test_a_section_more_less_or_moved(self, misspelt):
        for changed in (
            sections(RIGHT, section("Nieuw", "new", text("Iets."))),
            sections(RIGHT)[:1],
            sections(RIGHT)[::-1],
            sections(RIGHT, anchor="elsewhere"),
        ):
            refused(misspelt, "dezelfde onderdelen", *changed)

    def test_a_register_that_moved_on(self, misspelt, dutch):
        processor("zalsman", dutch, name="Zalsman")
        refused(misspelt, "register staat nu iets anders")

    def test_the_editor_reads_every_problem_and_the_way_out(self, misspelt):
        with pytest.raises(CannotFreeze) as refusal:
            mend(misspelt, "Wij bewaren je gegevens 8 jaar.", change_summary="")
        assert len(refusal.value.messages) == 4
        assert refusal.value.messages[-1].startswith("Of haal het vinkje weg")

    def test_the_same_as_an_ordinary_version_is_fine(self, misspelt):
        version = publish(misspelt, *sections("Heel anders."), effective_from=date(2026, 12, 1))
        assert not version.is_technical

    def test_it_is_told_before_publishing_too(self, misspelt):
        draft = PolicyPage.objects.get(pk=misspelt.pk)
        draft.is_technical, draft.change_summary = True, ""
        with pytest.raises(CannotFreeze, match="wat je hebt verbeterd"):
            check_publishable(draft)


class TestAfterwards:
    def test_the_next_draft_is_an_ordinary_one(self, misspelt, chandni, client):
        mend(misspelt, user=chandni)
        page = PolicyPage.objects.get(pk=misspelt.pk)
        assert not page.is_technical and current_version("nl").is_technical
        form = signed_in(chandni, client).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert form.status_code == 200 and not form.context["form"]["is_technical"].value()

    def test_a_draft_marked_so_stays_marked_until_it_is_published(self, misspelt):
        draft = PolicyPage.objects.get(pk=misspelt.pk)
        draft.is_technical = True
        draft.save_revision()
        assert PolicyPage.objects.get(pk=misspelt.pk).get_latest_revision_as_object().is_technical

    def test_the_list_marks_it_and_folds_it_once_it_is_replaced(self, misspelt, client):
        mend(misspelt)
        page = client.get("/privacybeleid/versies/").content.decode()
        assert "Verbeterde typfouten" in page and '<details class="ds-details erratum"' not in page
        publish(misspelt, *sections("Heel anders."), is_technical=False, effective_from=date(2026, 11, 22))
        page = client.get("/privacybeleid/versies/").content.decode()
        assert page.count('class="ds-details erratum"') == 1 and "Twee typfouten verbeterd." in page

    def test_history_that_is_added_later_is_never_a_correction(self, misspelt):
        mend(misspelt)
        page = PolicyPage.objects.get(pk=misspelt.pk)
        page.effective_from = date(2020, 1, 1)
        assert not freeze_earlier(page, IMPORT).is_technical
