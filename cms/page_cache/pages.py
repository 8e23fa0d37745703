"""One kept answer: its bytes in one encoding, ready to leave with them or as a 304."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .encoding import ENCODINGS, encoded

Headers = list[tuple[str, str]]
Environ = dict[str, Any]
StartResponse = Callable[..., Any]

# Headers that belong to one answer only, or that are written anew for each encoding.
PER_ANSWER = frozenset({"set-cookie", "x-request-id", "date", "content-length", "etag", "content-encoding", "vary"})
# A 304 says nothing about a body it does not carry (RFC 9110 15.4.5).
ABOUT_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})


class Place(NamedTuple):
    """Where an answer is kept: the host is no part of it, because it is the same for every host."""

    address: str
    encoding: str


class Page(NamedTuple):
    stamp: str
    etag: str
    headers: Headers
    bare_headers: Headers
    body: bytes


def page(stamp: str, etag: str, headers: Iterable[tuple[str, str]], body: bytes) -> Page:
    whole = [(name, value) for name, value in headers]
    return Page(stamp, etag, whole, [pair for pair in whole if pair[0].lower() not in ABOUT_THE_BODY], body)


def pages_of(stamp: str, headers: Headers, body: bytes) -> dict[str, Page]:
    """The answer for each encoding a browser may want, every one with a strong ETag of its own (RFC 9110 8.8.3)."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    common = [(name, value) for name, value in headers if name.lower() not in PER_ANSWER]
    found = {name: _page(stamp, digest, common, name, content) for name, content in encoded(body).items()}
    return {name: found.get(name, found[""]) for name in ENCODINGS}


def _page(stamp: str, digest: str, common: Headers, encoding: str, body: bytes) -> Page:
    etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
    own = [("Vary", "Accept-Encoding"), ("ETag", etag), ("Content-Length", str(len(body)))]
    return page(stamp, etag, [*common, *own, *([("Content-Encoding", encoding)] if encoding else [])], body)


def answer(kept: Page, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Headers are copied, because some servers add to the list they are given."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (kept.etag in known or known.strip() == "*"):
        start_response("304 Not Modified", kept.bare_headers.copy())
        return []
    start_response("200 OK", kept.headers.copy())
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]
