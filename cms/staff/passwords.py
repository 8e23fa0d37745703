"""The first step. Five wrong passwords for one account from one network, and that pair waits a quarter of an hour;
the account itself is never locked, or anyone could lock it (SECURITY R-02)."""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest

from privacy_portal.data_subjects.client_address import client_address, network_of
from privacy_portal.data_subjects.limits import allow, forget

from .models import User

SCOPE, MOST, WINDOW = "staff-password", 5, timedelta(minutes=15)


class TooManyTries(Exception):
    pass


def check(request: HttpRequest, *, email: str, password: str, now: datetime) -> User | None:
    pair = f"{email.strip().lower()} {network_of(client_address(request))}"
    if not allow(SCOPE, pair, limit=MOST, per=WINDOW, now=now):
        raise TooManyTries
    user = authenticate(request, username=email, password=password)
    if user is not None:
        forget(SCOPE, pair)
    return user
