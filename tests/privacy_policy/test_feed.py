"""The feed of versions: valid, stable, clean, and silent about typing errors."""

import re
from datetime import date, datetime
from uuid import UUID
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from privacy_portal.privacy_policy.changes.feed import id_of
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion

from .conftest import publish, section, text

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def address(language: str = "nl") -> str:
    with translation.override(language):
        return reverse("privacy_policy:feed")


def feed(language: str = "nl") -> ElementTree.Element:
    answer = Client().get(address(language))
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


def entries(language: str = "nl") -> list[ElementTree.Element]:
    return feed(language).findall(f"{ATOM}entry")


def link(element: ElementTree.Element, rel: str) -> str:
    return next(each.get("href") for each in element.findall(f"{ATOM}link") if each.get("rel") == rel)


@pytest.fixture
def two(published):
    publish(
        published,
        section("Gegevens", "data", text("Je naam en adres.")),
        effective_from=date(2026, 12, 1),
        change_summary='<p>Ook je <b>adres</b>.</p><script>alert(1)</script><p onclick="x">Echt.</p>',
    )
    return published


def test_it_has_a_stable_address_per_language():
    assert address() == "/privacybeleid/versies.atom"
    assert address("en") == "/en/privacy-policy/versions.atom"


def test_it_is_what_rfc_4287_asks(two):
    root = feed()
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        [found_id], [title], [updated] = (element.findall(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        UUID(found_id.text.removeprefix("urn:uuid:"))
        assert title.text.strip()
        assert datetime.fromisoformat(updated.text).tzinfo
        assert link(element, "alternate").startswith("http")
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert link(root, "self").endswith(address())
    ids = [element.find(f"{ATOM}id").text for element in root.iter() if element.find(f"{ATOM}id") is not None]
    assert len(set(ids)) == len(ids) == 3


def test_it_tells_of_the_newest_version_first_and_what_changed(two):
    newest, first = entries()
    assert "1 december 2026" in newest.find(f"{ATOM}title").text
    assert link(newest, "alternate").endswith("/privacybeleid/versies/2026-12-01/")
    assert link(newest, "related").endswith("/privacybeleid/verschil/2026-11-01..2026-12-01/")
    assert [each.get("rel") for each in first.findall(f"{ATOM}link")] == ["alternate"]
    summary = newest.find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    assert "gaat in op 1 december 2026" in summary.text
    assert "Ook je <b>adres</b>." in summary.text


def test_it_lets_no_script_into_a_reader(two):
    summary = entries()[0].find(f"{ATOM}summary").text
    assert not re.search(r"<script|onclick|alert", summary)
    assert "<p>Echt.</p>" in summary


def test_its_ids_stay_when_a_version_is_added(two):
    before = [entry.find(f"{ATOM}id").text for entry in entries()]
    publish(two, section("Gegevens", "data", text("Je naam.")), effective_from=date(2027, 1, 1))
    assert [entry.find(f"{ATOM}id").text for entry in entries()][1:] == before


def test_its_ids_differ_per_language(two):
    version = PolicyVersion.objects.first()
    assert id_of(version.release_group, "nl") != id_of(version.release_group, "en")


def test_it_is_silent_about_typing_errors(two):
    version = PolicyVersion.objects.newest_first().first()
    values = {f.attname: getattr(version, f.attname) for f in version._meta.concrete_fields if f.name != "id"}
    values |= {"slug": "2026-12-01-2", "is_technical": True, "change_summary": "<p>Een typefout.</p>"}
    PolicyVersion.objects.create(**values)
    assert len(entries()) == 2
    assert "typefout" not in Client().get(address()).content.decode().replace("typefouten", "")


def test_it_speaks_the_language_of_its_address(two, english):
    other = PolicyPage.objects.get(pk=two.pk).copy_for_translation(english)
    other.title, other.slug, other.effective_from = "Privacy policy", "privacy-policy", date(2026, 11, 1)
    other.save()
    publish(other, section("Data", "data", text("Your name.")), effective_from=date(2026, 11, 1))
    [entry] = entries("en")
    assert entry.find(f"{ATOM}title").text == "Privacy policy, version of 1 November 2026"
    assert feed("en").get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert len(entries("nl")) == 2


def test_it_bears_signs_that_xml_cannot_hold(two):
    publish(
        two,
        section("Gegevens", "data", text("Je naam.")),
        title="Privacy \x0c & <beleid>",
        effective_from=date(2027, 1, 1),
        change_summary="<p>A\x0bB &amp; ]]> C</p>",
    )
    assert "<beleid>" in entries()[0].find(f"{ATOM}title").text


def test_it_may_be_kept_by_everyone(two, django_assert_max_num_queries):
    Client().get(address())
    with django_assert_max_num_queries(4):
        answer = Client().get(address())
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies


def test_it_is_not_there_without_a_version(front_page):
    assert Client().get(address()).status_code == 404


@pytest.mark.parametrize("page", ["/privacybeleid/", "/privacybeleid/versies/"])
def test_a_reader_finds_it_from_the_policy(two, page):
    html = Client().get(page).content.decode()
    assert 'type="application/atom+xml"' in html
    assert 'href="/privacybeleid/versies.atom"' in html


@pytest.mark.parametrize("page", ["/privacybeleid/", "/privacybeleid/versies/2026-12-01/"])
@time_machine.travel("2026-12-02 12:00Z", tick=False)
def test_a_reader_finds_the_comparison_from_the_policy(two, page):
    html = Client().get(page).content.decode()
    assert 'href="/privacybeleid/verschil/2026-11-01..2026-12-01/"' in html
    assert "Bekijk woord voor woord wat er veranderd is" in html


def test_there_is_nothing_to_compare_a_first_version_with(published):
    assert "/privacybeleid/verschil/2" not in Client().get("/privacybeleid/").content.decode()
