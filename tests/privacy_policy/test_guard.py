"""No translation goes live half done, behind a lock, or by somebody who may only translate; whichever of localize's
ways is taken. Each case is also told without the guard, where the harm is real."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.tasks import ImmediateBackend, background

from privacy_portal.privacy_policy.actions import CannotFreeze
from privacy_portal.privacy_policy.languages import guard
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.processing_register.models import Processor
from tests.support.staff import member_of, signed_in

from .conftest import processor, publish, section, text
from .translating import again, start, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(published, english) -> Translation:
    """Sent to the translator, who did everything but one piece."""
    made = start(published, english)
    translate(made, but=("Inzage.",))
    return made


@pytest.fixture
def english_page(translation) -> PolicyPage:
    return PolicyPage.objects.get(locale__language_code="en")


@pytest.fixture
def unguarded():
    guard.uninstall()
    yield
    guard.install()


@pytest.fixture
def bas(db):
    """Translates, and may not publish."""
    user = member_of("Translators", email="bas@example.org")
    group = user.groups.get()
    group.permissions.add(*Permission.objects.filter(codename__in=("access_admin", "submit_translation")))
    edit = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=edit)
    return user


def from_the_editor(client, translation: Translation):
    page = translation.get_target_instance()
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}, follow=True)


def from_sync(client, translation: Translation):
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    return client.post(url, {"publish_translations": "on"}, follow=True)


def from_submit(client, translation: Translation):
    """“Translate this page” anew, nothing translated yet; as localize comes, it publishes what is live in Dutch."""
    page = translation.source.get_source_instance()
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    PolicyPage.objects.filter(locale=translation.target_locale, live=False).delete()
    with override_settings(WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE=True):
        return client.post(url, {"locales": [translation.target_locale_id]}, follow=True)


WAYS = {"editor": from_the_editor, "sync": from_sync, "submit": from_submit}


def english_is_live() -> bool:
    return PolicyPage.objects.filter(locale__language_code="en", live=True).exists()


@pytest.fixture
def go(client, django_capture_on_commit_callbacks):
    """Goes one of the ways as this person; returns what the person reads afterwards."""

    def _go(way: str, user, translation: Translation) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            response = WAYS[way](signed_in(user, client), translation)
        return response.content.decode()

    return _go


class TestHalfTranslatedText:
    @pytest.mark.parametrize("way", WAYS)
    def test_it_is_refused_and_named(self, translation, chandni, go, way):
        said = go(way, chandni, translation)
        assert not english_is_live()
        assert "nog niet vertaald: “" in said
        assert way == "submit" or "1 stuk tekst is nog niet vertaald: “Inzage.”" in said

    @pytest.mark.parametrize("way", WAYS)
    def test_without_the_guard_dutch_stands_in_english(self, translation, chandni, go, way, unguarded):
        go(way, chandni, translation)
        page = PolicyPage.objects.get(locale__language_code="en")
        assert page.live and "Inzage." in str(page.sections)

    def test_a_piece_with_broken_markup_counts_as_missing(self, translation, chandni, go):
        translate(translation)
        piece = StringTranslation.objects.get(translation_of__data="Inzage.")
        piece.data = "<b>Access"
        piece.data = "<script>alert(1)</script>"
        piece.save()
        said = go("editor", chandni, translation)
        assert not english_is_live() and "Inzage." in said


class TestPeopleWhoMayOnlyTranslate:
    @pytest.mark.parametrize("way", ["sync", "submit"])
    def test_they_cannot_publish(self, translation, bas, go, way):
        translate(translation)
        said = go(way, bas, translation)
        assert not english_is_live()
        assert "maar niet publiceren" in said

    def test_the_translation_editor_shuts_them_out(self, translation, bas, client):
        translate(translation)
        from_the_editor(signed_in(bas, client), translation)
        assert not english_is_live()

    @pytest.mark.parametrize("way", ["sync", "submit"])
    def test_without_the_guard_they_can(self, translation, bas, go, way, unguarded):
        translate(translation)
        go(way, bas, translation)
        assert english_is_live()

    def test_a_live_page_keeps_its_text(self, translation, bas, chandni, go):
        translate(translation)
        go("editor", chandni, translation)
        before = PolicyVersion.objects.in_language("en").get().html
        StringTranslation.objects.filter(translation_of__data="Inzage.").update(data="Whatever Bas likes.")
        go("sync", bas, translation)
        page = PolicyPage.objects.get(locale__language_code="en")
        assert "Whatever" not in str(page.sections)
        assert PolicyVersion.objects.in_language("en").get().html == before


class TestLocks:
    def lock(self, page, by):
        PolicyPage.objects.filter(pk=page.pk).update(locked=True, locked_by=by, locked_at=timezone.now())

    @pytest.mark.parametrize("way", ["editor", "sync"])
    def test_a_page_that_a_colleague_locked_stays_as_it_is(self, translation, english_page, chandni, bas, go, way):
        translate(translation)
        self.lock(english_page, bas)
        said = go(way, chandni, translation)
        assert not english_is_live()
        assert "vergrendeld" in said

    @pytest.mark.parametrize("way", ["editor", "sync"])
    def test_without_the_guard_it_changes(self, translation, english_page, chandni, bas, go, way, unguarded):
        translate(translation)
        self.lock(english_page, bas)
        go(way, chandni, translation)
        assert english_is_live()

    def test_who_locked_it_may_go_on(self, translation, english_page, chandni, go):
        translate(translation)
        self.lock(english_page, chandni)
        go("editor", chandni, translation)
        assert english_is_live()

    def test_a_script_respects_every_lock(self, translation, english_page, bas):
        translate(translation)
        self.lock(english_page, bas)
        with pytest.raises(guard.CannotPublishTranslation):
            translation.save_target(publish=True)


class TestWhatMay:
    @pytest.mark.parametrize("way", ["editor", "sync"])
    def test_a_whole_translation_goes_live_and_is_frozen(self, translation, chandni, go, way):
        translate(translation)
        go(way, chandni, translation)
        version = PolicyVersion.objects.in_language("en").get()
        assert "Access." in version.html and "Inzage" not in version.html
        assert version.release_group == PolicyVersion.objects.in_language("nl").get().release_group
        assert version.published_by == chandni

    def test_a_draft_of_a_translation_is_always_saved(self, translation, bas):
        translation.save_target(user=bas, publish=False)
        assert not english_is_live()


class TestTheLiveRow:
    """Localize writes the text to the live row before it publishes, and publishes after the transaction."""

    def test_a_page_that_cannot_be_frozen_keeps_its_row(self, translation, chandni, go, published, dutch, english):
        translate(translation)
        go("editor", chandni, translation)
        processor("zalsman", dutch, name="Zalsman")
        parties = section("Partijen", "processors", ("processors", {"caption": "", "processors": []}))
        row = Processor.objects.get(key="zalsman")
        parties["value"]["body"][0]["value"]["processors"] = [row.pk]
        publish(published, section("Welke gegevens", "data", text("Je naam.")), parties)
        translate(again(published))
        said = go("editor", chandni, translation)
        page = PolicyPage.objects.get(locale__language_code="en")
        assert "processors" not in str(page.sections)
        assert "Zalsman" in said
        assert PolicyVersion.objects.in_language("en").count() == 1

    def english_draft_in_the_register(self, published, dutch, english, translation) -> None:
        """Every piece is translated and the entry has an English row; only that row is not published."""
        row = processor("zalsman", dutch, name="Zalsman")
        processor("zalsman", english, name="Zalsman", live=False, translation_key=row.translation_key)
        parties = section("Partijen", "processors", ("processors", {"caption": "", "processors": [row.pk]}))
        publish(published, section("Welke gegevens", "data", text("Je naam.")), parties)
        translate(again(published))

    def test_an_entry_that_is_a_draft_in_english_changes_nothing(
        self, translation, chandni, go, published, dutch, english
    ):
        translate(translation)
        go("editor", chandni, translation)
        self.english_draft_in_the_register(published, dutch, english, translation)
        said = go("editor", chandni, translation)
        assert "processors" not in str(PolicyPage.objects.get(locale=english).sections)
        assert "Zalsman" in said
        assert PolicyVersion.objects.in_language("en").count() == 1

    def test_without_the_guard_the_row_changes_although_nothing_is_published(
        self, translation, chandni, go, published, dutch, english
    ):
        translate(translation)
        go("editor", chandni, translation)
        self.english_draft_in_the_register(published, dutch, english, translation)
        guard.uninstall()
        try:
            with pytest.raises(CannotFreeze):
                go("editor", chandni, translation)
        finally:
            guard.install()
        assert "zalsman" in str(PolicyPage.objects.get(locale=english).sections).lower()
        assert PolicyVersion.objects.in_language("en").count() == 1

    def test_text_of_a_dutch_draft_waits_for_that_draft(self, translation, chandni, go, published):
        """The translators work from the draft; their “publish” would be a day too early."""
        from privacy_portal.privacy_policy.languages.release import send_to_translators

        translate(translation)
        go("editor", chandni, translation)
        page = PolicyPage.objects.get(pk=published.pk)
        page.introduction = "<p>Straks.</p>"
        page.effective_from = date(2027, 1, 1)
        page.save_revision(user=chandni)
        send_to_translators(page)
        translate(translation)
        said = go("editor", chandni, translation)
        assert "Straks" not in PolicyPage.objects.get(locale__language_code="en").introduction
        assert "concept" in said
        assert PolicyVersion.objects.in_language("en").count() == 1


class TestRegisterEntries:
    def test_an_entry_is_guarded_too(self, dutch, english, bas):
        entry = processor("zalsman", dutch, name="Zalsman", service="Drukwerk")
        made = start_entry(entry, english)
        with pytest.raises(guard.CannotPublishTranslation, match=r"niet publiceren|not publish"):
            made.save_target(user=bas, publish=True)
        with pytest.raises(guard.CannotPublishTranslation, match="Drukwerk"):
            made.save_target(publish=True)
        assert not Processor.objects.live().filter(locale=english).exists()

    @pytest.fixture
    def locked_entry(self, dutch, english, bas) -> Translation:
        """Translated as a whole, published, translated anew, and then locked by Bas."""
        made = start_entry(processor("zalsman", dutch, name="Zalsman", service="Drukwerk"), english)
        translate(made)
        made.save_target(publish=True)
        StringTranslation.objects.filter(translation_of__data="Drukwerk").update(data="Printing")
        Processor.objects.filter(locale=english).update(locked=True, locked_by=bas, locked_at=timezone.now())
        return made

    def test_one_that_a_colleague_locked_stays_as_it_is(self, locked_entry, chandni, english):
        with pytest.raises(guard.CannotPublishTranslation, match="vergrendeld"):
            locked_entry.save_target(user=chandni, publish=True)
        assert Processor.objects.get(locale=english).service == "Drukwerk (en)"

    def test_without_the_guard_it_changes(self, locked_entry, chandni, english, unguarded):
        locked_entry.save_target(user=chandni, publish=True)
        assert Processor.objects.get(locale=english).service == "Printing"

    def test_who_locked_it_may_go_on(self, locked_entry, bas, chandni, english):
        Processor.objects.filter(locale=english).update(locked_by=chandni)
        locked_entry.save_target(user=chandni, publish=True)
        assert Processor.objects.get(locale=english).service == "Printing"

    def test_a_translated_entry_has_no_preview(self, dutch, english, chandni, client):
        made = start_entry(processor("zalsman", dutch, name="Zalsman", service="Drukwerk"), english)
        made.save_target(publish=False)
        url = reverse("wagtail_localize:preview_translation", args=[made.pk])
        assert signed_in(chandni, client).get(url).status_code == 404


def start_entry(entry, locale) -> Translation:
    source, _created = TranslationSource.get_or_create_from_instance(entry)
    return Translation.objects.create(source=source, target_locale=locale)


def test_the_guard_is_there_once(db):
    guard.install()
    guard.install()
    assert not hasattr(Translation.save_target.unguarded, "unguarded")


def test_an_admin_page_that_does_not_exist_is_not_found_and_not_moved(chandni, client):
    """With Django's own language middleware it would lead to the same address in Dutch."""
    assert signed_in(chandni, client).get("/beheer/bestaat-niet/").status_code == 404


