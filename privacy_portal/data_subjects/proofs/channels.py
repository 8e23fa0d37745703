"""Other addresses of the same person that a code may go to."""

from datetime import datetime

from privacy_portal.data_subjects.models import CustomerSession, Identifier

from .kinds import KNOWN_AFTER


def other_addresses(session: CustomerSession, *, now: datetime) -> list[Identifier]:
    """Still used, proven a while ago, and not the one this session began with: the same mailbox twice is one channel.
    A session that does not say with which address it began gets none."""
    if session.address_id is None:
        return []
    known = session.subject.identifiers.emails().verified().current().filter(verified_at__lte=now - KNOWN_AFTER)
    return list(known.exclude(pk=session.address_id).order_by("verified_at", "pk"))
