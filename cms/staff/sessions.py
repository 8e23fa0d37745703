"""Who is signed in as staff, as rows that can be listed and ended (SECURITY A-05)."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .requests import StaffRequest

IDLE = timedelta(minutes=30)
# How exactly `seen_at` is kept: a row is written at most once a minute.
GRAIN = timedelta(minutes=1)
SESSION_KEY = "staff_session"


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    def alive(self, now: datetime) -> Self:
        absolute = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.filter(ended_at=None, seen_at__gt=now - IDLE, started_at__gt=now - absolute)

    def end(self, now: datetime) -> int:
        return self.filter(ended_at=None).update(ended_at=now)


class StaffSession(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(_("signed in"))
    seen_at = models.DateTimeField(_("last seen"))
    ended_at = models.DateTimeField(_("signed out"), null=True)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff session")
        verbose_name_plural = _("staff sessions")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"session of staff {self.user_id}"


def start(request: StaffRequest, *, now: datetime) -> StaffSession:
    session = StaffSession.objects.create(user=request.user, started_at=now, seen_at=now)
    request.session[SESSION_KEY] = str(session.id)
    return session


def current(request: StaffRequest, *, now: datetime) -> StaffSession | None:
    """The row behind this browser, unless it was ended, left alone too long, or is simply too old."""
    session_id = request.session.get(SESSION_KEY)
    if not session_id:
        return None
    return StaffSession.objects.alive(now).filter(id=session_id, user_id=request.user.pk).first()


def see(session: StaffSession, *, now: datetime) -> None:
    if now - session.seen_at >= GRAIN:
        StaffSession.objects.filter(id=session.id).update(seen_at=now)
