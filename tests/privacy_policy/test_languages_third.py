"""A third language by configuration alone: Frisian, the other language of the country. One line of the environment,
and the policy can be translated, released and read in it."""

import os
import re
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings as site
from django.core.management.sql import emit_post_migrate_signal
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms.locales import make_locales
from privacy_portal.privacy_policy.languages.release import CannotRelease, release, send_to_translators
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.processing_register import demo as register
from privacy_portal.processing_register.models import Processor
from tests.support.staff import signed_in

from .conftest import processor, publish, section, text
from .reviewing import approved
from .translating import start, translate

LANGUAGES = [("nl", "Nederlands"), ("en", "English"), ("fy", "Frysk")]


def test_one_line_of_the_environment_adds_it():
    environment = os.environ | {"EXTRA_LANGUAGES": "fy=Frysk"}
    asked = "from cms.settings import test; print(test.LANGUAGES == test.WAGTAIL_CONTENT_LANGUAGES, test.LANGUAGES)"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=site.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"True {LANGUAGES}"


@pytest.fixture
def frisian(settings, db) -> Locale:
    """The site as it then is."""
    settings.EXTRA_LANGUAGES = {"fy": "Frysk"}
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
    make_locales(using="default")
    return Locale.objects.get(language_code="fy")


def test_migrating_makes_it_known_to_the_editors(settings, db):
    settings.EXTRA_LANGUAGES = {"fy": "Frysk"}
    for _again in range(2):
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        assert Locale.objects.filter(language_code="fy").count() == 1


@pytest.fixture
def parties(published, dutch, english) -> PolicyPage:
    """A policy that reads the register, which nobody wrote in Frisian."""
    processor("zalsman", dutch, name="Zalsman", service="Drukwerk")
    processor("zalsman", english, name="Zalsman", service="Printing")
    publish(
        published,
        section("Wie helpt ons", "processors", ("processors", {"caption": "", "processors": []})),
        effective_from=date(2026, 11, 2),
    )
    return PolicyPage.objects.get(pk=published.pk)


@pytest.fixture
def released(parties, frisian, chandni) -> PolicyPage:
    start(parties, frisian)
    draft = parties.get_latest_revision_as_object()
    draft.effective_from = timezone.localdate()
    draft.introduction, draft.change_summary = "<p>Nieuw begin.</p>", "<p>Er is nu een Friese tekst.</p>"
    draft.save_revision(user=chandni)
    approved(parties)
    for translation in send_to_translators(parties):
        translate(translation)
    release(parties, by=chandni, now=timezone.now())
    return PolicyPage.objects.get(locale=frisian)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_it_is_translated_and_released_with_the_others(released):
    newest = {v.language_code: v for v in PolicyVersion.objects.filter(effective_from=timezone.localdate())}
    assert set(newest) == {"nl", "fy"}
    assert newest["nl"].release_group == newest["fy"].release_group
    assert released.get_parent().locale.language_code == "fy"


def test_it_is_read_under_its_own_address(released, client):
    page = read(client, "/fy/privacybeleid/")
    assert '<html lang="fy"' in page and "Nieuw begin. (fy)" in page
    assert "Wie helpt ons (fy)" in read(client, f"/fy/privacybeleid/versies/{timezone.localdate()}/")
    assert read(client, "/fy/privacybeleid/versies/")


def test_what_nobody_translated_is_in_dutch(released, client):
    """Buttons, and the register: Dutch words are better than an empty table."""
    page = read(client, "/fy/privacybeleid/")
    assert "Alle versies" in page and "Drukwerk" in page
    assert "Zalsman" in read(client, "/fy/verwerkers/")


def test_once_the_register_speaks_it_a_missing_entry_is_refused_again(released, parties, frisian, chandni):
    processor("keynius", frisian, name="Keynius")
    chosen = {"caption": "", "processors": [Processor.objects.get(key="zalsman", locale__language_code="nl").pk]}
    draft = parties.get_latest_revision_as_object()
    draft.sections = draft._meta.get_field("sections").stream_block.to_python(
        [section("Wie helpt ons", "processors", ("processors", chosen))]
    )
    draft.change_summary = "<p>Korter.</p>"
    draft.save_revision(user=chandni)
    approved(parties)
    for translation in send_to_translators(parties):
        translate(translation)
    with pytest.raises(CannotRelease, match="Zalsman"):
        release(parties, by=chandni, now=timezone.now())


def test_the_other_languages_and_search_engines_know_it(released, client):
    page = read(client, "/privacybeleid/")
    assert {"nl", "fy"} <= set(re.findall(r'rel="alternate"[^>]*hreflang="([^"]+)"', page))
    assert re.search(r'<a href="/fy/privacybeleid/"[^>]*hreflang="fy"', page)
    assert "/fy/privacybeleid/" in read(client, "/sitemap.xml")


def test_the_dutch_text_prevails_over_it_too(released, parties, client):
    publish(parties, section("Wie helpt ons", "processors", text("Niemand.")), introduction="<p>Weer anders.</p>")
    page = read(client, "/fy/privacybeleid/")
    assert "niet bijgewerkt" in page and "geldt de tekst in het" in page


def test_before_it_has_a_policy_it_points_to_the_others(published, frisian, client):
    response = client.get("/fy/privacybeleid/")
    assert response.status_code == 404 and 'href="/privacybeleid/"' in response.content.decode()


def test_the_editor_offers_it(published, frisian, chandni, client):
    page = read(signed_in(chandni, client), reverse("wagtail_localize:submit_page_translation", args=[published.pk]))
    assert "Frysk" in page or "Frisian" in page


def test_a_register_file_that_does_not_speak_it_still_loads(frisian):
    register.load(now=timezone.now())
    assert not Processor.objects.filter(locale=frisian).exists()
