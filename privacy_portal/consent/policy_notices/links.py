"""Links in the mails. A token holds an id and what it is for, no address; it opens nothing else (SECURITY level P)."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

CONFIRM, STOP = "privacy_portal.consent.policy_notices.confirm", "privacy_portal.consent.policy_notices.stop"
# As long as an address that nobody confirmed is kept.
CONFIRM_WITHIN = timedelta(days=7)


class BadLink(Exception):
    """Changed, or too old."""


class Told(NamedTuple):
    subscription_id: UUID
    language: str


def confirm_token(subscription_id: UUID, language: str) -> str:
    return signing.dumps([subscription_id.hex, language], salt=CONFIRM)


def stop_token(subscription_id: UUID) -> str:
    """Works as long as the subscription: a mail of years ago still ends it."""
    return signing.dumps([subscription_id.hex, ""], salt=STOP)


def read_confirm(token: str) -> Told:
    return _read(token, CONFIRM, CONFIRM_WITHIN)


def read_stop(token: str) -> Told:
    return _read(token, STOP, None)


def _read(token: str, salt: str, max_age: timedelta | None) -> Told:
    try:
        subscription_id, language = signing.loads(token, salt=salt, max_age=max_age)
        return Told(UUID(subscription_id), str(language))
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as error:
        raise BadLink from error


def address(view_name: str, *args: str, language: str) -> str:
    """SECURITY V-06: from the configured address, never from the Host header."""
    with translation.override(language):
        return settings.BASE_URL + reverse(view_name, args=args)
