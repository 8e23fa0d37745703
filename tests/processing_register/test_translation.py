"""An entry sent to the translation editor: words to translate, facts as they are, and a publication of its own."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from privacy_portal.processing_register import queries
from privacy_portal.processing_register.models import Agreement, Processor, Purpose

from .entries import processor

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(spot_register) -> Processor:
    entry = Processor(
        key="acme", name="Acme", service="Maakt alles.", country="BE", locale=Locale.objects.get(language_code="nl")
    )
    entry.purposes = list(Purpose.objects.in_language("nl").filter(key="safety"))
    entry.agreements = [Agreement(kind="processing", status="concluded")]
    entry.save()
    entry.save_revision().publish()
    return Processor.objects.get(pk=entry.pk)


def send(entry: Processor) -> Translation:
    source, _created = TranslationSource.get_or_create_from_instance(entry)
    return Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))


def test_only_words_are_sent_to_the_translator(acme):
    send(acme)
    sent = set(StringSegment.objects.values_list("string__data", flat=True))
    assert sent == {"Acme", "Maakt alles."}


def test_a_translation_starts_a_publication_of_its_own(acme):
    send(acme).save_target(publish=False)
    english = processor("acme", "en")
    assert not english.live
    assert english.live_revision_id is None
    assert english.first_published_at is None
    assert processor("acme").live


def test_a_published_translation_has_the_facts_in_its_own_language(acme):
    send(acme).save_target(publish=False)
    processor("acme", "en").get_latest_revision_as_object().save_revision().publish()
    entry = next(entry for entry in queries.processors("en") if entry.key == "acme")
    assert entry.country_name == "Belgium"
    assert entry.purposes == (("safety", "Improving safety"),)
    assert [agreement.status for agreement in entry.agreements] == ["concluded"]
