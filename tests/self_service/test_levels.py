"""Every address of the portal as every kind of visitor (SECURITY A-07): an address that is in no table fails."""

from functools import cache
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from privacy_portal.data_subjects.levels import Level
from privacy_portal.self_service.levels import LEVELS
from tests.support.customers import ALMA, person, sign_in

pytestmark = pytest.mark.django_db

# What an address needs to be asked for at all; ids that belong to nobody.
ARGUMENTS = {"uuid": uuid4(), "str": "a" * 43, "slug": "erasure", "int": 1}
VISITORS = (Level.A0, Level.A1, Level.A2, Level.A3)


@cache
def portal_patterns() -> dict[str, dict]:
    """Name -> arguments, for every address in the portal's namespace."""
    with translation.override("nl"):
        _prefix, resolver = get_resolver().namespace_dict["self_service"]
        found = {}
        for name in [key for key in resolver.reverse_dict if isinstance(key, str)]:
            _paths, _pattern, _defaults, converters = resolver.reverse_dict.getlist(name)[0]
            kinds = {argument: type(each).__name__ for argument, each in converters.items()}
            found[name] = {
                argument: ARGUMENTS[kind.removesuffix("Converter").lower().replace("string", "str")]
                for argument, kind in kinds.items()
            }
        return found


@pytest.mark.security("A-07")
def test_every_address_is_in_the_table_and_the_table_holds_no_other():
    assert set(portal_patterns()) == set(LEVELS)


def visitor(level: Level) -> Client:
    client = Client()
    return sign_in(client, person(ALMA), level=level) if level else client


def is_sent_up(response) -> bool:
    """To sign in, or to prove more."""
    up = [reverse("self_service:sign_in"), reverse("self_service:step_up")]
    return response.status_code == 302 and response.url.partition("?")[0] in up and "next=" in response.url


@pytest.mark.security("A-07", "ASVS 8.2.1", "ASVS 8.3.1")
@pytest.mark.parametrize("level", VISITORS, ids=lambda level: level.name)
@pytest.mark.parametrize("name", sorted(LEVELS))
def test_below_its_level_a_page_shows_nothing_and_leads_up(name, level):
    with translation.override("nl"):
        client, url = visitor(level), reverse(f"self_service:{name}", kwargs=portal_patterns()[name])
        for method in (client.get, client.post):
            response = method(url, headers={"referer": f"http://testserver{url}"})
            assert response.status_code < 500
            assert is_sent_up(response) == (level < LEVELS[name]), f"{name} as {level.name}: {response.status_code}"
            assert "no-store" in response["Cache-Control"], name
            assert not response.wsgi_request.user.is_authenticated


@pytest.mark.security("A-07")
def test_a_session_cookie_of_staff_opens_nothing_here(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("dirk@example.org", "x" * 20))
    assert settings.SESSION_COOKIE_NAME in client.cookies
    with translation.override("nl"):
        for name in ("home", "security", "activity", "data"):
            assert is_sent_up(client.get(reverse(f"self_service:{name}")))


@pytest.mark.security("A-07")
def test_a_customer_s_cookie_opens_nothing_of_staff():
    customer = visitor(Level.A3)
    response = customer.get("/beheer/")
    assert response.status_code in {302, 403} and not response.wsgi_request.user.is_authenticated
