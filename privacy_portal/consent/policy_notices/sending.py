"""Telling every subscriber of a new version, in batches. May be killed at any moment and started again, also twice at
once: who was told has a marker, written in the transaction that posts the mail."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.queries import slug_before

from .models import PolicyNotice, PolicySubscription
from .notifications import context_of, tell_of

logger = logging.getLogger(__name__)

BATCH = 200
# A worker that was away comes back to what it missed; older news is no news.
TELL_WITHIN = timedelta(days=14)


def is_told(version: PolicyVersion) -> bool:
    """Typing errors are no news, nor is history from before this site, nor a first version: nothing changed for
    anybody."""
    return not version.is_technical and version.revision_id is not None and bool(slug_before(version))


def send_notices(version: PolicyVersion, *, now: datetime) -> int:
    """How many were told now."""
    if not is_told(version):
        return 0
    context, total = context_of(version), 0
    try:
        while count := _batch(version, context, now):
            total += count
    except IntegrityError:
        # Another worker is telling the same readers; what it leaves is for the next round.
        logger.info("notices of a policy version are being sent elsewhere")
    return total


@transaction.atomic
def _batch(version: PolicyVersion, context: dict, now: datetime) -> int:
    readers = list(PolicySubscription.objects.to_be_told_of(version)[:BATCH])
    PolicyNotice.objects.bulk_create(
        PolicyNotice(subscription=reader, version=version, posted_at=now) for reader in readers
    )
    for reader in readers:
        tell_of(version, reader, context, now)
    return len(readers)


def recent_versions(now: datetime) -> list[PolicyVersion]:
    """Of which somebody may still have to be told."""
    recent = PolicyVersion.objects.filter(published_at__gt=now - TELL_WITHIN, published_at__lte=now)
    return [version for version in recent.defer("html", "text", "content") if is_told(version)]
