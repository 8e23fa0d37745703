"""Signs that somebody else may act in a person's name, read from the ledger (SECURITY V-10)."""

from datetime import datetime

from privacy_portal.evidence.ledger import entries_about
from privacy_portal.gdpr.holds import Risk

from . import events
from .models import DataSubject

# What happened -> what it may be a sign of. The first address that a person proves is how they came to be known here;
# each later one is a change.
SIGNS = {events.IDENTIFIER_VERIFIED: Risk.EMAIL_CHANGED, events.UNFROZEN: Risk.RECOVERY_USED}


def risks_of(subject: DataSubject, *, since: datetime) -> dict[Risk, datetime]:
    """When each sign last showed, of those since that moment. One query; a second when an address was proven."""
    trail = entries_about(subject.pk).filter(event__in=SIGNS)
    found: dict[Risk, datetime] = {}
    for at, event in trail.filter(at__gte=since).values_list("at", "event"):
        found.setdefault(SIGNS[event], at)
    if Risk.EMAIL_CHANGED in found and trail.filter(event=events.IDENTIFIER_VERIFIED).count() < 2:
        del found[Risk.EMAIL_CHANGED]
    return found
