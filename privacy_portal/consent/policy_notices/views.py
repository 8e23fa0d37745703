"""Asking for notices, for anybody: no session, no cookie, no script. A form needs no token here, because all it does is
send one mail to the address that was typed, and that is limited."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects.access import never_stored
from privacy_portal.data_subjects.client_address import client_address
from privacy_portal.privacy_policy.views import for_everyone

from . import actions, links
from .forms import NoticesForm

FOLDER = "consent/policy_notices"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponseBase:
    return asked_for(request) if request.method == "POST" else empty_form(request)


@for_everyone
def empty_form(request: HttpRequest) -> HttpResponse:
    return render(request, f"{FOLDER}/form.html", {"form": NoticesForm()})


@never_stored
def asked_for(request: HttpRequest) -> HttpResponse:
    """The answer is the same for every address, known, unknown or over a limit (SECURITY V-01)."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied
    form = NoticesForm(request.POST)
    if not form.is_valid():
        return render(request, f"{FOLDER}/form.html", {"form": form}, status=422)
    actions.ask(email=form.cleaned_data["email"], language=language_of(), ip=client_address(request))
    return HttpResponseRedirect(reverse("consent:notices_asked"), status=303)


@require_safe
@for_everyone
def notices_asked(request: HttpRequest) -> HttpResponse:
    return render(request, f"{FOLDER}/asked.html", {"days": links.CONFIRM_WITHIN.days})


@csrf_exempt
@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_notices(request: HttpRequest, token: str) -> HttpResponse:
    """GET only shows a button, because mail scanners open links (SECURITY V-04)."""
    try:
        links.read_confirm(token)
        if request.method == "POST":
            actions.confirm(token)
            return token_page(request, "confirmed")
    except links.BadLink:
        return token_page(request, "link_unknown", status=404)
    return token_page(request, "confirm")


@csrf_exempt
@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def stop_notices(request: HttpRequest, token: str) -> HttpResponse:
    """POST needs no cookie: a mail program sends it for its reader (RFC 8058)."""
    try:
        links.read_stop(token)
    except links.BadLink:
        return token_page(request, "link_unknown", status=404)
    if request.method == "POST":
        actions.stop(token, language=language_of())
        return token_page(request, "stopped")
    return token_page(request, "stop")


def token_page(request: HttpRequest, name: str, status: int = 200) -> HttpResponse:
    """The token is in the address: it must not travel on (SECURITY V-05)."""
    response = render(request, f"{FOLDER}/{name}.html", status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def language_of() -> str:
    return get_language() or settings.LANGUAGE_CODE
