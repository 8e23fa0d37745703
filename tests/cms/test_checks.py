"""The deploy check says no while anything personal would leave this machine where others can read it."""

import pytest

from cms.checks import (
    SMTP,
    every_way_out_is_closed_to_others,
    is_here,
    the_ledger_has_its_own_clock,
    the_officer_holds_checkpoints,
)
from cms.settings import base

pytestmark = pytest.mark.security("C-05", "ASVS 12.3.1")
POSTGRES = {"ENGINE": "django.db.backends.postgresql"}


def found(settings, **changed) -> list[str]:
    for name, value in changed.items():
        setattr(settings, name, value)
    return [each.id for each in every_way_out_is_closed_to_others()]


@pytest.mark.parametrize(
    ("database", "refused"),
    [
        ({"HOST": "db.example.org"}, True),
        ({"HOST": "db.example.org", "OPTIONS": {"sslmode": "require"}}, True),
        ({"HOST": "db.example.org", "OPTIONS": {"sslmode": "verify-ca"}}, True),
        ({"HOST": "127.0.0.1,db.example.org"}, True),
        ({"HOST": "192.0.2.1"}, True),
        ({"HOST": "db.example.org", "OPTIONS": {"sslmode": "verify-full"}}, False),
        ({"HOST": "127.0.0.1"}, False),
        ({"HOST": "::1"}, False),
        ({"HOST": "/run/postgresql"}, False),
        ({}, False),
    ],
)
def test_a_database_elsewhere_is_verified(settings, database, refused):
    assert found(settings, DATABASES={"default": POSTGRES | database}) == ["cms.E001"] * refused


def test_a_second_database_is_looked_at_too(settings):
    here, elsewhere = POSTGRES | {"HOST": "localhost"}, POSTGRES | {"HOST": "db.example.org"}
    assert found(settings, DATABASES={"default": here, "copy": elsewhere}) == ["cms.E001"]


def test_sqlite_goes_nowhere(settings):
    assert found(settings, DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}}) == []


@pytest.mark.parametrize(
    ("host", "tls", "ssl", "refused"),
    [
        ("mail.example.org", False, False, True),
        ("mail.example.org", True, False, False),
        ("mail.example.org", False, True, False),
        ("localhost", False, False, False),
    ],
)
def test_mail_leaves_over_tls(settings, host, tls, ssl, refused):
    mail = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": host, "EMAIL_USE_TLS": tls, "EMAIL_USE_SSL": ssl}
    assert found(settings, **mail) == ["cms.E002"] * refused


@pytest.mark.parametrize("name", ["MAILCHIMP_BASE_URL", "TRIBECRM_AUTH_URL", "TRIBECRM_API_URL"])
@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("http://api.example.org", True),
        ("ftp://127.0.0.1", True),
        ("api.example.org", True),
        ("https://api.example.org", False),
        ("http://127.0.0.1:8080", False),
        ("", False),
    ],
)
def test_systems_elsewhere_are_asked_over_https(settings, name, address, refused):
    assert found(settings, **{name: address}) == ["cms.E003"] * refused


@pytest.mark.parametrize("host", ["2130706433", "127.0.0.1.example.org", "localhost.example.org", "0.0.0.0"])
def test_what_only_looks_like_here_is_elsewhere(host):
    assert not is_here(host)


@pytest.mark.security("L-04")
def test_somebody_outside_must_hold_the_checkpoints(settings):
    settings.CHECKPOINT_EMAIL = ""
    assert [each.id for each in the_officer_holds_checkpoints()] == ["cms.W001"]
    settings.CHECKPOINT_EMAIL = "officer@example.org"
    assert the_officer_holds_checkpoints() == []


@pytest.mark.security("L-02")
def test_L02_the_ledger_of_production_has_its_own_clock(settings):
    assert base.LEDGER_OWN_CLOCK is True
    assert [each.id for each in the_ledger_has_its_own_clock()] == ["cms.E004"], "tests hold it"
    settings.LEDGER_OWN_CLOCK = True
    assert the_ledger_has_its_own_clock() == []
