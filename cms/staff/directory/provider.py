"""Asking the directory over HTTP, by the rules for every outside system: verified TLS, no redirect, a bounded answer
and a deadline (data_sources/outside/client.py). Nothing is asked twice: a code is good once, and a person waits."""

import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlsplit

from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from privacy_portal.data_sources.contract import SourceError
from privacy_portal.data_sources.outside.client import Client, Limits, Refused

from .configuration import Configuration
from .failures import Failed, Reason

LIMITS = Limits(connect=3, read=5, most_bytes=256 * 1024, tries=1)
# Seconds that the directory's addresses are remembered, and that keys are not asked for again.
METADATA_LASTS, KEYS_AT_MOST_EVERY = 600.0, 30.0
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the directory says about itself (OpenID Connect Discovery 1.0), as far as we use it."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    secret_in_form: bool
    says_issuer: bool


class Directory:
    """One per configuration and process; `clock` is in seconds."""

    def __init__(
        self,
        configuration: Configuration,
        *,
        limits: Limits = LIMITS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._configuration, self._limits, self._clock = configuration, limits, clock
        self._metadata: Metadata | None = None
        self._metadata_until = 0.0
        self._keys: PyJWKSet | None = None
        self._keys_again_at = 0.0

    def metadata(self) -> Metadata:
        if self._metadata is None or self._clock() >= self._metadata_until:
            told = self._ask("GET", self._configuration.issuer.rstrip("/") + WELL_KNOWN, "metadata")
            self._metadata = read_metadata(told, self._configuration.issuer)
            self._metadata_until = self._clock() + METADATA_LASTS
        return self._metadata

    def id_token(self, code: str, *, verifier: str, redirect_uri: str) -> str:
        """The code for the ID token (RFC 6749 4.1.3, RFC 7636 4.5). The access token is let go: we ask nothing more."""
        metadata, given = self.metadata(), self._configuration
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": given.client_id,
            "code_verifier": verifier,
        }
        headers = {}
        if metadata.secret_in_form:
            form["client_secret"] = given.client_secret
        else:
            pair = f"{quote_plus(given.client_id)}:{quote_plus(given.client_secret)}"
            headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
        told = self._ask("POST", metadata.token_endpoint, "token", form=form, headers=headers)
        token = told.get("id_token")
        if not isinstance(token, str):
            raise Failed(Reason.UNPROVEN, "no token")
        return token

    def key(self, kid: str | None) -> PyJWK:
        """A key we do not know yet makes us ask again, though not more often than twice a minute: whoever makes up
        names of keys does not make us knock."""
        found = find(self._keys, kid)
        if found is None and self._clock() >= self._keys_again_at:
            self._keys_again_at = self._clock() + KEYS_AT_MOST_EVERY
            self._keys = read_keys(self._ask("GET", self.metadata().jwks_uri, "keys"))
            found = find(self._keys, kid)
        if found is None:
            raise Failed(Reason.UNPROVEN, "key")
        return found

    def _ask(
        self,
        method: str,
        address: str,
        what: str,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        try:
            parts = urlsplit(address)
            client = Client(f"{parts.scheme}://{parts.netloc}", headers=lambda: headers or {}, limits=self._limits)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            answer = client.ask(method, path, form=form)
        except Refused:
            # The token endpoint's own no: the code was used, is old, or belongs to another browser.
            raise Failed(Reason.UNPROVEN if what == "token" else Reason.AWAY, what) from None
        except (SourceError, ValueError):
            raise Failed(Reason.AWAY, what) from None
        if answer.is_missing or not isinstance(answer.data, dict):
            raise Failed(Reason.AWAY, what)
        return answer.data


@lru_cache(maxsize=4)
def directory_of(configuration: Configuration) -> Directory:
    return Directory(configuration)


def read_metadata(told: Mapping[str, Any], issuer: str) -> Metadata:
    """Discovery 4.3: a directory that calls itself otherwise is another one."""
    if told.get("issuer") != issuer:
        raise Failed(Reason.UNPROVEN, "issuer")
    if "S256" not in _listed(told, "code_challenge_methods_supported", ["S256"]):
        raise Failed(Reason.AWAY, "metadata")
    ways = _listed(told, "token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        authorization_endpoint=_address(told, "authorization_endpoint"),
        token_endpoint=_address(told, "token_endpoint"),
        jwks_uri=_address(told, "jwks_uri"),
        secret_in_form="client_secret_basic" not in ways,
        says_issuer=told.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(told: Mapping[str, Any], name: str) -> str:
    address = told.get(name)
    if not (isinstance(address, str) and is_closed_to_others(address)):
        raise Failed(Reason.AWAY, "metadata")
    return address


def is_closed_to_others(address: str) -> bool:
    """What the client would ask: https, or this machine itself. The browser goes to no other either."""
    try:
        parts = urlsplit(address)
        Client(f"{parts.scheme}://{parts.netloc}")
    except ValueError:
        return False
    return True


def read_keys(told: Mapping[str, Any]) -> PyJWKSet:
    keys = told.get("keys")
    try:
        return PyJWKSet([key for key in keys if key.get("use", "sig") == "sig"] if isinstance(keys, list) else [])
    except (PyJWTError, AttributeError, ValueError, TypeError):
        raise Failed(Reason.UNPROVEN, "keys") from None


def find(keys: PyJWKSet | None, kid: str | None) -> PyJWK | None:
    """A token without a name of a key is of the only one there is."""
    if keys is None:
        return None
    found = [key for key in keys.keys if kid is None or key.key_id == kid]
    return found[0] if len(found) == 1 else None


def _listed(told: Mapping[str, Any], name: str, otherwise: list[str]) -> list[Any]:
    value = told.get(name, otherwise)
    return value if isinstance(value, list) else []
