"""The pages every install has: in both languages, one heading each, and left alone once editors own them."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from wagtail.models import Locale, Page, Site

from home.blocks import Destination, Icon, url_of
from home.demo import load_pages
from home.models import HomePage, PlainPage
from home.standing_pages import SLUGS, path_of
from home.texts import en, nl
from tests.look.html import Outline
from tests.support.once import once

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ADDRESSES = [(name, language, path_of(name, language)) for name in SLUGS for language in ("nl", "en")]


loaded = once(lambda: load_pages(now=NOW))


@pytest.fixture
def pages(loaded, db) -> HomePage:
    return HomePage.objects.get(pk=loaded.pk)


@pytest.mark.parametrize(("name", "language", "address"), ADDRESSES)
def test_it_answers_with_one_heading_and_the_landmarks(client, pages, name, language, address):
    response = client.get(address)
    page = Outline(response.content.decode())
    assert response.status_code == 200
    assert page.attributes["html"]["lang"] == language
    assert page.headings.count(1) == 1
    assert (page.landmarks["header"], page.landmarks["main"], page.landmarks["footer"]) == (1, 1, 1)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


@pytest.mark.parametrize(("name", "language", "address"), ADDRESSES)
def test_headings_skip_no_level(client, pages, name, language, address):
    levels = Outline(client.get(address).content.decode()).headings
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_titles_differ_from_page_to_page(client, pages):
    titles = [Outline(client.get(address).content.decode()).title for _, _, address in ADDRESSES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", SLUGS)
def test_the_language_switch_leads_to_the_same_page(client, pages, name):
    dutch, english = path_of(name, "nl"), path_of(name, "en")
    assert f'href="{english}" lang="en"' in client.get(dutch).content.decode()
    assert f'href="{dutch}" lang="nl"' in client.get(english).content.decode()


def test_a_visitor_without_account_gets_no_cookie(client, pages):
    assert not client.get("/").cookies


def test_the_statement_carries_the_day_in_words(client, pages):
    assert "22 november 2026" in client.get(path_of("accessibility", "nl")).content.decode()
    assert "22 November 2026" in client.get(path_of("accessibility", "en")).content.decode()


def test_the_front_page_is_the_root_of_the_site(pages):
    assert Site.objects.get(is_default_site=True).root_page_id == pages.pk
    assert not Page.objects.filter(slug="home", depth=2).exists()


def test_running_it_again_changes_nothing(pages):
    page = PlainPage.objects.get(slug="je-rechten")
    page.title = "Onze eigen titel"
    page.save_revision().publish()
    before = list(Page.objects.order_by("pk").values_list("pk", "path", "title"))
    load_pages(now=NOW)
    assert list(Page.objects.order_by("pk").values_list("pk", "path", "title")) == before


def test_a_page_an_editor_removed_in_one_language_comes_back_there_only(pages):
    english = PlainPage.objects.get(slug="your-rights")
    english.delete()
    load_pages(now=NOW)
    assert PlainPage.objects.filter(slug="your-rights", locale=Locale.objects.get(language_code="en")).count() == 1
    assert PlainPage.objects.count() == 6


def test_both_languages_say_the_same_things():
    assert nl.PAGES.keys() == en.PAGES.keys() == SLUGS.keys() - {"home"}
    for dutch, english in [(nl.HOME, en.HOME), *((nl.PAGES[name], en.PAGES[name]) for name in nl.PAGES)]:
        assert shape(dutch["body"]) == shape(english["body"])
    assert shape(nl.HOME["tiles"]) == shape(en.HOME["tiles"])


def shape(body):
    """What must agree between translations: kind of block, anchor, icon and destination."""
    return [(kind, value.get("anchor"), value.get("icon"), value.get("destination")) for kind, value in body]


@pytest.mark.parametrize("icon", Icon.values)
def test_every_icon_an_editor_can_choose_is_drawn(icon, settings):
    assert f'<symbol id="{icon}"' in (settings.BASE_DIR / "static" / "icons" / "sprite.svg").read_text()


@pytest.mark.parametrize("destination", Destination.values)
def test_every_destination_an_editor_can_choose_exists(destination):
    assert url_of(destination).startswith("/")


def test_a_part_this_process_does_not_serve_has_no_address():
    assert url_of("nowhere:at_all") == ""


def test_a_draft_section_without_heading_is_left_out_of_the_contents(db):
    sections = [{"heading": "", "anchor": "", "text": ""}, {"heading": "Hoe", "anchor": "how", "text": ""}]
    page = PlainPage(title="x", body=[("section", value) for value in sections])
    assert page.contents == [{"anchor": "how", "title": "Hoe"}]
