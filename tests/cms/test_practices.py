"""What the machinery tells the drift report is what it really does."""

import pytest
from django.conf import settings
from django.test import override_settings

from cms import practices
from cms.settings import base
from privacy_portal.consent.demo import load_newsletters
from privacy_portal.consent.models import Newsletter
from privacy_portal.data_sources import registry
from privacy_portal.gdpr.rights import Right
from privacy_portal.privacy_policy.drift.practice import practices as registered

pytestmark = pytest.mark.django_db


def facts(told) -> dict[str, object]:
    return {fact.key: fact.value for fact in told}


def test_every_practice_is_registered_once():
    assert sorted(each.key for each in registered()) == sorted(each.key for each in practices.PRACTICES)


@override_settings(VENUE_ANSWER_DAYS=30)
def test_the_days_are_those_of_the_clock():
    [fact] = practices.days_to_answer("en")
    assert (fact.value, fact.words) == (30, "30 days")


def test_the_rights_are_those_of_the_portal(client):
    offered = facts(practices.rights_offered("nl"))
    assert Right.ERASURE.value in offered and Right.AUTOMATED_DECISION.value not in offered


def test_every_cookie_setting_is_told():
    """A cookie with a setting of its own is one this site may set."""
    named = {name for name in vars(base) if name.endswith("COOKIE_NAME")}
    assert named == set(practices.COOKIE_SETTINGS)
    told = facts(practices.cookies_set("nl"))
    assert settings.CUSTOMER_COOKIE_NAME in told and f"{settings.CUSTOMER_NONCE_COOKIE_NAME}-link" in told


def test_only_sources_at_another_party_have_a_processor():
    told = facts(practices.parties_asked("nl"))
    assert set(told) == {source.processor_key for source in registry.sources() if source.processor_key}
    assert "" not in told


def test_the_switches_follow_what_editors_offer(db):
    from datetime import UTC, datetime

    from wagtail.models import Locale

    Locale.objects.get_or_create(language_code="nl")
    load_newsletters(datetime(2026, 11, 22, tzinfo=UTC))
    assert facts(practices.grounds_of_switches("nl"))["newsletter"] == "6(1)(a)"
    assert "service-mail" not in facts(practices.grounds_of_switches("nl"))
    Newsletter.objects.update(offered=False)
    assert "newsletter" not in facts(practices.grounds_of_switches("nl"))


def test_an_empty_register_has_no_periods():
    assert list(practices.periods_applied("nl")) == []
