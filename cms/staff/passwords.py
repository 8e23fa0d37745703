"""The first step. Five wrong passwords for one account from one network, and that pair waits a quarter of an hour;
the account itself is never locked, or anyone could lock it (SECURITY R-02).

A try is counted before the password is looked at, in one statement of the database, so fifty at once get five guesses
(R-05). django-axes looks first and counts afterwards, which lets all fifty through, and keeps names and addresses
readable; so it is not used here."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from privacy_portal.data_subjects.client_address import client_address, network_of
from privacy_portal.data_subjects.limits import allow, forget
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from .models import User

logger = logging.getLogger(__name__)
SCOPE, TOLD, MOST, WINDOW = "staff-password", "staff-password-told", 5, timedelta(minutes=15)


class TooManyTries(Exception):
    pass


def check(request: HttpRequest, *, email: str, password: str, now: datetime) -> User | None:
    pair = f"{email.strip().lower()} {network_of(client_address(request))}"
    if not allow(SCOPE, pair, limit=MOST, per=WINDOW, now=now):
        if allow(TOLD, pair, limit=1, per=WINDOW, now=now):
            tell(now=now)
        raise TooManyTries
    user = authenticate(request, username=email, password=password)
    if user is not None:
        forget(SCOPE, pair)
    return user


@transaction.atomic
def tell(*, now: datetime) -> None:
    """Once for each time a pair has to wait: whoever keeps on trying cannot fill the ledger."""
    logger.warning("staff sign-in is held: too many wrong passwords")
    record("staff.sign_in_held", by=Actor.visitor(), now=now)
