"""An editor changes a party once: page, table and files follow when it is published, and not before."""

from datetime import date

import pytest

from privacy_portal.processing_register.models import Agreement, Cookie, DataCategory, Processor
from privacy_portal.processing_register.twins import copy_facts

from .entries import draft, processor, publish

PLACES = ("/verwerkers/", "/verwerkers/keynius/", "/verwerkers.csv", "/verwerkers.json")


@pytest.fixture
def reads(client, spot_register):
    return lambda path: client.get(path).content.decode()


@pytest.mark.parametrize("path", PLACES)
def test_a_draft_shows_nowhere_and_a_publication_everywhere(reads, path):
    revision = draft(processor("keynius"), service="Beheert de kluisjes.")
    assert "Beheert de kluisjes." not in reads(path)
    revision.publish()
    assert "Beheert de kluisjes." in reads(path)


def test_a_fact_follows_in_the_other_language_and_a_word_waits_for_its_translator(reads):
    publish(processor("keynius"), country="BE", service="Beheert de kluisjes.")
    english = processor("keynius", "en")
    assert english.country == "BE"
    assert english.service == "Provides the lockers in De Oosterpoort."
    assert "Belgium" in reads("/en/processors/keynius/")


def test_an_agreement_follows_too(reads):
    agreement = Agreement(kind="processing", status="concluded", signed_on=date(2024, 2, 1))
    publish(processor("keynius"), agreements=[agreement])
    assert str(processor("keynius", "en").agreements.get().signed_on) == "2024-02-01"
    assert "1 February 2024" in reads("/en/processors/keynius/")


def test_a_relation_follows_to_the_row_of_that_language(spot_register):
    publish(processor("keynius"), data_categories=list(DataCategory.objects.in_language("nl").filter(key="email")))
    category = processor("keynius", "en").data_categories.get()
    assert (category.key, category.locale.language_code) == ("email", "en")


def test_a_reference_follows_to_the_row_of_that_language(spot_register):
    cookie = Cookie.objects.in_language("nl").get(key="youtube-social")
    publish(cookie, processor=processor("google"))
    english = Cookie.objects.in_language("en").get(key="youtube-social")
    assert english.processor == processor("google", "en")


def test_facts_flow_from_the_first_language_only(spot_register):
    publish(processor("keynius", "en"), country="FR", service="Lockers.")
    assert (processor("keynius", "en").country, processor("keynius", "en").service) == ("", "Lockers.")
    assert processor("keynius").country == ""


def test_a_draft_under_way_in_the_other_language_stays(spot_register):
    draft(processor("keynius", "en"), service="Lockers, better said.")
    publish(processor("keynius"), country="BE")
    english = processor("keynius", "en")
    assert english.country == "BE"
    assert english.has_unpublished_changes
    english.get_latest_revision().publish()
    assert (processor("keynius", "en").service, processor("keynius", "en").country) == ("Lockers, better said.", "BE")


def test_a_new_entry_waits_for_its_own_translation(spot_register):
    nl = processor("keynius").locale
    created = Processor(key="nieuw", name="Nieuw", service="Iets.", locale=nl, live=False)
    created.save()
    created.save_revision().publish()
    assert not Processor.objects.in_language("en").filter(key="nieuw").exists()


def test_nothing_to_copy_says_so(spot_register):
    assert copy_facts(processor("google"), processor("google", "en")) is False


def test_unpublishing_takes_a_party_from_its_page(client, spot_register):
    processor("keynius").unpublish()
    assert client.get("/verwerkers/keynius/").status_code == 404
    assert client.get("/en/processors/keynius/").status_code == 200
