"""A small calculation that a browser makes before it is sent a code, while very many ask (SECURITY R-01, R-06).

In the format of ALTCHA: SHA-256 of a salt and a secret number. It costs a person a second, and whoever asks for a
hundred thousand codes a day of work. It says nothing about who asks, and nothing is loaded from anywhere. Written out
here because it is shorter than the library and its widget, and needs no worker from a blob, which our CSP refuses."""

import json
import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from . import digests
from .limits import allow, is_over

LASTS = timedelta(minutes=10)
# About a second of WebCrypto on an ordinary telephone, half of it on average.
MOST = 50_000
ALGORITHM = "SHA-256"


def is_asked(*, now: datetime) -> bool:
    """Only while the whole site sends more codes than it expects to. Whom they are for plays no part (V-01)."""
    return is_over("challenge-in-all", "", now=now)


def ask(*, now: datetime) -> dict[str, Any]:
    """What the browser gets. The salt ends with a separator, so that no digit of the number can be moved into it."""
    salt = f"{secrets.token_hex(12)}?expires={int((now + LASTS).timestamp())}&"
    challenge = hash_of(salt, secrets.randbelow(MOST + 1))
    signature = digests.of_work(challenge)
    return {"algorithm": ALGORITHM, "challenge": challenge, "maxnumber": MOST, "salt": salt, "signature": signature}


def is_done(payload: str, *, now: datetime) -> bool:
    """Right, ours, in time, and for the first time."""
    told = read(payload)
    if told is None or not is_right(**told, now=now):
        return False
    return allow("altcha", told["challenge"], limit=1, per=LASTS, now=now)


def is_right(*, challenge: str, number: int, salt: str, signature: str, now: datetime) -> bool:
    fits = digests.same(hash_of(salt, number), challenge)
    ours = digests.same(digests.of_work(challenge), signature)
    return fits and ours and salt.endswith("&") and now.timestamp() < expiry_in(salt)


def hash_of(salt: str, number: int) -> str:
    return sha256(f"{salt}{number}".encode()).hexdigest()


def expiry_in(salt: str) -> int:
    value = parse_qs(salt.partition("?")[2]).get("expires", ["0"])[0]
    return int(value) if value.isascii() and value.isdigit() else 0


def read(payload: str) -> dict[str, Any] | None:
    """Whatever a stranger sent, as the four things we look at, or nothing."""
    try:
        told = json.loads(b64decode(payload, validate=True)) if len(payload) < 1000 else None
    except (NotBase64, ValueError):
        return None
    if not isinstance(told, dict) or told.get("algorithm") != ALGORITHM:
        return None
    number, texts = told.get("number"), {name: told.get(name) for name in ("challenge", "salt", "signature")}
    if type(number) is not int or not all(isinstance(text, str) for text in texts.values()):
        return None
    return {"number": number, **texts}
