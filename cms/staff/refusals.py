"""A member of staff who asks for what is not theirs: turned away politely by Wagtail, and kept in the ledger
(ASVS 16.3.2)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from privacy_portal.data_subjects.limits import allow
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from .ending import target_of
from .gate import PREFIX
from .requests import StaffRequest

# Pressing on fills no ledger: of one person and one page, one entry within this.
ONCE_PER = timedelta(hours=1)


class RefusalMiddleware:
    """Stands inside the middleware of messages, so that it sees what Wagtail says before it is shown."""

    def __init__(self, get_response: Callable[[StaffRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX) and request.user.is_authenticated and is_refusal(request, response):
            keep(request, now=timezone.now())
        return response


def is_refusal(request: StaffRequest, response: HttpResponse) -> bool:
    """A script gets a 403; a person is led back to the overview with an error (`wagtail.admin.auth`)."""
    if response.status_code == 403:
        return True
    if response.headers.get("Location") != reverse("wagtailadmin_home"):
        return False
    said = messages.get_messages(request)
    return any(message.level == messages.ERROR for message in getattr(said, "_queued_messages", ()))


@transaction.atomic
def keep(request: StaffRequest, *, now: datetime) -> None:
    page = request.resolver_match.view_name if request.resolver_match else ""
    if allow("staff-refusals", f"{request.user.pk}:{page}", limit=1, per=ONCE_PER, now=now):
        by, target = Actor.staff(request.user), target_of(request.user)
        record("staff.refused", by=by, target=target, facts={"page": page}, now=now)
