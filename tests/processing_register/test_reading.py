"""What other rooms get from the register: plain values, in the reader's language, for a constant number of queries."""

from datetime import date

import pytest
from django.utils import translation
from wagtail.models import Locale

from privacy_portal.gdpr.periods import Period
from privacy_portal.processing_register import queries
from privacy_portal.processing_register.enums import AtEnd, StartEvent
from privacy_portal.processing_register.generation import bump, generation
from privacy_portal.processing_register.models import DataCategory, ProcessingActivity, Processor, Purpose

from .entries import processor, publish

pytestmark = pytest.mark.django_db


def test_an_explanation_tells_all_that_article_13_asks(spot_register):
    loyalty = queries.explanations("nl")["loyalty"]
    assert loyalty.name == "Loyaltyprogramma"
    assert loyalty.purposes == ("Nieuws en aanbod op maat sturen",)
    assert loyalty.basis_label == "Toestemming"
    assert loyalty.basis_article == "6(1)(a)"
    assert ("address", "Adres") in loyalty.data
    assert ("zalsman", "Zalsman Groningen B.V.") in loyalty.recipients
    assert loyalty.mandatory is False
    assert loyalty.period == Period(years=7)
    assert (loyalty.start_event, loyalty.at_end) == (StartEvent.RECORDED, AtEnd.ANONYMISE)
    assert loyalty.start_label == "de dag waarop de gegevens zijn vastgelegd"


def test_it_speaks_the_language_asked_whatever_language_is_active(spot_register):
    with translation.override("nl"):
        assert queries.explanations("en")["camera"].name == "Camera surveillance"
        assert queries.explanations("en")["ticket-order"].period_label == "7 years"


def test_data_stand_in_the_order_of_the_register(spot_register):
    order = list(queries.categories("nl"))
    for explanation in queries.explanations("nl").values():
        keys = [key for key, _name in explanation.data]
        assert keys == sorted(keys, key=order.index)


COLD = {"explanations": 12, "processors": 23, "cookies": 4, "controller": 3, "categories": 3}


@pytest.mark.parametrize(("name", "count"), COLD.items())
def test_the_number_of_queries_does_not_grow_with_the_register(spot_register, django_assert_num_queries, name, count):
    read = getattr(queries, name)
    bump()
    with django_assert_num_queries(count):
        read("nl")
    _grow()
    with django_assert_num_queries(count):
        read("nl")


def _grow() -> None:
    nl = Locale.objects.get(language_code="nl")
    for number in range(5):
        purpose = Purpose.objects.create(key=f"p{number}", name=f"Doel {number}", locale=nl)
        category = DataCategory.objects.create(key=f"d{number}", name=f"Gegeven {number}", locale=nl)
        party = Processor.objects.create(key=f"r{number}", name=f"Partij {number}", service="x", locale=nl)
        activity = ProcessingActivity(key=f"a{number}", name=f"Verwerking {number}", subjects="x", locale=nl)
        activity.purposes = [purpose]
        activity.data_categories = [category]
        activity.processors = [party]
        activity.save()


def test_a_second_reading_asks_one_question(spot_register, django_assert_num_queries):
    first = queries.explanations("nl")
    with django_assert_num_queries(1):
        assert queries.explanations("nl") is first


def test_a_change_is_read_at_once(spot_register):
    assert queries.processors("nl")[0].key == "arno-hoogma"
    publish(processor("arno-hoogma"), name="Zorro")
    assert [entry.name for entry in queries.processors("nl")][-1] == "Zorro"


def test_a_relation_to_another_language_is_found_by_its_key(spot_register):
    """A translation made by wagtail-localize points at the Dutch rows; its reader gets English names."""
    english = ProcessingActivity.objects.in_language("en").get(key="camera")
    english.purposes = list(Purpose.objects.in_language("nl").filter(key="safety"))
    english.save()
    assert queries.explanations("en")["camera"].purposes == ("Improving safety",)


def test_what_is_not_live_is_not_read(spot_register):
    Purpose.objects.in_language("nl").get(key="safety").unpublish()
    processor("google").unpublish()
    assert queries.explanations("nl")["camera"].purposes == ()
    assert "google" not in dict(queries.explanations("nl")["web-analytics"].recipients)
    assert "google" in dict(queries.explanations("en")["web-analytics"].recipients)


def test_an_ended_or_hidden_party_is_not_public(spot_register):
    publish(processor("keynius"), status="ended")
    publish(processor("tribe"), is_public=False)
    assert not {"keynius", "tribe"} & {entry.key for entry in queries.processors("nl")}
    assert queries.explanations("nl")["locker"].recipients == ()


def test_an_ended_activity_still_explains_the_data_it_left(spot_register):
    publish(ProcessingActivity.objects.in_language("nl").get(key="locker"), status="ended")
    assert queries.explanations("nl")["locker"].is_active is False
    assert next(entry for entry in queries.processors("nl") if entry.key == "keynius").activities == ()


def test_a_party_shows_the_data_of_the_activities_that_name_it_until_an_editor_chooses(spot_register):
    def keynius():
        return next(entry for entry in queries.processors("nl") if entry.key == "keynius")

    assert keynius().data == (("email", "E-mailadres"), ("locker", "Gebruik van lockers"))
    assert keynius().subjects == "Bezoekers die een locker gebruiken"
    publish(processor("keynius"), data_categories=list(DataCategory.objects.in_language("nl").filter(key="email")))
    assert keynius().data == (("email", "E-mailadres"),)


RETENTION_ENDS = {
    "ticket-order": (date(2019, 2, 28), date(2026, 2, 28)),
    "newsletter": (date(2020, 2, 29), date(2027, 2, 28)),
    "web-analytics": (date(2024, 8, 31), date(2026, 10, 31)),
    "rights-request": (date(2026, 11, 22), date(2031, 11, 22)),
    "camera": (date(2026, 11, 22), None),
    "no-such-activity": (date(2026, 11, 22), None),
}


@pytest.mark.parametrize("activity", RETENTION_ENDS)
def test_retention_ends_when_the_register_says(spot_register, activity):
    start, end = RETENTION_ENDS[activity]
    assert queries.retention_end(activity, start) == end


@pytest.mark.parametrize("active", ["nl", "en", "de"])
def test_retention_does_not_depend_on_a_language(spot_register, active):
    with translation.override(active):
        assert queries.retention_end("ticket-order", date(2020, 1, 1)) == date(2027, 1, 1)


def test_an_empty_register_reads_as_empty():
    assert queries.explanations("nl") == {}
    assert queries.processors("nl") == ()
    assert queries.cookies("nl") == ()
    assert queries.controller("nl").name == "SPOT Groningen"


def test_a_language_without_a_controller_gets_the_default_one(spot_register):
    assert queries.controller("de").dpo_email == "fg@groningen.nl"


def test_the_generation_counts_publications_and_not_drafts(spot_register):
    before = generation()
    entry = processor("keynius")
    entry.service = "Nog niet klaar."
    revision = entry.save_revision()
    assert generation() == before
    revision.publish()
    assert generation() > before
