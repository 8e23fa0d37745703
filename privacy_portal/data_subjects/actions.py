"""What a person can do about being known here: ask for a code, confirm it, prove once more, sign out, stop
all access. The door of this room; each verb changes rows, ledger and outbox in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events, notifications, sessions
from .challenges import request_challenge
from .confirming import Confirmation, challenge_of_browser, challenge_of_link, confirm_code, confirm_link
from .levels import Level
from .models import CustomerSession, DataSubject
from .people import find_or_create_subject, subject_for_email

__all__ = [
    "Confirmation",
    "challenge_of_browser",
    "challenge_of_link",
    "confirm_code",
    "confirm_link",
    "end_other_sessions",
    "end_session",
    "find_or_create_subject",
    "freeze",
    "request_challenge",
    "sign_out",
    "step_up",
    "subject_for_email",
    "unfreeze",
]


@transaction.atomic
def step_up(session: CustomerSession, *, to: Level, method: str, now: datetime | None = None) -> str:
    """A second or fresh proof was given: the new token of the session, for its cookie."""
    now = now or timezone.now()
    token = sessions.raise_to(session, to, now=now)
    by = Actor.subject(session.subject_id, session.level(now))
    record(events.STEPPED_UP, by=by, subject=session.subject_id, facts={"method": method}, now=now)
    return token


@transaction.atomic
def sign_out(session: CustomerSession, *, now: datetime | None = None) -> None:
    """Twice is once: a second tab may have signed out already."""
    if sessions.end(session):
        by = Actor.subject(session.subject_id)
        record(events.SIGNED_OUT, by=by, subject=session.subject_id, now=now)


@transaction.atomic
def end_session(session: CustomerSession, *, by: Actor, now: datetime | None = None) -> None:
    """Ended from elsewhere: by its owner on another device, or by staff."""
    if sessions.end(session):
        record(events.SESSION_ENDED, by=by, subject=session.subject_id, now=now)


@transaction.atomic
def end_other_sessions(
    subject: DataSubject, *, but: CustomerSession | None, by: Actor, now: datetime | None = None
) -> int:
    """All but the one it is asked from."""
    others = CustomerSession.objects.of(subject)
    ended = [session for session in others if session != but]
    for session in ended:
        end_session(session, by=by, now=now)
    return len(ended)


@transaction.atomic
def freeze(subject: DataSubject, *, by: Actor, now: datetime | None = None) -> None:
    """SECURITY V-11, "this was not me": every session ends at once and none begins until staff has looked."""
    now = now or timezone.now()
    if DataSubject.objects.filter(pk=subject.pk, frozen_at=None).update(frozen_at=now):
        end_other_sessions(subject, but=None, by=by, now=now)
        record(events.FROZEN, by=by, subject=subject.pk, now=now)
    subject.refresh_from_db()


@transaction.atomic
def unfreeze(subject: DataSubject, *, by: Actor, seen: str = "", now: datetime | None = None) -> None:
    """`seen` is how a colleague made sure who it is. Whoever else reads a mailbox of this person hears of it too."""
    now = now or timezone.now()
    if DataSubject.objects.frozen().filter(pk=subject.pk).update(frozen_at=None):
        record(events.UNFROZEN, by=by, subject=subject.pk, facts={"seen": seen} if seen else {}, now=now)
        notifications.tell_opened(subject, now=now)
    subject.refresh_from_db()
