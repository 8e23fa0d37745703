"""The ledger: what happened, in order, each entry holding the hash of the one before. Removing, changing or
slipping in an entry breaks every hash after it; `verification` finds the place.

Call `record` late in a transaction: appends wait for each other until the transaction ends."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from . import keys
from .actors import Actor
from .canonical import canonical, harmless, harmless_all
from .context import request_id
from .events import label_of
from .facts import refuse_personal_facts
from .models import LedgerEntry, LedgerPayload

GENESIS = "0" * 64
# Any number will do, as long as every process of this site uses the same one.
_LOCK = 0x5E_1E_D6_E5
_BATCH = 1000


class NotInTransaction(RuntimeError):
    pass


@dataclass(frozen=True)
class Draft:
    """What one entry will say about one subject or target. `ref` stands in for a subject whose id is not at
    hand."""

    subject: UUID | None = None
    target: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] | None = None
    ref: str = ""


def record(
    event: str,
    *,
    by: Actor,
    subject: UUID | None = None,
    target: str = "",
    facts: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> LedgerEntry:
    """Part of the caller's transaction: if the act is rolled back, so is its entry (SECURITY L-01)."""
    [entry] = record_many(event, [Draft(subject, target, facts or {}, personal)], by=by, now=now)
    return entry


def record_many(event: str, drafts: Iterable[Draft], *, by: Actor, now: datetime | None = None) -> list[LedgerEntry]:
    """The same event for many subjects at once, for sweeps; one lock and few statements."""
    label_of(event)
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{event} must be recorded in the transaction of what it tells.")
    head = _head()
    entries, payloads = [], []
    for draft in drafts:
        entry, payload = _chained(event, draft, by, _moment(now), head)
        head = entry
        entries.append(entry)
        payloads += [payload] if payload else []
    LedgerEntry.objects.bulk_create(entries, batch_size=_BATCH)
    if payloads:
        LedgerPayload.objects.bulk_create(payloads, batch_size=_BATCH)
    return entries


def subject_refs(subject_id: UUID) -> list[str]:
    """How the ledger calls this person, under each key of the ring, newest first."""
    macs = keys.ring("LEDGER_KEYS").macs("subject", subject_id.bytes)
    return [f"{key_id}:{digest}" for key_id, digest in macs]


def subject_ref(subject_id: UUID | None) -> str:
    return subject_refs(subject_id)[0] if subject_id else ""


def entries_about(subject_id: UUID) -> models.QuerySet[LedgerEntry]:
    """Newest first, for the person's own activity page."""
    return LedgerEntry.objects.filter(subject_ref__in=subject_refs(subject_id)).order_by("-seq")


def entry_hash(values: tuple[Any, ...]) -> str:
    """Over HASHED in that order; the moment in UTC to the microsecond, as both databases keep it."""
    seq, at, *rest = values
    return sha256(canonical([seq, at.isoformat(timespec="microseconds"), *rest])).hexdigest()


# The columns a hash covers, in order; `hash` itself is the result.
HASHED = (
    "seq",
    "at",
    "event",
    "actor_kind",
    "actor_reference",
    "actor_level",
    "subject_ref",
    "target",
    "request_id",
    "facts_json",
    "commitment",
    "prev_hash",
)


def commit_to(salt: str, content: str) -> str:
    return sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def _chained(
    event: str, draft: Draft, by: Actor, now: datetime, head: LedgerEntry | None
) -> tuple[LedgerEntry, LedgerPayload | None]:
    facts, target = harmless_all(draft.facts), harmless(draft.target)
    refuse_personal_facts(facts, target, by.reference)
    payload = _kept_apart(draft.personal) if draft.personal else None
    entry = LedgerEntry(
        seq=head.seq + 1 if head else 1,
        at=now.astimezone(UTC),
        event=event,
        actor_kind=by.kind.value,
        actor_reference=harmless(by.reference),
        actor_level=by.level,
        subject_ref=draft.ref or subject_ref(draft.subject),
        target=target,
        request_id=harmless(request_id.get())[:40],
        facts_json=canonical(facts).decode(),
        commitment=commit_to(payload.salt, payload.content) if payload else "",
        prev_hash=head.hash if head else GENESIS,
    )
    entry.hash = entry_hash(tuple(getattr(entry, name) for name in HASHED))
    if payload:
        payload.entry = entry
    return entry, payload


def _moment(handed: datetime | None) -> datetime:
    """The ledger's own clock: when something was told is not its caller's to say (SECURITY L-02). Tests hold the clock
    and the demo tells stories of the past; they switch that off."""
    return timezone.now() if settings.LEDGER_OWN_CLOCK or handed is None else handed


def _kept_apart(personal: dict[str, Any]) -> LedgerPayload:
    return LedgerPayload(salt=os.urandom(32).hex(), content=canonical(personal).decode())


def _head() -> LedgerEntry | None:
    """The last entry, while nobody else can append. On SQLite a transaction that writes has the database to
    itself from its start (transaction_mode IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return LedgerEntry.objects.only("seq", "hash").order_by("-seq").first()
