"""Refuses to start on keys that cannot keep a secret (SECURITY C-01)."""

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

SAMPLES = (b"sample-", b"changeme", b"django-insecure")


def secret_part(value: str) -> bytes:
    """The bytes behind `name:base64`, `base64`, or plain text."""
    text = value.rpartition(":")[2]
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError):
        return text.encode()


def weakness(value: str, *, at_least: int) -> str:
    secret = secret_part(value)
    if len(secret) < at_least:
        return f"is shorter than {at_least} bytes"
    if len(set(secret)) < 8:
        return "repeats itself too much to be random"
    if any(sample in secret.lower() or sample in value.encode().lower() for sample in SAMPLES):
        return "is a sample value"
    return ""


def refuse_weak_secrets(settings: Mapping[str, list[str]]) -> None:
    """Raise with the setting's name, never its value, at the first key that is missing, weak or used twice."""
    seen: dict[bytes, str] = {}
    for name, values in settings.items():
        if not any(values):
            raise ImproperlyConfigured(f"{name} is empty; see docs/how-to/configure-production.md.")
        for value in values:
            problem = weakness(value, at_least=50 if name == "SECRET_KEY" else 32)
            if problem:
                raise ImproperlyConfigured(f"{name} {problem}.")
            other = seen.setdefault(secret_part(value), name)
            if other != name:
                raise ImproperlyConfigured(f"{name} is the same as {other}; each key opens one door.")
