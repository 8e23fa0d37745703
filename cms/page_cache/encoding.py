"""Which encoding a browser gets, and the bytes in it."""

import gzip
from functools import lru_cache

import brotli

# Best first; "" is the body as it is.
ENCODINGS = ("br", "gzip", "")
# Under this size compression costs more bytes than it saves.
COMPRESS_FROM_BYTES = 256


@lru_cache(maxsize=512)
def preferred_encoding(accept: str) -> str:
    """RFC 9110 12.5.3: the coding with the highest weight the browser names, brotli before gzip when it has no
    preference. Only what it names: `*` is nearly always a script that cannot unpack anything."""
    weights = {name.strip(): _weight(parameters) for name, _, parameters in map(_parted, accept.lower().split(","))}
    wanted = [name for name in ENCODINGS if name and weights.get(name, 0) > 0]
    best = max(wanted, key=lambda name: weights[name], default="")
    return "" if weights.get("identity", 0) > weights.get(best, 0) else best


def _parted(wish: str) -> tuple[str, str, str]:
    return wish.partition(";")


def _weight(parameters: str) -> float:
    """A weight nobody can read is a refusal: plain bytes are always understood."""
    name, _, value = parameters.replace(" ", "").replace("\t", "").partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value) if name == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def encoded(body: bytes) -> dict[str, bytes]:
    """The same body in each encoding in which it is worth sending."""
    if len(body) < COMPRESS_FROM_BYTES:
        return {"": body}
    return {"": body, "gzip": gzip.compress(body, 9, mtime=0), "br": brotli.compress(body, quality=9)}
