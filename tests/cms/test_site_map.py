"""What search engines are told: every public page once per language, under one name, with its counterparts."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from tests.support.once import load_site, once

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
HOST = "https://privacy.venue.example"


loaded = once(lambda: load_site(timezone.now()))


@pytest.fixture
def site(loaded, db, settings):
    """As installed: Wagtail's own record still has the name of the machine."""
    settings.BASE_URL = HOST
    Site.objects.update(hostname="localhost")


def entries(client) -> list[tuple[str, dict[str, str]]]:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [
        (
            entry.findtext("map:loc", namespaces=NAMES),
            {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", NAMES)},
        )
        for entry in tree.findall("map:url", NAMES)
    ]


def test_every_page_is_there_once_in_each_language_and_can_be_read(site, client):
    addresses = [address for address, _links in entries(client)]
    assert len(addresses) == len(set(addresses))
    assert all(address.startswith(f"{HOST}/") for address in addresses)
    paths = {address.removeprefix(HOST) for address in addresses}
    assert paths >= {"/", "/en/", "/privacybeleid/", "/en/privacy-policy/", "/en/privacy-policy/versions/"}
    assert paths >= {"/verwerkers/", "/en/processors/", "/cookies/", "/en/cookies/", "/en/your-rights/"}
    assert len(paths) == 2 * len([path for path in paths if not path.startswith("/en/")])
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_each_names_its_counterparts_and_they_name_it(site, client):
    found = dict(entries(client))
    for address, links in found.items():
        assert set(links) == {"nl", "en", "x-default"} and links["x-default"] == links["nl"]
        assert address in {links["nl"], links["en"]}
        assert found[links["nl"]] == found[links["en"]] == links


def test_what_is_not_for_everyone_is_not_there(site, client):
    from wagtail.models import PageViewRestriction

    rights = Page.objects.get(slug="your-rights")
    PageViewRestriction.objects.create(page=rights, restriction_type=PageViewRestriction.LOGIN)
    assert f"{HOST}/en/your-rights/" not in dict(entries(client))


@pytest.mark.parametrize(
    ("dutch", "english"),
    [("/", "/en/"), ("/privacybeleid/", "/en/privacy-policy/"), ("/verwerkers/", "/en/processors/")],
)
def test_a_page_names_them_in_its_head_too(site, client, dutch, english):
    for address in (dutch, english):
        page = client.get(address).content.decode()
        links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
        assert links == {"nl": HOST + dutch, "en": HOST + english, "x-default": HOST + dutch}, address
