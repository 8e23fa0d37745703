"""Newsletters: loaded once, edited by people in the admin, in every language."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from privacy_portal.consent import demo
from privacy_portal.consent.choices import choices
from privacy_portal.consent.models import Newsletter
from tests.support.staff import member_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def newsletters():
    Locale.objects.get_or_create(language_code="en")
    demo.load_newsletters(None)


def test_it_adds_each_newsletter_once_per_language_and_leaves_an_editors_words_alone():
    Newsletter.objects.filter(key="newsletter-agenda", locale__language_code="nl").update(name="Wat er speelt")
    assert demo.load_newsletters(None) == 0
    assert Newsletter.objects.count() == 2 * len(demo.NEWSLETTERS)
    assert choices("nl")["newsletter-agenda"].label == "Wat er speelt"
    assert choices("en")["newsletter-agenda"].label == "What’s on"


def test_it_knows_the_two_languages_of_one_newsletter_as_translations():
    keys = Newsletter.objects.values_list("key", "translation_key").distinct()
    assert len(set(keys)) == len(demo.NEWSLETTERS)


def test_it_falls_back_to_the_default_language_where_a_translation_is_missing():
    Newsletter.objects.filter(key="newsletter-family", locale__language_code="en").delete()
    assert choices("en")["newsletter-family"].label == "Familie"


@pytest.mark.parametrize("key", ["agenda", "newsletter_agenda", "Newsletter-agenda", "newsletter-", "loyalty"])
def test_it_refuses_a_key_that_could_be_taken_for_another_choice(key):
    newsletter = Newsletter(key=key, name="X", description="x", frequency="x", locale=Locale.get_default())
    with pytest.raises(ValidationError, match="key"):
        newsletter.full_clean()


def test_it_is_edited_in_the_admin():
    admin = signed_in(member_of(""))
    listing = admin.get("/beheer/snippets/consent/newsletter/")
    assert "Jazz en pop" in listing.content.decode()
    row = Newsletter.objects.get(key="newsletter-jazz-pop", locale__language_code="nl")
    address = f"/beheer/snippets/consent/newsletter/edit/{row.pk}/"
    assert admin.get(address).status_code == 200
    values = {"name": "Jazz", "description": "d", "frequency": "f", "key": row.key, "offered": "on", "position": "3"}
    assert admin.post(address, values).status_code == 302
    row.refresh_from_db()
    assert row.name == "Jazz"
