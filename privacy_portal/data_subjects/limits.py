"""How often is too often (SECURITY R-01). Counters live in the database: so they hold across processes."""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import F

from . import digests
from .models import LimitCounter

logger = logging.getLogger(__name__)


class Limit(NamedTuple):
    scope: str
    limit: int
    per: timedelta


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# An operator changes a number with CUSTOMER_LIMITS = {"challenge-per-ip": 30} in the settings.
LIMITS = {
    limit.scope: limit
    for limit in (
        Limit("challenge-per-ip", 10, HOUR),
        Limit("challenge-per-address", 3, 15 * MINUTE),
        Limit("challenge-per-address-a-day", 8, DAY),
        Limit("challenge-in-all", 300, MINUTE),
        Limit("tries-per-address", 20, DAY),
        Limit("order-proofs-per-person", 3, DAY),
        Limit("second-address-codes-per-person", 3, 15 * MINUTE),
        Limit("letters-per-person", 2, 30 * DAY),
        Limit("proof-tries-per-person", 20, DAY),
        Limit("feedback-per-ip", 60, HOUR),
        Limit("export-builds", 1, DAY),
        # Asks only systems that were silent before, and those rest after a failure.
        Limit("export-completions", 20, DAY),
    )
}


def within(scope: str, key: str, *, now: datetime) -> bool:
    """Count one under a limit of the table."""
    return allow(scope, key, limit=most_of(scope), per=LIMITS[scope].per, now=now)


def allow(scope: str, key: str, *, limit: int, per: timedelta, now: datetime) -> bool:
    """Count one, unless `limit` were reached since the window opened; a window opens with its first count.

    Each step is one statement the database does as a whole, so fifty at once let not one more through. One too many
    stands in the log by the name of its limit (ASVS 16.3.3)."""
    row = digests.of_limit(scope, key)
    fresh = {"opened_at": now, "closes_at": now + per}
    LimitCounter.objects.bulk_create([LimitCounter(key=row, **fresh)], ignore_conflicts=True)
    counter = LimitCounter.objects.filter(pk=row)
    reopened = counter.filter(closes_at__lte=now).update(count=1, **fresh)
    allowed = bool(reopened or counter.filter(count__lt=limit).update(count=F("count") + 1))
    if not allowed:
        logger.warning("limit reached", extra={"event": f"limit.{scope}"})
    return allowed


def is_over(scope: str, key: str, *, now: datetime) -> bool:
    """Whether a limit of the table is reached, without counting."""
    reached = LimitCounter.objects.filter(pk=digests.of_limit(scope, key), closes_at__gt=now)
    return reached.filter(count__gte=most_of(scope)).exists()


def most_of(scope: str) -> int:
    return getattr(settings, "CUSTOMER_LIMITS", {}).get(scope, LIMITS[scope].limit)


def forget(scope: str, key: str) -> None:
    """Start counting anew, for limits that only failures should reach."""
    LimitCounter.objects.filter(pk=digests.of_limit(scope, key)).delete()
