"""Customers for tests: a person with a proven address, and a browser in which they are signed in."""

from datetime import datetime

from django.conf import settings
from django.test import Client
from django.utils import timezone

from privacy_portal.data_subjects import sessions
from privacy_portal.data_subjects.digests import of_identifier
from privacy_portal.data_subjects.enums import IdentifierKind, Method
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import DataSubject, Identifier

ALMA, BAS, GIJS = "alma@example.org", "bas@example.org", "gijs@example.org"


def person(email: str = ALMA, *, language: str = "nl", verified: bool = True, now: datetime | None = None):
    """A data subject known by this address."""
    now = now or timezone.now()
    subject = DataSubject.objects.create(language=language, created_at=now)
    known_by(subject, email, since=now if verified else None)
    return subject


def known_by(subject: DataSubject, email: str, *, since: datetime | None = None) -> Identifier:
    """This person by one more address, proven since then; without a moment not proven."""
    return Identifier.objects.create(
        subject=subject,
        kind=IdentifierKind.EMAIL,
        value=email,
        index=of_identifier(IdentifierKind.EMAIL, email),
        verified_at=since,
    )


def sign_in(client: Client, subject: DataSubject, *, level: Level = Level.A1, now: datetime | None = None) -> Client:
    """This browser now has a session of that person, of that certainty."""
    now = now or timezone.now()
    address = subject.identifiers.emails().verified().order_by("verified_at", "pk").first()
    session, token = sessions.begin(subject, method=Method.CODE, now=now, address=address)
    if level >= Level.A2:
        session.base_level = Level.A2
    if level is Level.A3:
        session.stepped_up_at = now
    session.save()
    client.cookies[settings.CUSTOMER_COOKIE_NAME] = token
    return client
