"""Links in mails that stop one mailing for one address, without signing in (RFC 8058; SECURITY level P).

The token holds an id and a key, no address, and works for this one thing: it cannot open the portal."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from privacy_portal.data_subjects.models import DataSubject

from .choices import Choice, UnknownChoice
from .known import choice_for

SALT = "privacy_portal.consent.unsubscribe"
# Mail is read late; after two years its sender has to send a newer one.
WORKS_FOR = timedelta(days=730)


class BadLink(Exception):
    """Changed, too old, or about somebody or something that is no more: all the same to the visitor."""


@dataclass(frozen=True)
class Unsubscription:
    subject: DataSubject
    choice: Choice


def token_for(subject: DataSubject, key: str) -> str:
    return signing.dumps([subject.pk.hex, key], salt=SALT, compress=False)


def read_token(token: str, language: str) -> Unsubscription:
    try:
        subject_id, key = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
        subject = DataSubject.objects.get(pk=UUID(subject_id))
        choice = choice_for(subject, key, language)
    except (signing.BadSignature, ValueError, DataSubject.DoesNotExist, UnknownChoice) as error:
        raise BadLink from error
    if not choice.can_be(False):
        raise BadLink
    return Unsubscription(subject, choice)


def unsubscribe_url(subject: DataSubject, key: str, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse("consent:unsubscribe", args=[token_for(subject, key)])


def unsubscribe_headers(subject: DataSubject, key: str, language: str) -> dict[str, str]:
    """For every mailing that a person may stop (SECURITY H-06)."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(subject, key, language)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
