"""What is past its period goes by itself, without anybody asking (Art. 5(1)(e)). The register says how long; a source
says which of its rows began before then."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import Source, Swept
from privacy_portal.data_sources.enums import Capability
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.gdpr.periods import Period
from privacy_portal.processing_register.queries import explanations

from . import events

logger = logging.getLogger(__name__)

# Small enough that one batch locks little and takes well under a second.
BATCH = 2000


@dataclass(frozen=True)
class Line:
    """One activity in one source: what is past its period, or that we could not ask."""

    source: str
    activity: str
    before: date
    count: int
    failed: bool = False


def apply_retention(*, today: date, now: datetime, dry_run: bool = False) -> Iterator[Line]:
    """Each batch and its ledger entry are one transaction: killed halfway, the next run goes on where this stopped."""
    act = _count if dry_run else _sweep
    for source in registry.sources():
        if source.can(Capability.SWEEP):
            for activity, period in periods().items():
                yield _line(act, source, activity, period.before(today), today, now)


def periods() -> dict[str, Period]:
    """Period per activity, as far as the register states one."""
    known = explanations(settings.LANGUAGE_CODE)
    return {key: each.period for key, each in known.items() if each.period is not None}


def _line(act, source: Source, activity: str, before: date, today: date, now: datetime) -> Line:
    """One source that fails does not keep the others from being swept."""
    try:
        count = act(source, activity, before, today, now)
    except Exception as error:
        logger.warning("Sweeping %s of %s failed: %s", activity, source.key, type(error).__name__)
        return Line(source.key, activity, before, 0, failed=True)
    return Line(source.key, activity, before, count)


def _count(source: Source, activity: str, before: date, today: date, now: datetime) -> int:
    return source.expired(activity, before)


def _sweep(source: Source, activity: str, before: date, today: date, now: datetime) -> int:
    total = 0
    while count := _batch(source, activity, before, today, now):
        total += count
    return total


@transaction.atomic
def _batch(source: Source, activity: str, before: date, today: date, now: datetime) -> int:
    swept = source.sweep(activity, before, limit=BATCH, today=today)
    if swept.references:
        facts = {"source": source.key, "activity": activity, "before": before.isoformat(), **_proof(swept)}
        record(events.RETENTION_APPLIED, by=Actor.system("apply_retention"), target=swept.kind, facts=facts, now=now)
    return len(swept.references)


def _proof(swept: Swept) -> dict:
    """How many, and a digest by which a list of ids can be shown to be the one that was swept."""
    digest = sha256()
    for reference in sorted(str(each) for each in swept.references):
        digest.update(reference.encode() + b"\n")
    return {"count": len(swept.references), "references_sha256": digest.hexdigest()}
