"""A member of staff who asks for what is not theirs: turned away politely, and kept in the ledger (ASVS 16.3.2).

Known by the refusal itself and not by the look of the answer. A 403 is also what the way through the directory says,
which keeps an entry of its own, and what a form without its token gets (CSRF): no look, and in the log of the site. An
error on the overview is also what tells that a page cannot be published."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone, translation

from privacy_portal.data_subjects.limits import allow
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from .ending import target_of
from .gate import PREFIX, session_of
from .requests import StaffRequest

# Pressing on fills no ledger: of one person and one page, one entry within this.
ONCE_PER = timedelta(hours=1)
# What `wagtail.admin.auth` tells whoever it leads away; its own catalogue translates them.
SENTENCES = (
    "Sorry, you do not have permission to access this area.",
    "You do not have permission to access the admin.",
)
API = "wagtailadmin_api:"


class RefusalMiddleware:
    """Stands inside the middleware of messages, so that it hears what Wagtail says before it is shown."""

    def __init__(self, get_response: Callable[[StaffRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX) and (is_led_away(request) or is_told_no(request, response)):
            keep(request, now=timezone.now())
        return response

    def process_exception(self, request: StaffRequest, exception: Exception) -> None:
        """Of a script, and of our own pages. What the view wrote has been rolled back by now."""
        if request.path_info.startswith(PREFIX) and isinstance(exception, PermissionDenied):
            keep(request, now=timezone.now())


def is_led_away(request: StaffRequest) -> bool:
    """Whether Wagtail said so in this very request; reading the messages themselves would mark them as shown."""
    queued = getattr(messages.get_messages(request), "_queued_messages", ())
    errors = {unescape(each.message).strip() for each in queued if each.level == messages.ERROR}
    return bool(errors) and not errors.isdisjoint(sentences())


def is_told_no(request: StaffRequest, response: HttpResponse) -> bool:
    """Wagtail's interface for scripts makes its own 403 of a refusal, and one of a missing token."""
    told = getattr(response, "data", None)
    if told is None or response.status_code != 403 or not page_of(request).startswith(API):
        return False
    return not str(told.get("detail", "")).startswith("CSRF Failed")


def sentences() -> set[str]:
    """In each language somebody may have chosen for the admin."""
    found: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update(map(translation.gettext, SENTENCES))
    return found


def page_of(request: StaffRequest) -> str:
    """By the name of its view: an address may hold the number of a case."""
    return request.resolver_match.view_name if request.resolver_match else ""


@transaction.atomic
def keep(request: StaffRequest, *, now: datetime) -> None:
    """Of who is really in: whoever the gate lets through to the way in has not shown yet who it is."""
    if session_of(request, now=now) is None:
        return
    page = page_of(request)
    if allow("staff-refusals", f"{request.user.pk}:{page}", limit=1, per=ONCE_PER, now=now):
        by, target = Actor.staff(request.user), target_of(request.user)
        record("staff.refused", by=by, target=target, facts={"page": page}, now=now)
