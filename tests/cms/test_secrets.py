"""The site does not start on keys that cannot keep a secret (SECURITY C-01)."""

import secrets
from base64 import b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.secrets import refuse_weak_secrets
from cms.settings import dev


def key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def good() -> dict[str, list[str]]:
    return {
        "SECRET_KEY": [secrets.token_urlsafe(64)],
        "FIELD_KEYS": [f"b:{key()}", f"a:{key()}"],
        "RECEIPT_KEY": [key()],
    }


def test_it_starts_on_random_keys():
    refuse_weak_secrets(good())


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("FIELD_KEYS", [], "is empty"),
        ("FIELD_KEYS", [""], "is empty"),
        ("FIELD_KEYS", [f"a:{b64encode(b'short').decode()}"], "shorter"),
        ("FIELD_KEYS", [f"a:{b64encode(b'a' * 32).decode()}"], "random"),
        ("FIELD_KEYS", [f"dev:{dev.sample_key('field')}"], "sample"),
        ("SECRET_KEY", ["django-insecure-" + "x1y2z3w4v5" * 6], "sample"),
        ("SECRET_KEY", ["a1b2c3d4e5f6g7h8"], "shorter"),
    ],
)
def test_c01_it_refuses_and_names_the_setting_but_not_its_value(name, values, why):
    with pytest.raises(ImproperlyConfigured, match=why) as refusal:
        refuse_weak_secrets(good() | {name: values})
    assert name in str(refusal.value)
    assert not any(value and value in str(refusal.value) for value in values)


def test_c01_one_key_does_not_open_two_doors():
    shared = key()
    with pytest.raises(ImproperlyConfigured, match="RECEIPT_KEY is the same as FIELD_KEYS"):
        refuse_weak_secrets(good() | {"FIELD_KEYS": [f"a:{shared}"], "RECEIPT_KEY": [shared]})
