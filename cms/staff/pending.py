"""Between first and second step: the browser remembers who gave the right password, or whom the directory knows, for
ten minutes. Nobody is signed in yet, so nothing else opens."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from .models import DirectoryAccount, User

KEY = "staff_password_given"
LASTS = timedelta(minutes=10)


class First(StrEnum):
    PASSWORD = "password"  # noqa: S105  (a word)
    DIRECTORY = "directory"


def remember(request: HttpRequest, user: User, *, by: First = First.PASSWORD, now: datetime) -> None:
    request.session.cycle_key()
    request.session[KEY] = {
        "user": user.pk,
        "at": now.isoformat(),
        "hash": user.get_session_auth_hash(),
        "by": by.value,
    }


def user_of(request: HttpRequest, *, now: datetime) -> User | None:
    """None when it was too long ago, the password was changed or the directory unlinked since, or the account was
    closed."""
    held = request.session.get(KEY)
    if not held or datetime.fromisoformat(held["at"]) < now - LASTS:
        return None
    user = get_user_model().objects.filter(pk=held["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), held["hash"]):
        return None
    if first_step(request) is First.DIRECTORY and not DirectoryAccount.objects.filter(user=user).exists():
        return None
    return user


def first_step(request: HttpRequest) -> First:
    return First(request.session.get(KEY, {}).get("by", First.PASSWORD))


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
