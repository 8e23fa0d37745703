"""Codes a person types and tokens a machine carries. Nothing here is stored as it is: see `digests`."""

import re
import secrets
import unicodedata

# Crockford's base 32: no I, L, O or U, so no letter is taken for a digit and no word appears by chance.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Nine characters of five bits: 45 bits (SECURITY V-03 asks for 40), shown as three groups of three.
CODE_LENGTH = 9
GROUP = 3
# 256 bits where SECURITY asks for 128.
TOKEN_BYTES = 32
TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")

LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: str) -> bool:
    return TOKEN_SHAPE.fullmatch(text) is not None


def readable(code: str) -> str:
    """K7M2QX9TR -> K7M-2QX-9TR."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalise_code(text: str) -> str:
    """What a person typed, read kindly: any case, spaces, dashes, O for 0, I or L for 1, wide letters."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(LOOKALIKES)
    return "".join(character for character in plain if not is_separator(character))


def is_separator(character: str) -> bool:
    """Spaces, dashes and the invisible characters that come along with copying from a mail."""
    return character.isspace() or unicodedata.category(character) in {"Pd", "Cf", "Cc"}


def is_code(normalised: str) -> bool:
    return len(normalised) == CODE_LENGTH and all(character in ALPHABET for character in normalised)
