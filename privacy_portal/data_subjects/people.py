"""Finding or making the row of a person: after a round trip, or by staff at the counter, never sooner."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import digests, events
from .enums import IdentifierKind
from .identifiers import email_index, find_by_email, normalise_email
from .models import DataSubject, Identifier


def find_or_create_subject(email: str, *, language: str, by: Actor, now: datetime) -> DataSubject:
    """Two browsers may confirm a new address at once: the unique index lets one in, the other finds it."""
    found = find_by_email(email)
    if found:
        return found
    try:
        with transaction.atomic():
            return create_subject(email, language=language, by=by, now=now)
    except IntegrityError:
        found = find_by_email(email)
        if found is None:
            raise
        return found


def create_subject(email: str, *, language: str, by: Actor, now: datetime) -> DataSubject:
    address = normalise_email(email)
    subject = DataSubject.objects.create(language=language, created_at=now)
    Identifier.objects.create(
        subject=subject,
        kind=IdentifierKind.EMAIL,
        value=address,
        index=digests.of_identifier(IdentifierKind.EMAIL, address),
    )
    record(events.SUBJECT_CREATED, by=by, subject=subject.id, now=now)
    return subject


@transaction.atomic
def subject_for_email(
    email: str, language: str, *, by: Actor | None = None, now: datetime | None = None
) -> DataSubject:
    """For what comes in by letter, counter or preference link: the address is known but not proven."""
    return find_or_create_subject(email, language=language, by=by or Actor.visitor(), now=now or timezone.now())


def address_in(subject: DataSubject, email: str) -> Identifier | None:
    return subject.identifiers.emails().filter(index=email_index(email)).first()


def verify_email(subject: DataSubject, email: str, *, by: Actor, now: datetime) -> None:
    """The round trip proves the address, once; a bounce may take the proof away (SECURITY H-08)."""
    address = subject.identifiers.emails().filter(index=email_index(email), verified_at=None)
    if address.update(verified_at=now):
        record(events.IDENTIFIER_VERIFIED, by=by, subject=subject.id, now=now)
