"""How long things last. Sessions: SECURITY A-05, set by the operator; challenges: SECURITY V-03."""

from datetime import timedelta

from django.conf import settings

CHALLENGE_LASTS = timedelta(minutes=10)
CHALLENGE_TRIES = 5
# A session's last use is written at most once in this time, so that reading pages is not writing rows.
TOUCH_EVERY = timedelta(seconds=60)
# SECURITY V-14: what nobody confirmed goes after a week.
UNVERIFIED_LASTS = timedelta(days=7)


def idle() -> timedelta:
    return timedelta(seconds=settings.CUSTOMER_SESSION_IDLE_SECONDS)


def absolute() -> timedelta:
    return timedelta(seconds=settings.CUSTOMER_SESSION_ABSOLUTE_SECONDS)
