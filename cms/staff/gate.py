"""One gate before everything under the admin prefix, whatever view a package may add there: without a verified second
step and a session that is alive, nothing opens (SECURITY decision 2, A-01)."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from . import sessions
from .requests import StaffRequest
from .sessions import StaffSession

PREFIX = "/beheer/"
# What opens without: the way in and out, and what Wagtail's own sign-in and error pages draw themselves with.
OPEN = frozenset(
    {
        "staff:login",
        "staff:verify",
        "staff:passkey_ask",
        "staff:passkey_answer",
        "staff:passkey_words",
        "staff:directory_start",
        "staff:directory_callback",
        "staff:enrol",
        "staff:accept",
        "staff:logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)
# Asked by an open tab all by itself; it does not count as somebody being there.
UNATTENDED = frozenset({"wagtailadmin_editing_sessions"})


class StaffGateMiddleware:
    def __init__(self, get_response: Callable[[StaffRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        refusal = refuse(request, now=timezone.now())
        return refusal or self.get_response(request)


def refuse(request: StaffRequest, *, now: datetime) -> HttpResponse | None:
    name, namespaces = _view_of(request.path_info)
    if name in OPEN:
        return None
    session = session_of(request, now=now)
    if session is None:
        return _away(request)
    if UNATTENDED.isdisjoint(namespaces):
        sessions.see(session, now=now)
    return None


def session_of(request: StaffRequest, *, now: datetime) -> StaffSession | None:
    """Of who is really in: both steps taken, and alive."""
    return sessions.current(request, now=now) if _is_verified(request) else None


def _is_verified(request: StaffRequest) -> bool:
    return request.user.is_authenticated and request.user.is_verified()


def _away(request: StaffRequest) -> HttpResponse:
    """To the front door; a script is told instead of being shown a form."""
    if request.user.is_authenticated:
        logout(request)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied
    query = "?" + urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(reverse("staff:login") + query)


def _view_of(path: str) -> tuple[str, list[str]]:
    try:
        match = resolve(path)
    except Resolver404:
        return "", []
    return match.view_name, match.namespaces
