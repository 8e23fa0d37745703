"""Asking for a code and a link. Nothing is looked up here, so the answer is the same for everyone
(SECURITY V-01, V-02): no person is sought, no source is asked, and the mail leaves by the outbox."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from . import codes, digests, times
from .client_address import network_of
from .identifiers import normalise_email
from .limits import within
from .models import EmailChallenge
from .notifications import send_challenge


@transaction.atomic
def request_challenge(
    *,
    email: str,
    language: str,
    nonce: str,
    next_url: str = "",
    ip: str = "",
    previous_nonce: str = "",
    has_worked: bool = False,
    now: datetime | None = None,
) -> EmailChallenge:
    """Send a code and a link to any valid address (SECURITY, decision 4). Over a limit no mail goes.
    `has_worked` says that the browser did the calculation, or is signed in: then it does not matter how many others
    ask (R-01)."""
    now = now or timezone.now()
    void_older([nonce, previous_nonce], now=now)
    code, token = codes.new_code(), codes.new_token()
    challenge = new_challenge(normalise_email(email), code, token, language=language, nonce=nonce, now=now)
    challenge.next_url = next_url
    challenge.save(force_insert=True)
    if may_send(challenge.email, ip, has_worked=has_worked, now=now):
        send_challenge(challenge, code=code, token=token)
    return challenge


def new_challenge(email: str, code: str, token: str, *, language: str, nonce: str, now: datetime) -> EmailChallenge:
    challenge = EmailChallenge(
        email=email,
        language=language,
        browser=digests.of_browser(nonce),
        link=digests.of_link(token),
        created_at=now,
        expires_at=now + times.CHALLENGE_LASTS,
        tries_left=times.CHALLENGE_TRIES,
    )
    challenge.code = digests.of_code(challenge.id, code)
    return challenge


def void_older(nonces: list[str], *, now: datetime) -> None:
    """SECURITY V-03: a new challenge voids those of the same browser, never another person's."""
    browsers = [digests.of_browser(nonce) for nonce in nonces if nonce]
    EmailChallenge.objects.filter(browser__in=browsers).unspent().update(voided_at=now)


def may_send(email: str, ip: str, *, has_worked: bool, now: datetime) -> bool:
    """SECURITY R-01. The sender's own limit comes first: who is over it cannot use up somebody else's."""
    own = (
        ("challenge-per-ip", network_of(ip)),
        ("challenge-per-address", email),
        ("challenge-per-address-a-day", email),
    )
    if not all(within(scope, key, now=now) for scope, key in own):
        return False
    return within("challenge-in-all", "", now=now) or has_worked
