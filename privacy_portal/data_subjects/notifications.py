"""The mails of this room. They hold nothing personal: a reader learns that somebody asked for a code."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.evidence.outbox import post_mail

from . import codes, times
from .identifiers import every_email_of
from .models import DataSubject, EmailChallenge
from .not_me import link_to_stop


def address_of_link(token: str, language: str) -> str:
    """SECURITY V-06: from the configured address, never from the Host header."""
    with translation.override(language):
        return settings.BASE_URL + reverse("self_service:sign_in_link", args=[token])


def tell_opened(subject: DataSubject, *, now: datetime) -> None:
    """To every address ever proven, with the link that stops it again (SECURITY V-11)."""
    for address in every_email_of(subject):
        post_mail(
            to=address,
            template="access_opened",
            context={"security_url": link_to_stop(subject, subject.language)},
            language=subject.language,
            subject=subject.pk,
            now=now,
        )


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
