"""The cookie page: by kind, with purpose, period, who sets it and whether we ask first."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from privacy_portal.processing_register.models import Cookie

from .entries import publish

pytestmark = pytest.mark.django_db

HEADINGS = {
    "/cookies/": ["Functionele cookies", "Analytische cookies", "Socialmediacookies", "Advertentiecookies"],
    "/en/cookies/": ["Functional cookies", "Analytical cookies", "Social media cookies", "Advertising cookies"],
}


@pytest.mark.parametrize(("path", "headings"), HEADINGS.items())
def test_cookies_are_grouped_by_kind_in_a_fixed_order(client, spot_register, path, headings):
    page = client.get(path).content.decode()
    assert re.findall(r'<h2[^>]*id="cookies-\w+"[^>]*>([^<]+)</h2>', page) == headings


def test_a_cookie_tells_what_it_is_for_and_for_how_long(client, spot_register):
    page = client.get("/cookies/").content.decode()
    row = re.search(r'<tr id="cookie-own-session">.*?</tr>', page, re.DOTALL).group()
    for text in ("__Host-mijn", "hooguit 12 uur", "SPOT Groningen", "Deze privacysite", "Niet gevraagd"):
        assert text in row


def test_a_third_party_cookie_says_that_consent_is_asked_and_what_is_not_stated(client, spot_register):
    page = client.get("/cookies/").content.decode()
    row = re.search(r'<tr id="cookie-youtube-social">.*?</tr>', page, re.DOTALL).group()
    assert "Vooraf gevraagd" in row
    assert "Niet vermeld" in row


def test_a_cookie_links_to_the_party_of_the_register(client, spot_register):
    assert 'href="/verwerkers/google/"' in client.get("/cookies/").content.decode()


def test_a_cookie_that_ended_is_gone(client, spot_register):
    publish(Cookie.objects.in_language("nl").get(key="spotify-social"), status="ended")
    assert "cookie-spotify-social" not in client.get("/cookies/").content.decode()


def test_an_empty_register_says_so(client):
    assert "In dit register staat nog geen cookie." in client.get("/cookies/").content.decode()


def test_it_lives_at_its_own_address_in_each_language():
    for language, address in {"nl": "/cookies/", "en": "/en/cookies/"}.items():
        with translation.override(language):
            assert reverse("processing_register:cookies") == address
