"""Who gave whom which role is in the ledger: an administrator has no case data (A-09), yet could join a group that has.

The admin's own screens for people do the work; these hooks only tell."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from .ending import target_of
from .models import User
from .requests import StaffRequest


def made(request: StaffRequest, user: User) -> None:
    _tell("staff.account_made", request, user)


def changed(request: StaffRequest, user: User) -> None:
    _tell("staff.account_changed", request, user)


def removing(request: StaffRequest, user: User) -> None:
    """Told while the number is still known; the page that only asks whether one is sure removes nothing."""
    if request.method == "POST":
        _tell("staff.account_removed", request, user)


def changed_many(request: StaffRequest, kind: str, people: Iterable[Any], action: Any) -> None:
    """Wagtail's list of people can change a dozen at once."""
    for user in people:
        if isinstance(user, User) and kind != "delete":
            _tell("staff.account_changed", request, user)


def removing_many(request: StaffRequest, kind: str, people: Iterable[Any], action: Any) -> None:
    for user in people:
        if isinstance(user, User) and kind == "delete":
            removing(request, user)


@transaction.atomic
def _tell(event: str, request: StaffRequest, user: User) -> None:
    """What somebody may do from now on, and never who they are."""
    user = User.objects.get(pk=user.pk)
    facts = {
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "administrator": user.is_superuser,
        "active": user.is_active,
    }
    record(event, by=Actor.staff(request.user), target=target_of(user), facts=facts)
