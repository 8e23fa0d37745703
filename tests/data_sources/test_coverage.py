"""Register and sources held beside each other: what nobody answers for, and what nobody gave a purpose."""

import json

import pytest
from django.conf import settings
from django.core import checks

from privacy_portal.data_sources import manual, registry
from privacy_portal.data_sources.assignments import assignment_of, assignments
from privacy_portal.data_sources.checks import register_and_sources_fit
from privacy_portal.data_sources.configuring import decide
from privacy_portal.data_sources.coverage import coverage
from privacy_portal.data_sources.events import SETTING_SAVED
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.processing_register.queries import categories
from tests.support.fake_source import FakeSource

from .small_register import small_register
from .ticket_shop import NOW

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
SEED = json.loads((settings.BASE_DIR / "privacy_portal/processing_register/data/spot.json").read_text())
IN_THE_SEED = {category["key"] for category in SEED["data_categories"]}


@pytest.fixture
def register():
    small_register()


@pytest.fixture
def shoes():
    """A source with something that nobody gave a purpose."""
    source = FakeSource("shoes")
    source.categories, source.field_categories = frozenset({"shoe-size", "order"}), {"Visitor.size": "shoe-size"}
    yield registry.register(source)
    registry.unregister("shoes")


def decided(key: str, processor: str, *covers: str):
    return decide(registry.source(key), processor=processor, categories=covers, by=BY, now=NOW)


def test_the_report_names_what_no_source_answers_for(register):
    found = coverage("nl")
    assert [each.key for each in found.unanswered] == ["camera-images"]
    answered = {each.key: each for each in found.answered}
    assert answered["locker"].by_hand == ("Keynius",) and len(answered["locker"].by_itself) == 1
    assert "KW Theaterpromotie" not in answered["email"].by_hand


def test_everything_our_sources_hold_has_a_category():
    """In the register that this product brings along."""
    assert {category for source in registry.sources() for category in source.categories} <= IN_THE_SEED


def test_a_field_without_a_category_is_named_with_its_source(register, shoes):
    [unclaimed] = [each for each in coverage("nl").unclaimed if each.category == "shoe-size"]
    assert (unclaimed.source, unclaimed.category, unclaimed.fields) == ("Fake shoes", "shoe-size", ("Visitor.size",))


def test_what_staff_decide_counts(register, shoes):
    decided("keynius", "keynius", "email", "locker", "camera-images")
    assert "camera-images" not in {each.key for each in coverage("nl").unanswered}
    decided("shoes", "gentleware", "order")
    still = {each.category for each in coverage("nl").unclaimed}
    assert "shoe-size" in still, "saying that it covers less moves no data out of it"


def test_the_check_warns(register, shoes):
    first, second = register_and_sources_fit(databases=["default"])
    assert (first.id, second.id) == ("data_sources.W001", "data_sources.W002")
    assert first.level == second.level == checks.WARNING
    assert "camera-images" in first.msg and "shoe-size" in second.msg


def test_an_empty_register_warns_of_nothing():
    assert not categories("nl")
    assert register_and_sources_fit(databases=["default"]) == []
    assert register_and_sources_fit(databases=None) == []


def test_without_a_decision_the_adapter_says_who_keeps_it():
    assert assignment_of(registry.source("keynius")) == ("keynius", frozenset({"email", "locker"}), False)


def test_a_decision_prevails_and_lands_in_the_ledger():
    decided("keynius", "lockers-bv", "locker")
    decided("keynius", "other-bv", "locker")
    assert assignments()["keynius"] == ("other-bv", frozenset({"locker"}), True)
    assert assignments()["ticketing"].processor == "gentleware"
    last = LedgerEntry.objects.filter(event=SETTING_SAVED).order_by("seq").last()
    assert "other-bv" in last.facts_json and last.target == "source:keynius"


def test_one_query_for_all(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(assignments()) == len(registry.sources())


@pytest.mark.parametrize("source", [*manual.SOURCES, *(each for row in manual.BESIDE.values() for each in row)])
def test_a_place_that_is_asked_by_hand_covers_something_of_the_register(source):
    assert source.categories and source.categories <= IN_THE_SEED
