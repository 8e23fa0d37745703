"""From here to the directory and back, in one browser and once. What binds the way back to the way there lies in the
session: the state, the nonce for the token, and the verifier only we know (RFC 7636)."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django_otp_webauthn.exceptions import InvalidState

from cms.staff.passkeys import challenges
from cms.staff.requests import StaffRequest

from .configuration import Configuration
from .failures import Failed, Reason
from .provider import Metadata

KEY, LASTS = "staff_directory", timedelta(minutes=10)
# Nothing about the person but who it is: no name, no address, no groups.
SCOPE = "openid"


@dataclass(frozen=True, slots=True)
class Journey:
    """`links` is the number of the member of staff who links an account, None for signing in."""

    state: str
    nonce: str
    verifier: str
    begun_at: str
    next_page: str
    links: int | None = None


def begin(request: HttpRequest, *, next_page: str, links: int | None = None, now: datetime) -> Journey:
    """A second one in the same browser takes the place of the first."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    journey = Journey(state, nonce, verifier, now.isoformat(), next_page, links)
    request.session[KEY] = asdict(journey)
    return journey


def end(request: StaffRequest, *, now: datetime) -> Journey:
    """Whatever comes back uses it up, also what is wrong; of eight at once one finds it."""
    try:
        journey = Journey(**challenges.take(request, KEY))
    except InvalidState:
        raise Failed(Reason.NOT_BEGUN, "none") from None
    if not constant_time_compare(request.GET.get("state", ""), journey.state):
        raise Failed(Reason.NOT_BEGUN, "state")
    if datetime.fromisoformat(journey.begun_at) < now - LASTS:
        raise Failed(Reason.NOT_BEGUN, "too late")
    return journey


def redirect_uri() -> str:
    return settings.BASE_URL + reverse("staff:directory_callback")


def address_of(journey: Journey, metadata: Metadata, configuration: Configuration) -> str:
    query = {
        "response_type": "code",
        "client_id": configuration.client_id,
        "redirect_uri": redirect_uri(),
        "scope": SCOPE,
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge_of(journey.verifier),
        "code_challenge_method": "S256",
    }
    if configuration.acr:
        query["acr_values"] = " ".join(configuration.acr)
    if journey.links is not None:
        # Whoever used the directory last in this browser may be somebody else.
        query["prompt"] = "login"
    joint = "&" if "?" in metadata.authorization_endpoint else "?"
    return metadata.authorization_endpoint + joint + urlencode(query)


def challenge_of(verifier: str) -> str:
    """S256 (RFC 7636 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