def test_localize_does_its_work_at_once():
    """Its background tasks are its own: put elsewhere, a refusal would reach nobody."""
    assert isinstance(background, ImmediateBackend)


# What localize does not take apart for translators, so that it would stay Dutch in every language.
NEVER_TRANSLATED = (TableBlock, TypedTableBlock, blocks.RawHTMLBlock)


def blocks_within(block: blocks.Block) -> Iterator[blocks.Block]:
    yield block
    children = list(getattr(block, "child_blocks", {}).values())
    for child in [*children, *filter(None, [getattr(block, "child_block", None)])]:
        yield from blocks_within(child)


def test_every_part_of_a_policy_can_be_translated():
    streams = [field.stream_block for field in PolicyPage._meta.get_fields() if isinstance(field, StreamField)]
    found = [block for stream in streams for block in blocks_within(stream)]
    assert {type(block).__name__ for block in found} >= {"SectionBlock", "DetailsBlock", "SnippetChooserBlock"}
    assert not [block for block in found if isinstance(block, NEVER_TRANSLATED)]


def test_a_table_anywhere_inside_would_be_found():
    deep = blocks.StreamBlock([("part", blocks.StructBlock([("rows", blocks.ListBlock(TableBlock()))]))])
    assert any(isinstance(block, NEVER_TRANSLATED) for block in blocks_within(deep))
