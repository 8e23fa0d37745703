"""A source that failed is left alone for a while, so that one dead system slows no page (SECURITY E-08).

Kept in the cache: losing it costs one more try, and reading it costs no query.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache

# How long a source is left alone after its first, second, ... failure in a row.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
# Seconds that the last answer and the last failure are remembered, for whoever looks after the sources.
REMEMBERED = 30 * 24 * 3600


def resting_until(key: str, now: datetime) -> datetime | None:
    """From when this source is asked again, or None if it may be asked now."""
    _, until = _state(key)
    return until if until and until > now else None


def failed(key: str, now: datetime) -> datetime:
    """Note a failure; from when the source is asked again."""
    failures, _ = _state(key)
    pause = PAUSES[min(failures, len(PAUSES) - 1)]
    cache.set(_name(key), (failures + 1, now + pause), timeout=2 * PAUSES[-1].total_seconds())
    cache.set(f"data-source-failed:{key}", now, timeout=REMEMBERED)
    return now + pause


class Seen(NamedTuple):
    """When a source last answered and last failed, as far as the cache remembers."""

    answered_at: datetime | None
    failed_at: datetime | None


def seen(key: str) -> Seen:
    return Seen(cache.get(f"data-source-answered:{key}"), cache.get(f"data-source-failed:{key}"))


def answered(key: str, now: datetime) -> None:
    """Note an answer: the next failure counts as a first one."""
    cache.set(f"data-source-answered:{key}", now, timeout=REMEMBERED)
    if _state(key)[0]:
        cache.delete(_name(key))


def _state(key: str) -> tuple[int, datetime | None]:
    return cache.get(_name(key)) or (0, None)


def _name(key: str) -> str:
    return f"data-source-rest:{key}"
