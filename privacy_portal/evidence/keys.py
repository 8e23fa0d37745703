"""Key rings from the settings. A ring holds several keys, newest first: the newest seals, all of them open,
so that keys can be replaced while the site runs (SECURITY C-01, C-02)."""

import binascii
import hmac
import re
from base64 import b64decode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
_KEY_ID = re.compile(r"[a-z0-9-]{1,16}")


@dataclass(frozen=True)
class Key:
    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"<Key {self.id}>"


@dataclass(frozen=True)
class KeyRing:
    name: str
    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        return self.keys[0]

    def find(self, key_id: str) -> Key | None:
        return next((key for key in self.keys if key.id == key_id), None)

    def macs(self, purpose: str, data: bytes) -> list[tuple[str, str]]:
        """HMAC-SHA256 under each key as (key id, hex), newest first."""
        message = purpose.encode() + b"\0" + data
        return [(key.id, hmac.new(key.secret, message, sha256).hexdigest()) for key in self.keys]


def ring(setting_name: str) -> KeyRing:
    return _parsed(setting_name, tuple(getattr(settings, setting_name)))


@lru_cache(maxsize=32)
def _parsed(name: str, entries: tuple[str, ...]) -> KeyRing:
    keys = tuple(_key(name, entry) for entry in entries)
    if not keys:
        raise ImproperlyConfigured(f"{name} is empty; it needs at least one key, written id:base64.")
    if len({key.id for key in keys}) < len(keys):
        raise ImproperlyConfigured(f"{name} names two keys alike; each key needs an id of its own.")
    return KeyRing(name, keys)


def _key(name: str, entry: str) -> Key:
    key_id, _, text = entry.strip().partition(":")
    try:
        secret = b64decode(text, validate=True)
    except binascii.Error:
        secret = b""
    if not _KEY_ID.fullmatch(key_id) or len(secret) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"A key in {name} is not written id:base64 of {KEY_BYTES} bytes, with an id of at most 16 "
            "lower-case letters, digits or hyphens."
        )
    return Key(key_id, secret)
