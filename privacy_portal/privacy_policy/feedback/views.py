"""Saying whether a section was clear, on a page that is the same bytes for everybody.

The form stands on a kept page: it can hold no CSRF token, and there is no cookie or session a forged request could
abuse. What is left to guard is the count itself. A browser says where a form was sent from (Fetch Metadata, else
Origin), so another site cannot let its visitors vote; and one address votes so many times an hour, counted under a
keyed digest that is thrown away with the hour. Nothing else of the request is kept."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects.client_address import client_address, network_of
from privacy_portal.data_subjects.limits import within
from privacy_portal.privacy_policy.models import PolicyVersion

from .counting import WHOLE, count, sections_of

ANSWERS = {"yes": True, "no": False}


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """GET counts nothing: it leads to the text, for whoever reloads or follows an address."""
    version = version_at(slug)
    if request.method != "POST":
        return redirect(reading_url(version))
    if not is_from_here(request):
        return refused(request, version, "elsewhere", status=403)
    clear = ANSWERS.get(request.POST.get("clear", ""))
    anchor = request.POST.get("section", "")
    if clear is None or anchor not in sections_of(version):
        return refused(request, version, "unknown", status=400)
    if not within("feedback-per-ip", network_of(client_address(request)), now=timezone.now()):
        return refused(request, version, "often", status=429)
    count(version, anchor, clear=clear)
    return seen_other(reverse("privacy_policy:feedback_thanks", args=[slug, anchor, request.POST["clear"]]))


@require_safe
@never_cache
def thanks(request: HttpRequest, slug: str, anchor: str, answer: str) -> HttpResponse:
    """A page of its own, so that reloading it does not count again."""
    version = version_at(slug)
    title = sections_of(version).get(anchor)
    if title is None or answer not in ANSWERS:
        raise Http404
    back = reading_url(version) + ("" if anchor == WHOLE else f"#{anchor}")
    context = {"title": title, "is_whole": anchor == WHOLE, "back": back, "clear": ANSWERS[answer]}
    return render(request, "privacy_policy/feedback/thanks.html", context)


def version_at(slug: str) -> PolicyVersion:
    rows = PolicyVersion.objects.in_language(get_language() or "").defer("html", "text")
    return get_object_or_404(rows, slug=slug)


def reading_url(version: PolicyVersion) -> str:
    """The page the reader came from: the newest version has the short address."""
    newest = PolicyVersion.objects.in_language(version.language_code).newest_first().values_list("pk", flat=True)
    return reverse("privacy_policy:policy") if newest.first() == version.pk else version.get_absolute_url()


def is_from_here(request: HttpRequest) -> bool:
    """What a browser says of itself cannot be set by the page that sends the form. A program may claim anything and
    may leave both out; the limit is for those."""
    checks: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("Sec-Fetch-Site", lambda told: told in {"same-origin", "none"}),
        ("Origin", lambda told: urlsplit(told).netloc == request.get_host()),
    )
    return all(is_fine(request.headers[name]) for name, is_fine in checks if name in request.headers)


def refused(request: HttpRequest, version: PolicyVersion, why: str, *, status: int) -> HttpResponse:
    context = {"why": why, "back": reading_url(version)}
    return render(request, "privacy_policy/feedback/refused.html", context, status=status)


def seen_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
