"""An operator connects a system by its variables; what is not connected is asked by hand."""

import pytest

from privacy_portal.data_sources import connections, manual
from privacy_portal.data_sources.tribecrm.source import TribeCrmSource


def test_nothing_is_connected_by_itself():
    assert connections.connected() == []
    assert manual.instead_of([]) == list(manual.SOURCES)


def test_a_key_and_a_list_connect_mailchimp(settings):
    settings.MAILCHIMP_API_KEY, settings.MAILCHIMP_LIST_ID = "abc-us3", "a36b032126"
    assert [source.key for source in connections.connected()] == ["mailchimp"]


def test_a_key_without_a_list_connects_nothing(settings):
    settings.MAILCHIMP_API_KEY = "abc-us3"
    assert connections.connected() == []


TRIBECRM = {
    "TRIBECRM_AUTH_URL": "https://auth.example.org",
    "TRIBECRM_API_URL": "https://api.example.org",
    "TRIBECRM_CLIENT_ID": "spot",
    "TRIBECRM_CLIENT_SECRET": "s3cret",
}


def test_two_addresses_and_a_client_connect_tribe_crm(settings):
    for name, value in TRIBECRM.items():
        setattr(settings, name, value)
    assert [source.key for source in connections.connected()] == ["tribecrm"]


@pytest.mark.parametrize("missing", TRIBECRM)
def test_less_than_that_connects_nothing(settings, missing):
    for name, value in TRIBECRM.items():
        setattr(settings, name, "" if name == missing else value)
    assert connections.connected() == []


def test_who_is_connected_is_not_asked_by_hand_as_well():
    assert "tribe" in {source.key for source in manual.instead_of([])}
    assert "tribe" not in {source.key for source in manual.instead_of([TribeCrmSource.processor_key])}


def test_what_a_connected_system_does_not_tell_is_still_asked_by_hand():
    keys = [source.key for source in manual.instead_of(["mailchimp"])]
    assert "mailchimp" not in keys
    assert {"mandrill", "tribe", "keynius"} <= set(keys)
