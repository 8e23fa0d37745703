"""Staff edit the register in the admin: Dirk writes drafts, Lena (legal) publishes, and what is in use stays."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.permissions import policy_registry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from privacy_portal.casework.groups import load_groups
from privacy_portal.processing_register.models import Breach, DataCategory, ProcessingActivity, Processor, Purpose
from privacy_portal.processing_register.permissions import ENTRIES, is_in_use
from tests.support import staff

from .entries import processor

pytestmark = pytest.mark.django_db


def url(model, view: str, *args) -> str:
    return reverse(f"wagtailsnippets_processing_register_{model._meta.model_name}:{view}", args=args)


@pytest.fixture
def superuser(db):
    return staff.member_of("")


@pytest.fixture
def admin(superuser) -> Client:
    return staff.signed_in(superuser)


def signed_in(name: str) -> Client:
    """Dirk writes, Lena publishes, Chandni works the desk, Farah is the data protection officer."""
    load_groups()
    group = {"dirk": "Editors", "lena": "Legal", "chandni": "Privacy desk", "farah": "Officer"}[name]
    return staff.signed_in(staff.member_of(group, email=f"{name}@example.org"))


def new_processor(**values) -> dict:
    return nested_form_data(
        {
            "key": "acme",
            "name": "Acme",
            "service": "Maakt alles.",
            "role": "processor",
            "status": "active",
            "is_public": "on",
            "agreements": inline_formset([{"kind": "processing", "status": "concluded", "ORDER": 1}]),
            "transfers": inline_formset([]),
            **values,
        }
    )


@pytest.mark.parametrize("model", [*ENTRIES, Breach], ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("view", ["list", "add"])
def test_every_kind_has_its_screens(admin, spot_register, model, view):
    assert admin.get(url(model, view)).status_code == 200


@pytest.mark.parametrize("model", ENTRIES, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("view", ["edit", "inspect", "history", "usage"])
def test_every_entry_opens(admin, spot_register, model, view):
    entry = model.objects.in_language("nl").first()
    assert admin.get(url(model, view, entry.pk)).status_code == 200


def test_the_list_is_searched_and_filtered(admin, spot_register):
    page = admin.get(url(Processor, "list"), {"q": "lockers", "locale": "nl"}).content.decode()
    assert "Keynius" in page
    assert "Gentleware" not in page
    page = admin.get(url(Processor, "list"), {"role": "partner", "locale": "nl"}).content.decode()
    assert "Ticketmaster" in page
    assert "Gentleware" not in page


def test_a_draft_of_an_editor_waits_and_legal_publishes(spot_register, client):
    dirk, lena = signed_in("dirk"), signed_in("lena")
    dirk.post(url(Processor, "add") + "?locale=nl", new_processor())
    acme = processor("acme")
    assert not acme.live
    assert client.get("/verwerkers/acme/").status_code == 404
    dirk.post(url(Processor, "edit", acme.pk), new_processor(**{"action-publish": "1"}))
    assert not processor("acme").live
    lena.post(url(Processor, "edit", acme.pk), new_processor(**{"action-publish": "1"}))
    assert processor("acme").live
    assert client.get("/verwerkers/acme/").status_code == 200


def test_a_mistake_is_told_at_its_field(admin, spot_register):
    response = admin.post(url(Processor, "add") + "?locale=nl", new_processor(country="XX", **{"action-publish": "1"}))
    assert "country" in response.context["form"].errors
    assert not Processor.objects.filter(key="acme").exists()


def test_a_key_is_taken_once_per_language(admin, spot_register):
    response = admin.post(url(Processor, "add") + "?locale=nl", new_processor(key="google", **{"action-publish": "1"}))
    assert response.status_code == 200
    assert Processor.objects.filter(key="google").count() == 2


def test_choices_are_in_the_language_of_the_entry(admin, spot_register):
    page = admin.get(url(Processor, "edit", processor("google").pk)).content.decode()
    assert "Onze website verbeteren" in page
    assert "Improving our website" not in page


def test_a_translation_shows_facts_and_changes_words(admin, spot_register):
    english = processor("keynius", "en")
    form = admin.get(url(Processor, "edit", english.pk)).context["form"]
    assert form.fields["country"].disabled
    assert not form.fields["service"].disabled
    data = new_processor(key="keynius", name="Keynius", service="Lockers.", country="FR", **{"action-publish": "1"})
    admin.post(url(Processor, "edit", english.pk), data)
    english = processor("keynius", "en")
    assert (english.service, english.country) == ("Lockers.", "")


def test_a_translation_that_points_at_dutch_rows_offers_its_own(admin, spot_register):
    english = processor("keynius", "en")
    english.data_categories = list(DataCategory.objects.in_language("nl").filter(key="email"))
    english.save()
    form = admin.get(url(Processor, "edit", english.pk)).context["form"]
    assert [row.locale.language_code for row in form.initial["data_categories"]] == ["en"]


def test_a_preview_shows_the_page_before_it_is_public(admin, spot_register):
    page = admin.post(
        reverse("wagtailsnippets_processing_register_processor:preview_on_add") + "?locale=nl",
        new_processor(service="Maakt straks alles."),
    )
    assert page.json()["is_valid"]
    preview = admin.get(
        reverse("wagtailsnippets_processing_register_processor:preview_on_add") + "?locale=nl&mode="
    ).content.decode()
    assert "Maakt straks alles." in preview


def test_what_was_public_is_not_deleted_by_anyone(admin, spot_register):
    entry = processor("keynius")
    for method in (admin.get, admin.post):
        method(url(Processor, "delete", entry.pk))
    assert processor("keynius").live
    assert url(Processor, "delete", entry.pk) not in admin.get(url(Processor, "list")).content.decode()
    assert url(Processor, "delete", entry.pk) not in admin.get(url(Processor, "edit", entry.pk)).content.decode()


def test_what_was_public_is_not_deleted_in_bulk_either(admin, spot_register):
    entry = processor("keynius")
    address = reverse("wagtail_bulk_action", args=["processing_register", "processor", "delete"])
    admin.post(f"{address}?id={entry.pk}")
    assert processor("keynius").live


def test_a_draft_that_nothing_refers_to_may_go(admin, superuser, spot_register):
    nl = Locale.objects.get(language_code="nl")
    typo = Purpose(key="typo", name="Typo", live=False, locale=nl)
    typo.save()
    policy = policy_registry.get_by_type(Purpose)
    assert policy.user_has_permission_for_instance(superuser, "delete", typo)
    admin.post(url(Purpose, "delete", typo.pk))
    assert not Purpose.objects.filter(key="typo").exists()


def test_a_draft_that_something_refers_to_stays(spot_register):
    nl = Locale.objects.get(language_code="nl")
    needed = Purpose(key="needed", name="Nodig", live=False, locale=nl)
    needed.save()
    assert not is_in_use(needed)
    keynius = processor("keynius")
    keynius.purposes = [needed]
    keynius.save()
    assert is_in_use(needed)


def test_breaches_are_for_those_with_a_reason(spot_register):
    assert signed_in("dirk").get(url(Breach, "list")).status_code == 302
    assert signed_in("chandni").get(url(Breach, "list")).status_code == 200


def test_a_breach_is_never_deleted(superuser, admin):
    breach = Breach.objects.create(number="DL-1", title="x", description="x", aware_at="2026-11-20T10:00Z")
    assert not policy_registry.get_by_type(Breach).user_has_permission(superuser, "delete")
    admin.post(url(Breach, "delete", breach.pk))
    assert Breach.objects.exists()


@pytest.mark.security("A-09")
def test_an_officer_reads_and_changes_nothing(spot_register):
    farah = signed_in("farah")
    entry = processor("keynius")
    assert farah.get(url(Processor, "inspect", entry.pk)).status_code == 200
    farah.post(url(Processor, "edit", entry.pk), new_processor(key="keynius", **{"action-publish": "1"}))
    assert processor("keynius").service == entry.service


def test_a_list_asks_nothing_per_row_of_its_own(admin, spot_register, django_assert_max_num_queries):
    """wagtail-localize asks two questions per row for its own button; the register adds none to that."""
    address = url(ProcessingActivity, "list")
    admin.get(address)
    rows = ProcessingActivity.objects.count()
    with django_assert_max_num_queries(20 + 2 * rows):
        assert "Kaarten kopen" in admin.get(address).content.decode()
