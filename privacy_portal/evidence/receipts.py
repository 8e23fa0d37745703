"""Receipts anyone can check: a statement of ours with an Ed25519 signature. They hold numbers, dates and hashes, never
who it was about, because a receipt travels in addresses and printouts."""

import binascii
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from .canonical import canonical
from .facts import refuse_personal_facts

_SEED_BYTES = 32


class BadReceipt(ValueError):
    """Not signed by us, or changed since."""


def sign(payload: dict[str, Any]) -> str:
    """`kind` says what the receipt is for; the rest of the payload is shown to whoever checks it."""
    refuse_personal_facts(payload)
    body = canonical(payload)
    return f"{_text(body)}.{_text(_key(settings.RECEIPT_KEY).sign(body))}"


def read(receipt: str) -> dict[str, Any]:
    body_text, _, signature_text = receipt.strip().partition(".")
    try:
        body = _bytes(body_text)
        _key(settings.RECEIPT_KEY).public_key().verify(_bytes(signature_text), body)
        payload = orjson.loads(body)
    except (InvalidSignature, ValueError) as error:
        raise BadReceipt("This receipt was not signed by us, or was changed since.") from error
    return payload


def verify(receipt: str) -> bool:
    try:
        read(receipt)
    except BadReceipt:
        return False
    return True


def check_url(receipt: str) -> str:
    """Where anyone can check it."""
    return settings.BASE_URL + reverse("evidence:receipt", args=[receipt])


def public_key() -> str:
    """In base64, for whoever checks receipts without us."""
    raw = _key(settings.RECEIPT_KEY).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return _text(raw)


@lru_cache(maxsize=4)
def _key(seed: str) -> Ed25519PrivateKey:
    try:
        secret = b64decode(seed, validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != _SEED_BYTES:
        raise ImproperlyConfigured(f"RECEIPT_KEY must be {_SEED_BYTES} bytes in base64.")
    return Ed25519PrivateKey.from_private_bytes(secret)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Strict, so that one receipt has one spelling."""
    data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if _text(data) != text:
        raise ValueError("not canonical base64")
    return data
