"""One way to write a value down, so that its hash is the same everywhere and a line stays one line."""

import re
import unicodedata
from typing import Any

import orjson

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
# Control and format characters, line and paragraph separators: they can forge a line or hide in one
# (SECURITY L-07).
_HARMFUL = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_PLAIN = re.compile(r"[ -~]*")


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces; UUIDs and dates become text."""
    return orjson.dumps(value, option=_OPTIONS)


def harmless(text: str) -> str:
    """Each harmful character as its visible escape."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_visible(c) for c in text)


def _visible(character: str) -> str:
    return f"\\u{ord(character):04x}" if unicodedata.category(character) in _HARMFUL else character


def harmless_all(value: Any) -> Any:
    """The same for every text inside facts."""
    if isinstance(value, str):
        return harmless(str(value))
    if isinstance(value, dict):
        return {harmless(str(key)): harmless_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [harmless_all(item) for item in value]
    return value
