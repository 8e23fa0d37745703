"""Is this ID token what it says (OpenID Connect Core 3.1.3.7)? PyJWT does signature and registered claims; here stands
what we ask of it, and what is OpenID's own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import jwt
from django.utils.crypto import constant_time_compare
from jwt import exceptions

from .configuration import Configuration
from .failures import Failed, Reason

# Public keys only, so that no key of the directory can be taken for a shared secret; "none" is no algorithm.
ALGORITHMS = ("RS256", "PS256", "ES256")
# How far two clocks may differ, and how old a token may be that was made for this very sign-in.
LEEWAY, OLDEST = timedelta(seconds=30), timedelta(minutes=10)
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")
LONGEST_SUBJECT = 255

# PyJWT's refusals, most special first, as the ledger calls them.
DETAILS: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.ExpiredSignatureError, "expired"),
    (exceptions.ImmatureSignatureError, "too early"),
    (exceptions.InvalidAudienceError, "audience"),
    (exceptions.InvalidIssuerError, "issuer"),
    (exceptions.MissingRequiredClaimError, "claims"),
    (exceptions.InvalidSignatureError, "signature"),
    (exceptions.InvalidAlgorithmError, "algorithm"),
)


class Person(NamedTuple):
    """Who the directory says this is. The pair is the whole of it: a subject alone is anybody's (ASVS 6.8.1)."""

    issuer: str
    subject: str


def person_in(
    token: str,
    *,
    key: Callable[[str | None], jwt.PyJWK],
    configuration: Configuration,
    nonce: str,
    now: datetime,
) -> Person:
    claims = _verified(token, key, configuration)
    _check_for_us(claims, configuration)
    _check_for_now(claims, nonce, now)
    _check_strength(claims, configuration)
    subject = claims["sub"]
    if not (isinstance(subject, str) and subject.isascii() and 0 < len(subject) <= LONGEST_SUBJECT):
        raise Failed(Reason.UNPROVEN, "subject")
    return Person(configuration.issuer, subject)


def _verified(token: str, key: Callable[[str | None], jwt.PyJWK], configuration: Configuration) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise Failed(Reason.UNPROVEN, "algorithm")
        return jwt.decode(
            token,
            key(header.get("kid")),
            algorithms=ALGORITHMS,
            audience=configuration.client_id,
            issuer=configuration.issuer,
            leeway=LEEWAY,
            options={"require": list(REQUIRED), "enforce_minimum_key_length": True},
        )
    except (exceptions.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise Failed(Reason.UNPROVEN, _detail(error)) from None


def _detail(error: Exception) -> str:
    return next((detail for kind, detail in DETAILS if isinstance(error, kind)), "token")


def _check_for_us(claims: dict[str, Any], configuration: Configuration) -> None:
    """A token for several, or that names who asked for it, has to name us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != configuration.client_id:
        raise Failed(Reason.UNPROVEN, "audience")


def _check_for_now(claims: dict[str, Any], nonce: str, now: datetime) -> None:
    if not constant_time_compare(str(claims["nonce"]), nonce):
        raise Failed(Reason.UNPROVEN, "nonce")
    if int(claims["iat"]) < (now - OLDEST - LEEWAY).timestamp():
        raise Failed(Reason.UNPROVEN, "too old")


def _check_strength(claims: dict[str, Any], configuration: Configuration) -> None:
    """How the directory made sure, where the operator says what is enough. Ours comes on top."""
    if configuration.acr and claims.get("acr") not in configuration.acr:
        raise Failed(Reason.WEAK, "acr")
    ways = claims.get("amr")
    if configuration.amr and not (isinstance(ways, list) and any(way in configuration.amr for way in ways)):
        raise Failed(Reason.WEAK, "amr")
