"""What goes by itself: nobody has to ask for it and nothing of it is kept (SECURITY V-14, A-05)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.models import LedgerEntry

from . import events, times
from .addresses.models import AddressProof
from .models import CustomerSession, DataSubject, EmailChallenge, LimitCounter, ProofCode

SWEEPER = Actor.system("purge")


class Rule(NamedTuple):
    """With an event, how many went stays in the ledger."""

    label: str | Promise
    rows: QuerySet
    event: str = ""


def rules(now: datetime) -> tuple[Rule, ...]:
    return (
        Rule(_("codes and links that ran out"), EmailChallenge.objects.filter(expires_at__lte=now)),
        Rule(_("codes and links for another address that ran out"), AddressProof.objects.filter(expires_at__lte=now)),
        Rule(_("second proofs that ran out"), ProofCode.objects.over(now - times.UNVERIFIED_LASTS)),
        Rule(_("sessions that ended"), CustomerSession.objects.dead(now)),
        Rule(_("counters of limits"), LimitCounter.objects.filter(closes_at__lte=now)),
        Rule(_("people who never confirmed"), DataSubject.objects.left_over(now), events.NEVER_CONFIRMED),
    )


def purge(now: datetime) -> Iterator[tuple[str, int]]:
    """Only a count of each is told, and only a count of requests that nobody confirmed is kept (V-14)."""
    for rule in rules(now):
        yield str(rule.label), _go(rule, now)


@transaction.atomic
def _go(rule: Rule, now: datetime) -> int:
    _all, by_model = rule.rows.delete()
    count = by_model.get(rule.rows.model._meta.label, 0)
    if count and rule.event:
        record(rule.event, by=SWEEPER, facts={"count": count}, now=now)
    return count


def never_confirmed(since: datetime) -> int:
    """How many requests went unconfirmed since then: a number, and nothing else of them is left."""
    entries = LedgerEntry.objects.filter(event=events.NEVER_CONFIRMED, at__gte=since)
    return sum(entry.facts["count"] for entry in entries.only("facts_json"))
