"""Trying a code or a link. The database counts and spends; a person is sought only after it said yes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import codes, digests, events, sessions
from .enums import Method, Outcome
from .identifiers import is_replaced
from .levels import Level
from .limits import within
from .models import CustomerSession, DataSubject, EmailChallenge
from .people import address_in, find_or_create_subject, verify_email


@dataclass(frozen=True)
class Confirmation:
    """What came of a try; with a session and the token for its cookie when it was confirmed."""

    outcome: Outcome
    session: CustomerSession | None = None
    token: str = ""
    tries_left: int = 0
    next_url: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.outcome is Outcome.CONFIRMED


def challenge_of_browser(nonce: str) -> EmailChallenge | None:
    """The last challenge this browser asked for, spent or not."""
    if not codes.is_token(nonce):
        return None
    return EmailChallenge.objects.of_browser(digests.of_browser(nonce)).order_by("-created_at").first()


def challenge_of_link(token: str) -> EmailChallenge | None:
    if not codes.is_token(token):
        return None
    return EmailChallenge.objects.filter(link=digests.of_link(token)).first()


@transaction.atomic
def confirm_code(
    *, nonce: str, code: str, replacing: CustomerSession | None = None, now: datetime | None = None
) -> Confirmation:
    """Only in the browser that asked; five tries, counted by the database before anything is compared."""
    now = now or timezone.now()
    challenge = challenge_of_browser(nonce)
    refusal = refusal_of(challenge, now=now)
    if challenge is None or refusal:
        return Confirmation(refusal or Outcome.UNKNOWN)
    if not take_try(challenge, now=now):
        return Confirmation(Outcome.NO_TRIES_LEFT)
    if not is_right(challenge, code, now=now):
        outcome = Outcome.WRONG if challenge.tries_left else Outcome.NO_TRIES_LEFT
        return Confirmation(outcome, tries_left=challenge.tries_left)
    return use(challenge, method=Method.CODE, replacing=replacing, now=now)


@transaction.atomic
def confirm_link(*, token: str, replacing: CustomerSession | None = None, now: datetime | None = None) -> Confirmation:
    """In any browser, as mail is read on other devices. The session starts where it is confirmed (V-04)."""
    now = now or timezone.now()
    challenge = challenge_of_link(token)
    refusal = refusal_of(challenge, now=now)
    if challenge is None or refusal:
        return Confirmation(refusal or Outcome.UNKNOWN)
    return use(challenge, method=Method.LINK, replacing=replacing, now=now)


def refusal_of(challenge: EmailChallenge | None, *, now: datetime) -> Outcome | None:
    if challenge is None:
        return Outcome.UNKNOWN
    if challenge.is_spent:
        return Outcome.USED
    return Outcome.EXPIRED if challenge.is_expired(now) else None


def take_try(challenge: EmailChallenge, *, now: datetime) -> bool:
    """One conditional UPDATE: of parallel tries at most five come through."""
    usable = EmailChallenge.objects.usable(now).filter(pk=challenge.pk, tries_left__gt=0)
    taken = usable.update(tries_left=F("tries_left") - 1)
    challenge.refresh_from_db(fields=["tries_left"])
    return bool(taken)


def is_right(challenge: EmailChallenge, code: str, *, now: datetime) -> bool:
    """Over the day's limit of its address no code is right; the link still is (SECURITY R-01)."""
    allowed = within("tries-per-address", challenge.email, now=now)
    typed = digests.of_code(challenge.id, codes.normalise_code(code))
    return digests.same(typed, challenge.code) and allowed


def use(challenge: EmailChallenge, *, method: Method, replacing: CustomerSession | None, now: datetime) -> Confirmation:
    """Spend the challenge, once, and begin the session."""
    if not EmailChallenge.objects.usable(now).filter(pk=challenge.pk).update(used_at=now):
        return Confirmation(Outcome.USED)
    if is_replaced(challenge.email):
        return Confirmation(Outcome.REPLACED)
    subject = subject_behind(challenge, now=now)
    if subject.is_frozen:
        return Confirmation(Outcome.FROZEN)
    address = address_in(subject, challenge.email)
    session, token = sessions.begin(subject, method=method, now=now, address=address)
    if replacing is not None:
        sessions.carry_over(replacing, session, now=now)
    record_sign_in(session, now=now)
    return Confirmation(Outcome.CONFIRMED, session, token, next_url=challenge.next_url)


def subject_behind(challenge: EmailChallenge, *, now: datetime) -> DataSubject:
    """Whom the address belongs to, asked for the first time now that the mailbox has answered."""
    by = Actor.visitor()
    subject = find_or_create_subject(challenge.email, language=challenge.language, by=by, now=now)
    verify_email(subject, challenge.email, by=by, now=now)
    return subject


def record_sign_in(session: CustomerSession, *, now: datetime) -> None:
    DataSubject.objects.filter(pk=session.subject_id).update(last_seen_at=now)
    by = Actor.subject(session.subject_id, Level.A1)
    record(events.SIGNED_IN, by=by, subject=session.subject_id, facts={"method": str(session.method)}, now=now)
