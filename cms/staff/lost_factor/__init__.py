"""Somebody lost phone and codes. Whoever resets a second step opens an account to whoever has its password, so two
colleagues do it together, and the person concerned hears of it at once (SECURITY A-10, ASVS 6.4.4)."""

from datetime import datetime
from typing import TYPE_CHECKING

from privacy_portal.evidence.actors import Actor

if TYPE_CHECKING:
    from cms.staff.models import User


def stop_because_signed_in(user: "User", *, by: Actor, now: datetime) -> None:
    """Who signs in with the second step has not lost it: what was asked in their name ends."""
    from .actions import stop_all

    stop_all(user, by=by, now=now)
