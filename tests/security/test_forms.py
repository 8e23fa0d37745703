"""Forms bring their token, and reading changes nothing but what is listed here (ASVS 3.5)."""

import json
from hashlib import sha256

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from privacy_portal.data_subjects.levels import Level
from tests.data_sources import ticket_shop as shop
from tests.support import staff
from tests.support.addresses import addresses
from tests.support.customers import ALMA, person, sign_in

pytestmark = pytest.mark.django_db
ADMIN = "/beheer/"
# A mail program has no page to take a token from; the others stand on pages that are kept for everybody, and look where
# the request comes from instead.
WITHOUT_TOKEN = {
    "consent:confirm_notices",
    "consent:notices",
    "consent:stop_notices",
    "consent:unsubscribe",
    "privacy_policy:feedback",
}
# What looking may write, with the reason; everything else stays as it was.
WRITTEN_BY_LOOKING = {
    "data_subjects.CustomerSession": "when it was last used, and which notices were shown",
    "evidence.LedgerEntry": "that somebody looked (L-01)",
    "evidence.LedgerPayload": "the same",
    "data_sources.KeptAnswer": "answers of systems, for this session",
    "consent.PolicySeen": "which version was shown the first time",
    "sessions.Session": "the browser's place for a token of a form",
}


def unprotected(client: Client, inside: bool) -> set[str]:
    """Addresses that take a form without its token."""
    return {
        address.name
        for address in addresses()
        if address.path.startswith(ADMIN) == inside and client.post(address.path).status_code != 403
    }


@pytest.mark.security("ASVS 3.5.1")
def test_no_form_of_the_site_is_taken_without_its_token():
    client = sign_in(Client(enforce_csrf_checks=True), person(ALMA), level=Level.A3)
    assert unprotected(client, inside=False) == WITHOUT_TOKEN


@pytest.mark.security("ASVS 3.5.1")
def test_no_form_of_the_admin_is_taken_without_its_token():
    client = staff.signed_in(staff.member_of(""), Client(enforce_csrf_checks=True))
    assert unprotected(client, inside=True) == set()


def digests() -> dict[str, str]:
    """Every table, by what is in it."""
    found = {}
    for model in apps.get_models():
        rows = sorted(repr(row) for row in model._default_manager.values_list())
        found[model._meta.label] = sha256(json.dumps(rows).encode()).hexdigest()
    return found


@pytest.mark.security("ASVS 3.5.3")
def test_reading_changes_nothing_but_what_says_that_somebody_read():
    cache.clear()
    with time_machine.travel(shop.NOW, tick=False):
        shop.order(shop.customer(), shop.event())
        client = sign_in(Client(), person(ALMA), level=Level.A3)
        before = digests()
        for address in addresses():
            if not address.path.startswith(ADMIN):
                client.get(address.path)
        after = digests()
    changed = {label for label in after if after[label] != before[label]}
    assert changed <= WRITTEN_BY_LOOKING.keys()
