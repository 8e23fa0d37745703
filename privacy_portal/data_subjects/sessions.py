"""Sessions of customers: begin, find, touch, raise. Only the browser has the token (SECURITY A-04, A-05)."""

from datetime import datetime
from typing import TYPE_CHECKING

from . import codes, digests, times
from .models import CustomerSession

if TYPE_CHECKING:
    from .levels import Level
    from .models import DataSubject, Identifier


def begin(
    subject: "DataSubject", *, method: str, now: datetime, address: "Identifier | None" = None
) -> tuple[CustomerSession, str]:
    """A new row under a new token, whatever the browser brought along. `address` is the mailbox that was proven."""
    token = codes.new_token()
    session = CustomerSession.objects.create(
        subject=subject,
        token=digests.of_session(token),
        method=method,
        address=address,
        started_at=now,
        last_used_at=now,
        previous_sign_in_at=subject.last_seen_at,
    )
    return session, token


def find(token: str, *, now: datetime) -> CustomerSession | None:
    """One indexed query; none for a cookie that cannot be ours."""
    if not codes.is_token(token):
        return None
    found = CustomerSession.objects.alive(now).filter(token=digests.of_session(token))
    return found.select_related("subject").first()


def touch(session: CustomerSession, *, now: datetime) -> None:
    """Being used keeps a session alive, to the minute."""
    if now - session.last_used_at >= times.TOUCH_EVERY:
        CustomerSession.objects.filter(pk=session.pk).update(last_used_at=now)
        session.last_used_at = now


def carry_over(old: CustomerSession, new: CustomerSession, *, now: datetime) -> None:
    """Confirming again in a signed-in browser is a fresh proof by the same person: what they proved and drafted stays.
    Of another person nothing stays."""
    if old.subject_id == new.subject_id:
        new.base_level, new.data, new.stepped_up_at = old.base_level, old.data, now
        new.previous_sign_in_at = old.previous_sign_in_at
        new.save()
    end(old)


def hold(session: CustomerSession) -> bool:
    """Whether it is still there; it stays until this transaction ends, so that what is kept for it goes with it."""
    return bool(CustomerSession.objects.select_for_update().filter(pk=session.pk).values_list("pk").first())


def end(session: CustomerSession) -> bool:
    """False if it ended already."""
    return hold(session) and bool(CustomerSession.objects.filter(pk=session.pk).delete()[0])


def renew_token(session: CustomerSession) -> str:
    token = codes.new_token()
    session.token = digests.of_session(token)
    session.save(update_fields=["token"])
    return token


def raise_to(session: CustomerSession, level: "Level", *, now: datetime) -> str:
    """A step up: the old token stops working (SECURITY A-04)."""
    session.base_level = max(session.base_level, level)
    session.stepped_up_at = now
    session.save(update_fields=["base_level", "stepped_up_at"])
    return renew_token(session)
