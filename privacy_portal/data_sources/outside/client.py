"""Asking a system elsewhere over HTTP, so that it can be slow, wrong, too long or dead without taking us along.

One client speaks with one host: the one of its base address, over TLS with a verified certificate (plain HTTP only
to this machine itself). It follows no redirect, reads no more than it must, and stops at a deadline that holds for
the whole exchange, whatever the other side drips. What went wrong is told without the other side's words: those may
hold anything (SECURITY E-08)."""

import json
import random
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import BoundedSemaphore, Event, Timer
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from privacy_portal.data_sources.contract import SourceError, SourceUnavailable

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and tries; what a venue's outside systems need, with room."""

    connect: float = 3
    read: float = 10
    most_bytes: int = 5 * 1024 * 1024
    tries: int = 3
    # First wait between tries; each next one is twice as long, with up to as much again by chance.
    pause: float = 0.3
    # A system that asks to wait longer than this is asked another time.
    longest_pause: float = 5
    at_a_time: int = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx or 404. `data` is the parsed JSON, None for an empty body."""

    status: int
    data: Any

    @property
    def is_missing(self) -> bool:
        return self.status == 404


class Refused(SourceError):
    """The system understood and said no (4xx). `fields` names the fields it complained about; `title` is the kind of
    complaint as its API documents it."""

    def __init__(self, status: int, title: str = "", fields: tuple[str, ...] = ()):
        super().__init__(f"refused with {status}")
        self.status, self.title, self.fields = status, title, fields


class NotLetIn(SourceUnavailable):
    """The system does not take our key, or our token any more (401, 403)."""

    def __init__(self, status: int):
        super().__init__(f"not let in ({status})")
        self.status = status


class _TryAgain(SourceUnavailable):
    """This try failed in a way that may pass; `after` is how long the system asks to wait, in seconds."""

    def __init__(self, why: str, after: float | None = None):
        super().__init__(why)
        self.after = after


@dataclass(slots=True)
class Client:
    """`headers` is asked before each request, so that a token may be renewed in between. `refused` is told which
    headers met a 401; the request is then tried once more with what `headers` says by now."""

    base_url: str
    headers: Callable[[], Mapping[str, str]] = dict
    refused: Callable[[Mapping[str, str]], None] | None = None
    limits: Limits = field(default_factory=Limits)
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    sleep: Callable[[float], None] = time.sleep
    _places: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if not parts.hostname or not (parts.scheme == "https" or _is_here(parts)):
            raise ValueError("An outside system is asked over https.")
        self._places = BoundedSemaphore(self.limits.at_a_time)

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """`$` stays itself: it begins OData's own names."""
        text = urlencode(query, safe="$", quote_via=quote) if query else ""
        return self.ask("GET", f"{path}?{text}" if text else path)

    def ask(self, method: str, path: str, body: Any = None, *, form: Mapping[str, str] | None = None) -> Answer:
        """Every request we make may be repeated: it sets, reads or removes, and never adds."""
        payload, kind = _payload(body, form)
        for attempt in range(self.limits.tries):
            try:
                with self._places:
                    return self._let_in(method, path, payload, kind)
            except _TryAgain as failure:
                if attempt + 1 == self.limits.tries:
                    raise SourceUnavailable(str(failure)) from None
                self.sleep(self._pause(attempt, failure))
        raise SourceUnavailable("not asked")

    def _pause(self, attempt: int, failure: _TryAgain) -> float:
        if failure.after is not None:
            if failure.after > self.limits.longest_pause:
                raise SourceUnavailable("asked to wait") from None
            return failure.after
        return self.limits.pause * 2**attempt * (1 + random.random())  # nosec B311  # noqa: S311 - spreads tries, guards nothing

    def _let_in(self, method: str, path: str, payload: bytes | None, kind: str) -> Answer:
        shown = self.headers()
        try:
            return self._once(method, path, payload, kind, shown)
        except NotLetIn as failure:
            if failure.status != 401 or self.refused is None:
                raise
            self.refused(shown)
            return self._once(method, path, payload, kind, self.headers())

    def _once(self, method: str, path: str, payload: bytes | None, kind: str, shown: Mapping[str, str]) -> Answer:
        headers = {"Accept": "application/json", **({"Content-Type": kind} if payload else {}), **shown}
        connection = self._connect()
        late = Event()
        clock = Timer(self.limits.read, _cut, [connection, late])
        clock.start()
        try:
            connection.request(method, urlsplit(self.base_url).path.rstrip("/") + path, payload, headers)
            response = connection.getresponse()
            content = response.read(self.limits.most_bytes + 1)
        except (OSError, HTTPException, ValueError, AttributeError) as error:
            raise _TryAgain("too slow" if late.is_set() else type(error).__name__) from None
        finally:
            clock.cancel()
            connection.close()
        if len(content) > self.limits.most_bytes:
            raise SourceUnavailable("answer too long")
        if late.is_set():
            raise _TryAgain("too slow")
        if _is_cut_off(response, content):
            raise _TryAgain("cut off")
        return _read(response.status, response.headers, content)

    def _connect(self) -> HTTPConnection:
        parts = urlsplit(self.base_url)
        port, host = parts.port, parts.hostname or ""
        if parts.scheme == "https":
            connection: HTTPConnection = HTTPSConnection(host, port, timeout=self.limits.connect, context=self.tls)
        else:
            connection = HTTPConnection(host, port, timeout=self.limits.connect)
        try:
            connection.connect()
        except OSError as error:
            raise _TryAgain(type(error).__name__) from None
        connection.sock.settimeout(self.limits.read)
        return connection


