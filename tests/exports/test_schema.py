"""The published form of a download, held against real downloads."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_sources.ticketing.demo import load_customers
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.erasure.portal_source import PortalSource
from privacy_portal.exports import vocabulary
from privacy_portal.exports.building import build
from privacy_portal.exports.enums import Scope
from privacy_portal.exports.models import Export
from privacy_portal.processing_register.demo import load as load_register
from tests.support.customers import ALMA, BAS, person
from tests.support.fake_source import FakeSource, only, order

from .reading import Opened

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def published(document: str) -> Draft202012Validator:
    answer = Client().get(f"/schemas/export/{document}-1.json")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/schema+json"
    assert "public" in answer["Cache-Control"]
    Draft202012Validator.check_schema(answer.json())
    return Draft202012Validator(answer.json(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def opened(scope: Scope, *sources, email: str = ALMA) -> Opened:
    export = Export.objects.create(subject=person(email, now=NOW), language="nl", requested_at=NOW, scope=scope)
    with only(*sources):
        return Opened.fetch(build(export.pk, now=NOW), now=NOW)


def held_against(opened: Opened) -> None:
    for name in ("data", "manifest"):
        document = opened.json(f"{name}.json")
        assert document["$schema"].endswith(f"/schemas/export/{name}-1.json")
        assert [error.message for error in published(name).iter_errors(document)] == []


@pytest.mark.parametrize("scope", Scope)
def test_what_the_real_systems_give_has_the_published_form(scope):
    load_customers(NOW)
    load_register(NOW)
    file = opened(scope, TicketingSource(), ConsentSource(), PortalSource())
    held_against(file)
    assert file.json()["groups"] and file.json()["activities"]


def test_a_partial_file_and_an_empty_one_have_it_too():
    held_against(opened(Scope.ACCESS, FakeSource("shop", failures=9), FakeSource("crm", capabilities=frozenset())))
    held_against(opened(Scope.ACCESS, FakeSource("shop"), email=BAS))


def test_the_schema_refuses_what_it_does_not_describe():
    document = opened(Scope.ACCESS, FakeSource("shop", records=[order(1)])).json()
    schema = published("data")
    for change in ({"schema": "2"}, {"partial": "no"}, {"groups": [{}]}, {"export": "alma"}):
        assert list(schema.iter_errors(document | change))
    del document["sources"]
    assert list(schema.iter_errors(document))


@pytest.mark.parametrize("name", ["data-2", "data", "..-1", "passwd-1"])
def test_another_schema_is_not_there(name):
    assert Client().get(f"/schemas/export/{name}.json").status_code == 404


def test_the_reference_shows_the_vocabulary(settings):
    """docs/reference/export.md tells each word of the mapping, and no other."""
    page = (settings.BASE_DIR / "docs" / "reference" / "export.md").read_text()
    told = set(re.findall(r"^\| `([a-z_-]+)` \| `(\w+)` \|$", page, re.MULTILINE))
    numbers = {(f"{kind}-number", word) for kind, word in vocabulary.NUMBERS.items()}
    assert told == set(vocabulary.TYPES.items()) | set(vocabulary.PROPERTIES.items()) | numbers
