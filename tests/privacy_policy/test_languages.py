"""What readers and editors are told when a translation runs behind, and which text counts."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine as clock
from django.urls import reverse

from privacy_portal.privacy_policy.languages.ageing import ageing
from privacy_portal.privacy_policy.languages.keeping_up import sentences_for_editors
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.privacy_policy.queries import version_in_force
from tests.support.staff import signed_in

from .conftest import publish, section, text
from .translating import again, start, translate

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEWER = section("Je rechten", "rights", text("Nieuw."))


@pytest.fixture(autouse=True)
def today():
    with clock.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def translated(published, english, chandni) -> PolicyPage:
    translation = start(published, english)
    translate(translation)
    translation.save_target(user=chandni, publish=True)
    return PolicyPage.objects.get(locale=english)


def read(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


class TestReaders:
    def test_a_translation_that_keeps_up_says_nothing(self, translated, client):
        assert "out of date" not in read(client, "/en/privacy-policy/")

    def test_one_that_is_behind_says_so_since_when_and_what_prevails(self, published, translated, client):
        publish(published, NEWER, effective_from=date(2026, 11, 20))
        page = read(client, "/en/privacy-policy/")
        assert "out of date since 20 November 2026" in page
        assert "the text in Dutch prevails" in page
        assert re.search(r'href="/privacybeleid/" hreflang="nl">', page)
        assert "out of date" not in read(client, "/privacybeleid/")

    def test_it_counts_from_the_first_version_that_was_not_translated(self, published, translated, client):
        publish(published, NEWER, effective_from=date(2026, 11, 20))
        publish(published, section("Je rechten", "rights", text("Nog nieuwer.")), effective_from=date(2026, 11, 21))
        assert "out of date since 20 November 2026" in read(client, "/en/privacy-policy/")

    def test_not_before_the_dutch_version_applies(self, published, translated, client, today):
        publish(published, NEWER, effective_from=date(2026, 12, 1))
        assert "out of date" not in read(client, "/en/privacy-policy/")
        today.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
        assert "out of date since 1 December 2026" in read(client, "/en/privacy-policy/")

    def test_not_for_typing_errors(self, published, translated, client):
        publish(
            published,
            section("Welke gegevens", "data", text("Je naam!")),
            section("Je rechten", "rights", text("Inzage.")),
            is_technical=True,
            change_summary="<p>Leesteken.</p>",
        )
        assert PolicyVersion.objects.in_language("nl").count() == 2
        assert "out of date" not in read(client, "/en/privacy-policy/")

    def test_it_stops_when_the_translation_is_published(self, published, translated, client, chandni):
        publish(published, NEWER, effective_from=date(2026, 11, 20), change_summary="<p>Korter.</p>")
        translation = again(published)
        translate(translation)
        translation.save_target(user=chandni, publish=True)
        page = read(client, "/en/privacy-policy/")
        assert "out of date" not in page and "Nieuw. (en)" in page

    def test_the_language_of_the_site_prevails_whichever_that_is(self, published, translated, settings):
        publish(published, NEWER, effective_from=date(2026, 11, 20))
        dutch, english = (version_in_force(code, NOW.date()) for code in ("nl", "en"))
        settings.LANGUAGE_CODE = "en"
        assert ageing(english, NOW.date()) is None
        assert ageing(dutch, NOW.date()) is None  # the Dutch is newer, not older

    def test_it_asks_one_question_more(self, translated, client, django_assert_max_num_queries):
        read(client, "/en/privacy-policy/")
        with django_assert_max_num_queries(8):
            read(client, "/en/privacy-policy/")


class TestEditors:
    def test_they_read_which_version_it_follows_and_how_far_it_is(self, published, translated, chandni, client):
        publish(published, NEWER, effective_from=date(2026, 11, 20))
        again(published)
        shown = signed_in(chandni, client).get(reverse("wagtailadmin_pages:edit", args=[translated.pk]))
        told = " ".join(shown.content.decode().split())
        assert "volgt de versie van 1 november 2026" in told
        assert "De leidende taal loopt voor sinds 20 november 2026" in told
        assert "van de 6 stukken" in told

    def test_the_leading_language_needs_no_such_line(self, published):
        assert sentences_for_editors(published) == []

    def test_a_page_that_was_never_published(self, published, english):
        start(published, english)
        told = sentences_for_editors(PolicyPage.objects.get(locale=english))
        assert told[0] == "Nothing is published in this language yet." or "nog niets" in told[0]
        assert len(told) == 2
