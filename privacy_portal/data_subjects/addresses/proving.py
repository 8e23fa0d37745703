"""Asking for and trying the code of another address, by the rules of signing in (SECURITY V-01 to V-04): a mail to any
valid address, nothing looked up before the mailbox answers, five tries, once, and only in the session that asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from privacy_portal.data_subjects import codes, digests, times
from privacy_portal.data_subjects.challenges import may_send
from privacy_portal.data_subjects.enums import Outcome
from privacy_portal.data_subjects.identifiers import normalise_email
from privacy_portal.data_subjects.limits import within
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events, notifications
from .enums import Purpose
from .models import AddressProof

SLOT = "address_proof"


@dataclass(frozen=True)
class Proven:
    """What came of a try; `proof` is there when it was the right one."""

    outcome: Outcome
    proof: AddressProof | None = None
    tries_left: int = 0


@transaction.atomic
def ask_proof(
    session: CustomerSession, *, email: str, purpose: Purpose, language: str, by: Actor, now: datetime, ip: str = ""
) -> AddressProof:
    """A new one voids the older ones of this person. Over a limit no mail goes, and nothing shows that it did not."""
    AddressProof.objects.filter(subject=session.subject_id).unspent().update(voided_at=now)
    code, token = codes.new_code(), codes.new_token()
    proof = AddressProof(
        subject_id=session.subject_id,
        purpose=purpose,
        email=normalise_email(email),
        language=language,
        link=digests.of_link(token),
        created_at=now,
        expires_at=now + times.CHALLENGE_LASTS,
        tries_left=times.CHALLENGE_TRIES,
    )
    proof.code = digests.of_code(proof.id, code)
    proof.save(force_insert=True)
    session.put(SLOT, str(proof.pk))
    record(events.PROOF_ASKED, by=by, subject=session.subject_id, facts={"purpose": purpose.value}, now=now)
    if may_send(proof.email, ip, has_worked=True, now=now):
        notifications.send_proof(proof, code=code, token=token)
    return proof


def proof_of(session: CustomerSession) -> AddressProof | None:
    """The last one this very session asked for, spent or not. Another session of the same person has none."""
    kept = session.get(SLOT)
    return AddressProof.objects.filter(pk=UUID(kept), subject=session.subject_id).first() if kept else None


def refusal_of(proof: AddressProof | None, *, now: datetime) -> Outcome | None:
    if proof is None:
        return Outcome.UNKNOWN
    if proof.is_spent:
        return Outcome.USED
    return Outcome.EXPIRED if proof.is_expired(now) else None


@transaction.atomic
def try_code(session: CustomerSession, *, code: str, now: datetime) -> Proven:
    """The try is counted by the database before anything is compared."""
    proof = proof_of(session)
    refusal = refusal_of(proof, now=now)
    if proof is None or refusal:
        return Proven(refusal or Outcome.UNKNOWN)
    if not _take_try(proof, now=now):
        return Proven(Outcome.NO_TRIES_LEFT)
    if not _is_right(proof, code, now=now):
        return Proven(Outcome.WRONG if proof.tries_left else Outcome.NO_TRIES_LEFT, tries_left=proof.tries_left)
    return _spend(proof, now=now)


@transaction.atomic
def try_link(session: CustomerSession, *, token: str, now: datetime) -> Proven:
    """A link opened where somebody else is signed in, or in another browser, proves nothing there: whoever presses the
    button would give their mailbox to a session they never saw."""
    proof = proof_of(session)
    refusal = refusal_of(proof, now=now)
    if proof is None or not is_link_of(proof, token):
        return Proven(Outcome.UNKNOWN)
    return Proven(refusal) if refusal else _spend(proof, now=now)


def is_link_of(proof: AddressProof | None, token: str) -> bool:
    return proof is not None and codes.is_token(token) and digests.same(digests.of_link(token), proof.link)


def _take_try(proof: AddressProof, *, now: datetime) -> bool:
    usable = AddressProof.objects.usable(now).filter(pk=proof.pk, tries_left__gt=0)
    taken = usable.update(tries_left=F("tries_left") - 1)
    proof.refresh_from_db(fields=["tries_left"])
    return bool(taken)


def _is_right(proof: AddressProof, code: str, *, now: datetime) -> bool:
    allowed = within("tries-per-address", proof.email, now=now)
    return digests.same(digests.of_code(proof.id, codes.normalise_code(code)), proof.code) and allowed


def _spend(proof: AddressProof, *, now: datetime) -> Proven:
    """One conditional UPDATE: of two at once the second finds it used."""
    if not AddressProof.objects.usable(now).filter(pk=proof.pk).update(used_at=now):
        return Proven(Outcome.USED)
    return Proven(Outcome.CONFIRMED, proof)
