"""Who may see what: `@requires(Level.A1)` on every personal page, and who to name in the ledger."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from privacy_portal.evidence.actors import Actor

from .levels import Level
from .requests import CustomerRequest

View = Callable[..., HttpResponseBase]


def requires(level: Level) -> Callable[[View], View]:
    """Below the level: to the page that raises it, and back. What is shown is stored nowhere (H-03)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: CustomerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.level < level:
                return not_stored(HttpResponseRedirect(way_up(request)))
            return not_stored(view(request, *args, **kwargs))

        return guarded

    return decorate


def way_up(request: CustomerRequest) -> str:
    """Sign in, or prove once more; then back."""
    page = reverse("self_service:step_up" if request.data_subject else "self_service:sign_in")
    back = way_back(request)
    return f"{page}?{urlencode({'next': back})}" if back else page


def way_back(request: CustomerRequest) -> str:
    """The page that was asked for. A form is not sent again by itself, so for a form the page that held it."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    referrer = safe_next(request, request.headers.get("Referer", ""))
    return urlsplit(referrer).path


def safe_next(request: HttpRequest, wanted: str) -> str:
    """An address on this site, or nothing: `next` comes from outside (ASVS 3.7.2)."""
    hosts = {request.get_host()}
    allowed = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if allowed and len(wanted) <= 500 else ""


def not_stored(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store, private"
    return response


def never_stored(view: View) -> View:
    """For the open pages around signing in: they carry a person's address or cookie."""

    @wraps(view)
    def wrapped(request: CustomerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return not_stored(view(request, *args, **kwargs))

    return wrapped


def subject_actor(request: CustomerRequest) -> Actor:
    """The signed-in person and how sure we were of them, for the ledger."""
    subject = request.data_subject
    return Actor.subject(subject.id, request.level) if subject else Actor.visitor()
