"""What can be done with a code that proves who somebody is: ask for a letter, make one, send one, type it.

The code is returned once, to whoever shows, mails or prints it; the database keeps a digest. Tries are counted and a
code is spent by single statements, so that parallel tries are not worth more than one after the other. A code that was
tried too often closes its own way only: the others stay open (SECURITY V-03, V-08, V-09)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from privacy_portal.data_subjects import codes, digests, events
from privacy_portal.data_subjects.actions import step_up
from privacy_portal.data_subjects.enums import Outcome
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.limits import within
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, Identifier, ProofCode
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from .kinds import MADE_BY_STAFF, RULES, ProofKind, Seen
from .notifications import send_code, tell_made, tell_used


class TooOften(Exception):
    """Enough letters or mails for now; the other ways stay open."""


class AccessStopped(Exception):
    """The person told us "this was not me": staff looks first, nobody gets a code (SECURITY V-11)."""


@dataclass(frozen=True)
class Proven:
    """What came of one try; with the new token of the session when it was right."""

    outcome: Outcome
    tries_left: int = 0
    token: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.outcome is Outcome.CONFIRMED


@transaction.atomic
def ask_letter(subject: DataSubject, *, by: Actor, now: datetime | None = None) -> ProofCode:
    """A colleague prints it. Asking again while one is waiting asks nothing new."""
    now = now or timezone.now()
    waiting = ProofCode.objects.filter(subject=subject).asked().first()
    if waiting:
        return waiting
    if not within("letters-per-person", str(subject.pk), now=now):
        raise TooOften
    ends = now + RULES[ProofKind.LETTER].lasts
    fresh = {"asked_at": now, "expires_at": ends}
    row, is_new = ProofCode.objects.get_or_create(
        subject=subject, kind=ProofKind.LETTER, issued_at=None, voided_at=None, defaults=fresh
    )
    if is_new:
        record(events.LETTER_ASKED, by=by, subject=subject.pk, now=now)
    return row


@transaction.atomic
def make_code(
    subject: DataSubject,
    *,
    kind: ProofKind,
    by: Actor,
    seen: Seen | str = "",
    case_ref: str = "",
    now: datetime | None = None,
) -> str:
    """By staff, after seeing the person or to print a letter. An older code of the same kind stops working."""
    now = now or timezone.now()
    row, code = _made(subject, kind, seen=Seen(seen) if seen else "", case_ref=case_ref, now=now)
    tell_made(row, now=now)
    facts = {"method": kind.value, "seen": str(seen), "case": case_ref}
    record(events.PROOF_CODE_MADE, by=by, subject=subject.pk, facts=facts, now=now)
    return code


@transaction.atomic
def send_to_address(session: CustomerSession, address: Identifier, *, language: str, now: datetime) -> None:
    """To another mailbox of the same person; typed in the browser that asked."""
    if not within("second-address-codes-per-person", str(session.subject_id), now=now):
        raise TooOften
    _row, code = _made(session.subject, ProofKind.SECOND_ADDRESS, session=session, now=now)
    send_code(address, code=code, language=language, now=now)
    by = Actor.subject(session.subject_id, session.level(now))
    facts = {"method": ProofKind.SECOND_ADDRESS.value}
    record(events.PROOF_CODE_MADE, by=by, subject=session.subject_id, facts=facts, now=now)


def _made(subject: DataSubject, kind: ProofKind, *, now: datetime, **more) -> tuple[ProofCode, str]:
    """One usable code per person and kind; the lock lets two colleagues make one after the other."""
    subject = DataSubject.objects.select_for_update().get(pk=subject.pk)
    if subject.is_frozen:
        raise AccessStopped
    ProofCode.objects.of(subject, kind).unspent().update(voided_at=now)
    code, rule = codes.new_code(), RULES[kind]
    row = ProofCode(
        subject=subject,
        kind=kind,
        asked_at=now,
        issued_at=now,
        expires_at=now + rule.lasts,
        tries_left=rule.tries,
        **more,
    )
    row.code = digests.of_proof(row.id, code)
    row.save(force_insert=True)
    return row, code


def outstanding(session: CustomerSession, kind: ProofKind, *, now: datetime) -> QuerySet[ProofCode]:
    """The code this browser may type now."""
    here = Q(session=None) | Q(session=session)
    return ProofCode.objects.of(session.subject, kind).usable(now).filter(here)


@transaction.atomic
def confirm(session: CustomerSession, *, kind: ProofKind, code: str, now: datetime | None = None) -> Proven:
    """A right code makes this session A2, once. Wrong, old, used and never made are told apart as little as helps."""
    now = now or timezone.now()
    row = outstanding(session, kind, now=now).order_by("-issued_at").first()
    if row is None:
        return Proven(Outcome.UNKNOWN)
    if not _take_try(row, now=now):
        return Proven(Outcome.NO_TRIES_LEFT)
    if not _is_right(row, code, now=now):
        return _wrong(row, session, now=now)
    if not ProofCode.objects.usable(now).filter(pk=row.pk).update(used_at=now):
        return Proven(Outcome.UNKNOWN)
    token = step_up(session, to=Level.A2, method=row.kind, now=now)
    if row.kind in MADE_BY_STAFF:
        tell_used(row, now=now)
    return Proven(Outcome.CONFIRMED, token=token)


def _take_try(row: ProofCode, *, now: datetime) -> bool:
    open_rows = ProofCode.objects.usable(now).filter(pk=row.pk, tries_left__gt=0)
    taken = open_rows.update(tries_left=F("tries_left") - 1)
    row.refresh_from_db(fields=["tries_left"])
    return bool(taken)


def _is_right(row: ProofCode, typed: str, *, now: datetime) -> bool:
    """Over the day's limit of this way no code is right."""
    allowed = within("proof-tries-per-person", f"{row.subject_id}:{row.kind}", now=now)
    return digests.same(digests.of_proof(row.id, codes.normalise_code(typed)), row.code) and allowed


def _wrong(row: ProofCode, session: CustomerSession, *, now: datetime) -> Proven:
    by = Actor.subject(session.subject_id, session.level(now))
    record(events.PROOF_CODE_WRONG, by=by, subject=session.subject_id, facts={"method": row.kind}, now=now)
    return Proven(Outcome.WRONG if row.tries_left else Outcome.NO_TRIES_LEFT, tries_left=row.tries_left)
