"""Every address of the site as every kind of visitor (SECURITY A-07): one that is in no table fails."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.staff.gate import OPEN as STAFF_MAY_KNOCK
from privacy_portal.casework.groups import load_groups
from privacy_portal.consent.demo import load_newsletters
from privacy_portal.consent.unsubscribe import unsubscribe_headers
from privacy_portal.data_subjects.levels import Level
from privacy_portal.self_service.levels import LEVELS
from tests.support import staff
from tests.support.addresses import Address, addresses
from tests.support.customers import ALMA, person, sign_in

from .doors import ANYBODY, ROLES, STAFF, TO_STAFF

pytestmark = [pytest.mark.django_db, pytest.mark.security("A-07", "ASVS 8.2.1")]
PORTAL = {f"self_service:{name}": level for name, level in LEVELS.items()}
ADMIN = "/beheer/"


def everything() -> list[Address]:
    return addresses("nl")


def behind_the_gate(address: Address) -> bool:
    return address.path.startswith(ADMIN) and address.name not in STAFF_MAY_KNOCK


def test_every_address_is_in_one_table_and_the_tables_hold_no_other():
    outside = {each.name for each in everything() if not each.path.startswith(ADMIN)}
    assert outside == ANYBODY | PORTAL.keys() | TO_STAFF
    assert {each.space for each in everything() if behind_the_gate(each)} == STAFF.keys()


# --- customers


def by_link() -> Client:
    """P: somebody who ended a newsletter with the link in a mail."""
    load_newsletters(None)
    link = unsubscribe_headers(person(ALMA), "newsletter-agenda", "nl")["List-Unsubscribe"]
    client = Client()
    assert client.post("/" + link.strip("<>").split("/", 3)[3]).status_code == 200
    return client


def customer(level: Level) -> Client:
    if level is Level.P:
        return by_link()
    return sign_in(Client(), person(ALMA), level=level) if level else Client()


def sent_to_sign_in(response) -> bool:
    with translation.override("nl"):
        up = [reverse("self_service:sign_in"), reverse("self_service:step_up")]
    return response.status_code == 302 and response.url.partition("?")[0] in up


def sent_to_staff(response) -> bool:
    return response.status_code == 302 and response.url.partition("?")[0] == reverse("staff:login")


def wrong_for_a_customer(client: Client, level: Level) -> Iterator[str]:
    for address in everything():
        response = client.get(address.path)
        away = behind_the_gate(address) or address.name in TO_STAFF
        up = address.name in PORTAL and level < PORTAL[address.name]
        if response.status_code >= 500 and address.name != "readyz":
            yield f"{address.name}: {response.status_code}"
        if sent_to_staff(response) != away and address.name not in STAFF_MAY_KNOCK:
            yield f"{address.name}: staff's door {'open' if away else 'asked'}"
        if sent_to_sign_in(response) != up and address.name not in SIGNING_IN:
            yield f"{address.name}: {'open' if up else 'closed'}"
        if response.wsgi_request.user.is_authenticated:
            yield f"{address.name}: a customer became a user"


# These lead to each other whoever comes.
SIGNING_IN = frozenset(
    {f"self_service:{name}" for name, level in LEVELS.items() if level is Level.A0} | {"self_service:step_up"}
)


@pytest.mark.parametrize("level", Level, ids=lambda level: level.name)
def test_a_customer_finds_what_the_table_says_and_nothing_of_staff(level):
    assert list(wrong_for_a_customer(customer(level), level)) == []


# --- staff


def member(role: str) -> Client:
    load_groups()
    return staff.signed_in(staff.member_of(role))


def found_by(client: Client) -> set[str]:
    """Parts of the admin where a page opens."""
    found: set[str] = set()
    for address in filter(behind_the_gate, everything()):
        asked = not address.is_about_something and address.space not in found
        if asked and client.get(address.path).status_code == 200:
            found.add(address.space)
    return found


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "administrator")
def test_staff_find_what_is_for_their_group(role):
    expected = {space for space, roles in STAFF.items() if role in roles}
    assert found_by(member(role)) == expected


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "administrator")
def test_staff_are_no_customers(role):
    client = member(role)
    opened = [
        name
        for name, path in {each.name: each.path for each in everything()}.items()
        if name in PORTAL and PORTAL[name] and not sent_to_sign_in(client.get(path))
    ]
    assert opened == []
