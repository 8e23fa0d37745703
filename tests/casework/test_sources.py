"""Staff look after the sources: Chandni and Lena decide and test, Farah and Otto look, Dirk has no business there."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from cms import practices
from privacy_portal.data_sources import breaker, connections, registry
from privacy_portal.data_sources.models import SourceSetting
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.rights_requests.by_hand.needs import asked_by_hand
from tests.data_sources.small_register import PARTIES, small_register
from tests.rights_requests.people import in_progress
from tests.support.fake_source import FakeSource

from .people import signed_in

pytestmark = pytest.mark.django_db
SECRET = "geheim0123456789-us3"


@pytest.fixture(autouse=True)
def register():
    cache.clear()
    small_register()


@pytest.fixture
def fake():
    source = FakeSource("shop")
    source.is_embedded = True
    yield registry.register(source)
    registry.unregister("shop")


def edit(client, key: str, **data):
    return client.post(reverse("sources:edit", args=[key]), data)


def page(client) -> str:
    return client.get(reverse("sources:list")).content.decode()


@pytest.mark.parametrize(
    ("who", "reads", "changes"),
    [
        ("chandni", True, True),
        ("lena", True, True),
        ("farah", True, False),
        ("otto", True, False),
        ("dirk", False, False),
    ],
)
def test_who_may_look_and_who_may_decide(who, reads, changes, fake):
    client = signed_in(who)
    for name in ("sources:list", "source_coverage"):
        assert (client.get(reverse(name)).status_code == 200) == reads
    edit(client, "keynius", processor="zalsman", categories=["locker"])
    assert SourceSetting.objects.exists() == changes
    client.post(reverse("sources:test", args=["shop"]))
    assert LedgerEntry.objects.filter(event="data_sources.tested").exists() == changes
    assert (reverse("sources:list") in client.get(reverse("wagtailadmin_home")).content.decode()) == reads
    if reads:
        assert (reverse("sources:edit", args=["keynius"]) in page(client)) == changes


def test_each_source_shows_its_party_and_what_it_covers():
    text = page(signed_in("chandni"))
    for source in registry.sources():
        assert f'id="source-{source.key}"' in text
    assert all(name in text for name in PARTIES.values())


def test_names_of_variables_are_shown_and_their_values_never(settings):
    chandni = signed_in("chandni")
    assert "MAILCHIMP_API_KEY</code>" in page(chandni)
    settings.MAILCHIMP_API_KEY, settings.MAILCHIMP_LIST_ID = SECRET, "a36b032126"
    kept = registry.source("mailchimp")
    registry.unregister("mailchimp")
    [source] = connections.connected()
    registry.register(source)
    try:
        text = page(chandni)
    finally:
        registry.unregister("mailchimp")
        registry.register(kept)
    assert "MAILCHIMP_API_KEY</code>" in text and "MAILCHIMP_LIST_ID</code>" in text
    assert SECRET not in text and "a36b032126" not in text


def test_a_source_that_failed_is_shown_as_left_alone(fake):
    from django.utils import timezone

    breaker.failed("shop", timezone.now())
    assert 'data-severity="serious"' in page(signed_in("otto"))


def test_what_is_decided_prevails_everywhere():
    response = edit(signed_in("lena"), "keynius", processor="zalsman", categories=["email", "locker"])
    assert response.status_code == 302
    row = SourceSetting.objects.get()
    assert (row.source, row.processor, row.categories) == ("keynius", "zalsman", ["email", "locker"])
    assert "keynius" not in {fact.key for fact in practices.parties_asked("nl")}
    assert in_progress(right="access").hand_tasks.get(source="keynius").processor == "zalsman"
    edit(signed_in("lena"), "keynius", processor="", categories=["email"])
    assert "keynius" not in {source.key for source in asked_by_hand("access")}, "then nobody else keeps it"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"processor": "keynius"}, "categories"),
        ({"processor": "nobody", "categories": ["locker"]}, "processor"),
        ({"processor": "keynius", "categories": ["shoe-size"]}, "categories"),
    ],
)
def test_what_the_register_does_not_know_is_refused_at_its_field(data, field):
    response = edit(signed_in("chandni"), "keynius", **data)
    assert response.status_code == 200 and response.context["form"].errors.keys() == {field}
    assert not SourceSetting.objects.exists()


def test_a_party_that_left_the_register_can_be_kept():
    SourceSetting.objects.create(source="keynius", processor="gone-bv", categories=["locker"])
    chandni = signed_in("chandni")
    assert "gone-bv" in chandni.get(reverse("sources:edit", args=["keynius"])).content.decode()
    assert edit(chandni, "keynius", processor="gone-bv", categories=["locker"]).status_code == 302


def test_the_test_button_tells_the_result_in_words(fake):
    chandni = signed_in("chandni")
    fake.failures = 1
    text = chandni.post(reverse("sources:test", args=["shop"]), follow=True).content.decode()
    assert "Het werkt niet" in text or "It does not work" in text
    fake.failures = 0
    text = chandni.post(reverse("sources:test", args=["shop"]), follow=True).content.decode()
    assert "Geeft antwoord" in text or "It answers" in text


def test_only_a_post_tests_and_by_hand_has_nothing_to_test(fake):
    chandni = signed_in("chandni")
    assert chandni.get(reverse("sources:test", args=["shop"])).status_code == 405
    assert chandni.post(reverse("sources:test", args=["keynius"])).status_code == 404
    assert chandni.post(reverse("sources:test", args=["nothing"])).status_code == 404
    assert chandni.get(reverse("sources:edit", args=["nothing"])).status_code == 404


def test_the_report_on_coverage_names_what_nobody_answers_for(fake):
    fake.categories = frozenset({"shoe-size"})
    text = signed_in("otto").get(reverse("source_coverage")).content.decode()
    assert "camera-images" in text and "shoe-size" in text
