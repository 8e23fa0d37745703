"""A browser's request as a web server hands it on, and what came back."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    application: Callable[..., Iterable[bytes]],
    path: str = "/privacybeleid/",
    method: str = "GET",
    *,
    scheme: str = "http",
    **headers: str,
) -> Reply:
    """Headers by name, with `_` for `-`."""
    told: list[Any] = []
    with the_tests_connection_kept():
        response = application(environ(path, method, scheme, headers), lambda *said: told.append(said))
        try:
            body = b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()
    status, said, *_ = told[-1]
    return Reply(int(status[:3]), {name.title(): value for name, value in said}, body)


@contextmanager
def the_tests_connection_kept() -> Iterator[None]:
    """Django drops a connection with an open transaction when a request ends; a test runs in one. (Django's own test
    client does the same.)"""
    connected = [signal for signal in (request_started, request_finished) if signal.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for signal in connected:
            signal.connect(close_old_connections)


def environ(path: str, method: str, scheme: str, headers: dict[str, str]) -> dict[str, Any]:
    path, _, query = path.partition("?")
    given = {"host": "127.0.0.1:8000"} | headers
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **{f"HTTP_{name.upper()}": value for name, value in given.items() if value is not None},
    }


def handing_over(make: Callable[..., HttpResponse]) -> Callable[..., Iterable[bytes]]:
    """A site of one view, speaking WSGI as Django's own handler does."""

    def site(given: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = make(given)
        if not response.streaming:
            response.headers["Content-Length"] = str(len(response.content))
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return response

    return site
