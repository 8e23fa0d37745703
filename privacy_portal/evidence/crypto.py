"""Sealing: AES-256-GCM under the newest key of a ring, bound to the place where the result is kept. What
was changed, moved to another place or sealed under an unknown key does not open at all (SECURITY C-03)."""

import logging
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import keys

logger = logging.getLogger(__name__)

_VERSION = 1
_NONCE_BYTES = 12


class DecryptionFailed(Exception):
    """Never carries what was sealed; the place is enough to look."""


def seal(data: bytes, *, context: str, ring: str = "FIELD_KEYS") -> bytes:
    """Layout: version, length of key id, key id, nonce, ciphertext with tag."""
    key = keys.ring(ring).newest
    header = bytes([_VERSION, len(key.id)]) + key.id.encode()
    nonce = os.urandom(_NONCE_BYTES)
    return header + nonce + _cipher(key.secret).encrypt(nonce, data, header + context.encode())


def unseal(sealed: bytes, *, context: str, ring: str = "FIELD_KEYS") -> bytes:
    try:
        return _open(bytes(sealed), context, ring)
    except (InvalidTag, LookupError, ValueError) as error:
        logger.error("sealed value does not open at %s", context)
        raise DecryptionFailed(f"The sealed value at {context} does not open.") from error


def key_id_of(sealed: bytes) -> str:
    """Which key of the ring sealed this; says nothing about whether it opens."""
    return bytes(sealed[2 : 2 + sealed[1]]).decode()


def _open(sealed: bytes, context: str, ring: str) -> bytes:
    if sealed[0] != _VERSION:
        raise ValueError("unknown layout")
    key = keys.ring(ring).find(key_id_of(sealed))
    if key is None:
        raise LookupError("unknown key")
    start = 2 + sealed[1]
    nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
    return _cipher(key.secret).decrypt(nonce, body, sealed[:start] + context.encode())


@lru_cache(maxsize=64)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(secret)
