"""Signs that somebody else may act in a person's name, read from the ledger (SECURITY V-10)."""

from datetime import datetime

from privacy_portal.evidence.ledger import entries_about
from privacy_portal.gdpr.holds import Risk

from . import events
from .addresses import events as addresses
from .models import DataSubject

# What happened -> what it may be a sign of. The first address that a person proves is how they came to be known here;
# each later one is a change.
PROVEN = events.IDENTIFIER_VERIFIED
SIGNS = {
    PROVEN: Risk.EMAIL_CHANGED,
    addresses.CHANGED: Risk.EMAIL_CHANGED,
    addresses.JOINED: Risk.EMAIL_CHANGED,
    events.UNFROZEN: Risk.RECOVERY_USED,
}


def risks_of(subject: DataSubject, *, since: datetime) -> dict[Risk, datetime]:
    """When each sign last showed, of those since that moment. One query; a second when an address was proven."""
    trail = entries_about(subject.pk).filter(event__in=SIGNS)
    seen = list(trail.filter(at__gte=since).values_list("at", "event"))
    if any(event == PROVEN for _at, event in seen) and trail.filter(event=PROVEN).count() < 2:
        seen = [(at, event) for at, event in seen if event != PROVEN]
    found: dict[Risk, datetime] = {}
    for at, event in seen:
        found.setdefault(SIGNS[event], at)
    return found
