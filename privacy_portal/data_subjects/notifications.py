"""The mails of this room. They hold nothing personal: a reader learns that somebody asked for a code."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.evidence.outbox import post_mail

from . import codes, times
from .models import EmailChallenge


def address_of_link(token: str, language: str) -> str:
    """SECURITY V-06: from the configured address, never from the Host header."""
    with translation.override(language):
        return settings.BASE_URL + reverse("self_service:sign_in_link", args=[token])


def send_challenge(challenge: EmailChallenge, *, code: str, token: str) -> None:
    post_mail(
        to=challenge.email,
        template="sign_in",
        context={
            "code": codes.readable(code),
            "link": address_of_link(token, challenge.language),
            "minutes": int(times.CHALLENGE_LASTS.total_seconds() // 60),
        },
        language=challenge.language,
        now=challenge.created_at,
    )
