"""Searching the policy: a form that is sent by GET and answered with a page, so it works without a script and an
answer has an address. It searches what is frozen and nothing else."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.queries import counterparts, current_version
from privacy_portal.privacy_policy.views import PolicyRequest, for_everyone, not_in_this_language

from .forms import SearchForm
from .search import find


@require_safe
@for_everyone
def search(request: PolicyRequest) -> HttpResponse:
    """In the policy that visitors read."""
    version = current_version(language())
    if version is None:
        return not_in_this_language(request)
    return results(request, version, is_permanent=False)


@require_safe
@for_everyone
def search_version(request: PolicyRequest, slug: str) -> HttpResponse:
    """In one version, whatever came after it."""
    version = get_object_or_404(PolicyVersion.objects.in_language(language()), slug=slug)
    return results(request, version, is_permanent=True)


def results(request: PolicyRequest, version: PolicyVersion, *, is_permanent: bool) -> HttpResponse:
    form = SearchForm(request.GET)
    question = form.question
    request.alternate_urls = same_search(version, question, is_permanent)
    context = {
        "form": form,
        "question": question,
        "hits": find(version.html, question),
        "version": version,
        "is_permanent": is_permanent,
        "read_url": version.get_absolute_url() if is_permanent else reverse("privacy_policy:policy"),
        "canonical_url": "",
    }
    return render(request, "privacy_policy/search.html", context, status=400 if form.errors else 200)


def same_search(version: PolicyVersion, question: str, is_permanent: bool) -> dict[str, str]:
    """The same question to the same version in other languages."""
    asked = f"?{urlencode({'q': question})}" if question else ""
    found = {}
    for code, other in counterparts(version).items():
        with translation.override(code):
            found[code] = search_address(other.slug if is_permanent else None) + asked
    return found


def search_address(slug: str | None) -> str:
    return reverse("privacy_policy:search_version", args=[slug]) if slug else reverse("privacy_policy:search")


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE
