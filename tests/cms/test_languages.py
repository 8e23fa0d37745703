"""Dutch at the root, English under /en/, and a switch to the same page."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import alternates
from cms.middleware import language_of


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "nl"), ("/en/", "en"), ("/en/processors/", "en"), ("/english/", "nl"), ("/beheer/", "nl"), ("/nl/", "nl")],
)
def test_the_address_alone_decides_the_language(path, language):
    assert language_of(path) == language


@given(st.text(max_size=60))
def test_any_path_has_one_of_the_languages_of_the_site(path):
    assert language_of(path) in {"nl", "en"}


@pytest.mark.parametrize(
    ("dutch", "english"),
    [("/verwerkers/", "/en/processors/"), ("/cookies/", "/en/cookies/"), ("/mijn-gegevens/", "/en/my-data/")],
)
def test_the_switch_leads_to_the_same_page(dutch, english):
    for path, language in ((dutch, "nl"), (english, "en")):
        with translation.override(language):
            found = {item.code: item.url for item in alternates(RequestFactory().get(path))}
        assert found == {"nl": dutch, "en": english}
