"""The one page of this room that needs no sign-in: stopping a mailing by the link in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from privacy_portal.data_subjects.access import never_stored
from privacy_portal.evidence.actors import Actor

from .actions import set_choice
from .enums import Method
from .unsubscribe import BadLink, read_token


@csrf_exempt
@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks, because mail scanners open links (SECURITY V-04). POST needs no cookie: a mail program sends it
    for its reader (RFC 8058), so the signed token is the whole authority and there is no session to protect."""
    language = get_language()
    try:
        found = read_token(token, language)
    except BadLink:
        return _page(request, "consent/unsubscribe_link_unknown.html", {}, status=404)
    if request.method == "POST":
        _stop(found, language)
        return _page(request, "consent/unsubscribed.html", {"choice": found.choice})
    return _page(request, "consent/unsubscribe.html", {"choice": found.choice})


def _stop(found, language: str) -> None:
    by = Actor.subject(found.subject.pk, "P")
    set_choice(subject=found.subject, key=found.choice.key, on=False, by=by, method=Method.ONE_CLICK, language=language)


def _page(request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
    """The token is in the address: it must not travel on (SECURITY V-05)."""
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
