"""Between password and second step: the browser remembers whose password was right, for ten minutes. Nobody is signed
in yet, so nothing else opens."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from .models import User

KEY = "staff_password_given"
LASTS = timedelta(minutes=10)


def remember(request: HttpRequest, user: User, *, now: datetime) -> None:
    request.session.cycle_key()
    request.session[KEY] = {"user": user.pk, "at": now.isoformat(), "hash": user.get_session_auth_hash()}


def user_of(request: HttpRequest, *, now: datetime) -> User | None:
    """None when it was too long ago, the password was changed since, or the account was closed."""
    held = request.session.get(KEY)
    if not held or datetime.fromisoformat(held["at"]) < now - LASTS:
        return None
    user = get_user_model().objects.filter(pk=held["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), held["hash"]):
        return None
    return user


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