def _is_here(parts: Any) -> bool:
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def _is_cut_off(response: HTTPResponse, content: bytes) -> bool:
    """Shorter than it said, or nothing at all without saying so (RFC 9112 8)."""
    stated = response.headers.get("Content-Length")
    if stated is None:
        return not content and response.status != 204 and not response.chunked
    return stated.isdigit() and len(content) < int(stated)


def _cut(connection: HTTPConnection, late: Event) -> None:
    """Ends a read that waits in another thread, whatever it has waited for so far."""
    late.set()
    with suppress(OSError, AttributeError):  # it may have ended by itself
        connection.sock.shutdown(socket.SHUT_RDWR)


def _payload(body: Any, form: Mapping[str, str] | None) -> tuple[bytes | None, str]:
    if form is not None:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    return (None, "") if body is None else (json.dumps(body).encode(), "application/json")


def _read(status: int, headers: Message, content: bytes) -> Answer:
    """What a status means to us. A page instead of JSON, or half of it, is no answer."""
    if status == 429 or status >= 500:
        raise _TryAgain(f"status {status}", _seconds(headers.get("Retry-After")))
    if 300 <= status < 400:
        raise SourceUnavailable("redirected elsewhere")
    if status in {401, 403}:
        raise NotLetIn(status)
    data = _parsed(content, headers.get("Content-Type", ""), needed=status < 300)
    if 200 <= status < 300 or status == 404:
        return Answer(status, data if status != 404 else None)
    raise _refusal(status, data)


def _parsed(content: bytes, kind: str, *, needed: bool) -> Any:
    if not content.strip():
        return None
    try:
        if "json" not in kind.lower():
            raise ValueError("not JSON")
        return json.loads(content)
    except (ValueError, RecursionError):
        if needed:
            raise SourceUnavailable("answered something else than JSON") from None
        return None


def _refusal(status: int, data: Any) -> Refused:
    """RFC 9457 problem details, as far as they say which field is meant."""
    told = data if isinstance(data, dict) else {}
    errors = told.get("errors")
    fields = [str(e.get("field", "")) for e in errors if isinstance(e, dict)] if isinstance(errors, list) else []
    return Refused(status, str(told.get("title", "")), tuple(name for name in fields if name))


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() else None
