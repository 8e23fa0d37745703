"""A translator's PO file: out, back in, and everything that can be wrong with it. No page changes by an upload."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from tests.support.staff import member_of, signed_in

from .conftest import processor, publish, section, text
from .translating import in_other_words, start, translate

pytestmark = pytest.mark.django_db
LINK = '<p>Lees <a href="https://example.org/meer">meer hierover</a>.</p>'


@pytest.fixture
def rich(published, dutch) -> PolicyPage:
    """One of every kind of text an editor can write."""
    processor("zalsman", dutch, name="Zalsman")
    publish(
        published,
        section(
            "Welke gegevens",
            "data",
            ("text", "<p>Eerste alinea.</p><ul><li>Een punt</li><li>Nog een punt</li></ul>" + LINK),
            ("notice", {"tone": "warning", "heading": "Let op", "text": "<p>Dit is belangrijk.</p>"}),
            ("details", {"summary": "Wat zegt de wet?", "text": "<p>De wet zegt dit.</p>"}),
            ("processors", {"caption": "Onze partijen", "processors": []}),
            short_answer="<p>Kort gezegd.</p>",
        ),
        search_description="Ons beleid",
        change_summary="<p>Er kwam iets bij.</p>",
    )
    return PolicyPage.objects.get(pk=published.pk)


@pytest.fixture
def translation(rich, english) -> Translation:
    return start(rich, english)


@pytest.fixture
def colleague(db):
    """Publishes what somebody else translated."""
    return member_of("", email="loes@example.org")


@pytest.fixture
def upload(client, chandni):
    def _upload(translation: Translation, contents: bytes | str, user=chandni) -> str:
        url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        body = contents.encode() if isinstance(contents, str) else contents
        response = signed_in(user, client).post(url, {"file": SimpleUploadedFile("en.po", body)}, follow=True)
        return " ".join(response.content.decode().split())

    return _upload


def filled(translation: Translation, **instead: str) -> polib.POFile:
    """What a translator sends back."""
    po = translation.export_po()
    for entry in po:
        entry.msgstr = instead.get(entry.msgid, in_other_words(entry.msgid, "en"))
    return po


def nothing_is_live() -> bool:
    return not PolicyPage.objects.filter(locale__language_code="en", live=True).exists()


class TestRoundTrip:
    def test_every_kind_of_text_is_sent(self, translation):
        sent = {entry.msgid for entry in translation.export_po()}
        assert {
            "Privacybeleid",
            "Ons beleid",
            "Er kwam iets bij.",
            "Dit beleid gaat over jouw gegevens.",
            "Je regelt alles zelf.",
            "Welke gegevens",
            "Kort gezegd.",
            "Eerste alinea.",
            "Een punt",
            "Nog een punt",
            "Let op",
            "Dit is belangrijk.",
            "Wat zegt de wet?",
            "De wet zegt dit.",
            "Onze partijen",
        } <= sent
        assert not sent & {"data", "warning", "zalsman", "Zalsman"}

    def test_downloaded_filled_in_uploaded_and_published(self, translation, client, chandni, colleague, upload):
        url = reverse("wagtail_localize:download_pofile", args=[translation.pk])
        downloaded = polib.pofile(signed_in(chandni, client).get(url).content.decode())
        for entry in downloaded:
            entry.msgstr = in_other_words(entry.msgid, "en")
        said = upload(translation, str(downloaded))
        assert "vertalingen uit het bestand gelezen" in said
        assert nothing_is_live()
        translation.save_target(user=colleague, publish=True)
        html = PolicyVersion.objects.in_language("en").get().html
        for words in (
            "Een punt (en)",
            "Let op (en)",
            "Wat zegt de wet? (en)",
            "Onze partijen (en)",
            "Kort gezegd. (en)",
        ):
            assert words in html, words
        assert 'href="https://example.org/meer"' in html and 'id="data"' in html

    def test_a_file_with_part_of_the_text_is_taken_as_far_as_it_goes(self, translation, upload):
        po = filled(translation)
        for entry in po[3:]:
            entry.msgstr = ""
        said = upload(translation, str(po))
        assert "Er zijn 3 vertalingen uit het bestand gelezen." in said
        assert "moeten nog vertaald worden" in said
        assert StringTranslation.objects.count() == 3 and nothing_is_live()

    def test_a_part_does_not_take_away_what_was_done(self, translation, upload):
        translate(translation)
        before = StringTranslation.objects.count()
        po = filled(translation)
        del po[2:]
        upload(translation, str(po))
        assert StringTranslation.objects.count() == before


class TestWrongFiles:
    def test_a_file_of_another_page_is_named_and_ignored(self, translation, front_page, english, upload):
        from wagtail_localize.models import TranslationSource

        source, _created = TranslationSource.get_or_create_from_instance(front_page)
        other = Translation.objects.create(source=source, target_locale=english)
        said = upload(translation, str(filled(other)))
        assert "niet voor deze pagina" in said and front_page.title in said
        assert not StringTranslation.objects.exists() and nothing_is_live()

    @pytest.mark.parametrize(
        "contents",
        [
            b"",
            b"hello",
            b"\xff\xfe\x00",
            b'msgid "x"\nmsgstr "y',
            b"/etc/passwd",
            b'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: onzin\\n"\n',
        ],
    )
    def test_what_is_no_file_of_ours_is_refused(self, translation, upload, contents):
        said = upload(translation, contents)
        assert "is niets veranderd" in said
        assert not StringTranslation.objects.exists()

    def test_no_file_at_all(self, translation, client, chandni):
        url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        response = signed_in(chandni, client).post(url, follow=True)
        assert "Kies eerst een bestand" in response.content.decode()

    @pytest.mark.security("ASVS 1.2.2", "ASVS 1.3.1")
    @pytest.mark.parametrize(
        "broken",
        [
            "<script>alert(1)</script>",
            '<a id="a9">more about this</a>',
            '<img src="x" onerror="alert(1)">',
            '<a href="javascript:alert(1)">more</a>',
        ],
    )
    def test_markup_that_does_not_fit_counts_as_not_translated(self, translation, upload, chandni, broken):
        link = next(e.msgid for e in translation.export_po() if "meer hierover" in e.msgid)
        said = upload(translation, str(filled(translation, **{link: broken})))
        assert "die niet kloppen en telt als niet vertaald" in said
        with pytest.raises(Exception, match="meer hierover"):
            translation.save_target(user=chandni, publish=True)
        assert nothing_is_live()

    def test_unbalanced_tags_are_closed(self, translation, upload, colleague):
        upload(translation, str(filled(translation, **{"Eerste alinea.": "<b>First paragraph."})))
        translation.save_target(user=colleague, publish=True)
        assert "<b>First paragraph.</b>" in PolicyVersion.objects.in_language("en").get().html

    def test_lines_of_a_text_that_is_gone_are_left_out(self, translation, upload):
        po = filled(translation)
        po.append(polib.POEntry(msgid="Stond hier ooit.", msgctxt="introduction", msgstr="Once stood here."))
        said = upload(translation, str(po))
        assert "1 regel hoort bij een tekst die niet meer op deze pagina staat" in said

    def test_somebody_who_may_not_edit_the_page_cannot_upload(self, translation, client):
        bas = member_of("Auditor", email="bas@example.org")
        url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        file = SimpleUploadedFile("en.po", str(filled(translation)).encode())
        signed_in(bas, client).post(url, {"file": file})
        assert not StringTranslation.objects.exists()


def test_text_without_ids_inside_its_sections_can_be_translated(policy_page):
    """An import or the demo writes plain data; the ids that localize needs are added."""
    page = PolicyPage.objects.get(pk=policy_page.pk)
    assert all(part.id for child in page.sections for part in child.value["body"])
    again = PolicyPage.objects.get(pk=policy_page.pk)
    ids = [[part.id for child in found.sections for part in child.value["body"]] for found in (page, again)]
    assert ids[0] == ids[1]
    assert text("x")
