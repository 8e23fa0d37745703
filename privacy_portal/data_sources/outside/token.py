"""A token from an OAuth 2 server (client credentials, RFC 6749 4.4): asked for once, shared by all threads, renewed
before it ends and when a system does not take it any more."""

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from privacy_portal.data_sources.contract import SourceError, SourceUnavailable

from .client import Client

# A token is renewed so many seconds before its end, or at four fifths of a life shorter than five of these.
MARGIN = 60.0
# RFC 6749 5.1 leaves the life of a token out at will; a shorter one shows by a 401.
UNSTATED_LIFE = 300.0


class Token:
    """`client` speaks with the server that gives tokens, at `path`; `form` says who we are and what for."""

    def __init__(
        self, client: Client, path: str, form: Mapping[str, str], *, clock: Callable[[], float] = time.monotonic
    ):
        self._client, self._path, self._form, self._clock = client, path, form, clock
        self._lock = Lock()
        self._headers: dict[str, str] | None = None
        self._renew_at = 0.0
        self._failures = 0

    def headers(self) -> Mapping[str, str]:
        """Whoever comes while a token is asked for waits for that one, and for its failure too: a server that does not
        answer is not asked again by each of them."""
        failures = self._failures
        with self._lock:
            if self._headers is None or self._clock() >= self._renew_at:
                if self._failures > failures:
                    raise SourceUnavailable("no token")
                self._renew()
            return self._headers or {}

    def refused(self, headers: Mapping[str, str]) -> None:
        """A token that is not taken is asked for anew, unless another thread already did."""
        with self._lock:
            if self._headers == headers:
                self._headers = None

    def _renew(self) -> None:
        self._headers = None
        try:
            value, life = _read(self._client.ask("POST", self._path, form=self._form).data)
        except SourceError:
            self._failures += 1
            raise SourceUnavailable("no token") from None
        self._headers = {"Authorization": f"Bearer {value}"}
        self._renew_at = self._clock() + life - min(MARGIN, life / 5)


def _read(data: Any) -> tuple[str, float]:
    """The token and its life in seconds (RFC 6749 5.1); anything that could not stand in a header is none."""
    told = data if isinstance(data, dict) else {}
    value, kind, life = told.get("access_token"), str(told.get("token_type", "bearer")), told.get("expires_in")
    if not (isinstance(value, str) and value.isascii() and value.isprintable() and value.strip()):
        raise SourceUnavailable("no token")
    if kind.lower() != "bearer":
        raise SourceUnavailable("another kind of token")
    return value, float(str(life)) if str(life).isdecimal() else UNSTATED_LIFE
