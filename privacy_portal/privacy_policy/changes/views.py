"""What changed, for every visitor: two versions side by side, and choosing which."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from privacy_portal.data_subjects.client_address import client_address, network_of
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.views import (
    PolicyRequest,
    addresses,
    for_everyone,
    languages_with_versions,
    not_in_this_language,
)

from . import keeping
from .comparison import Change, Comparison
from .forms import ChooseForm

PAIR = re.compile(r"([0-9a-z-]{1,20})\.\.([0-9a-z-]{1,20})")


@require_safe
def comparison(request: PolicyRequest, pair: str) -> HttpResponse:
    """`pair` reads older..newer."""
    try:
        return shown(request, pair)
    except keeping.TooMany:
        response = render(request, "privacy_policy/changes/too_many.html", status=429)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Retry-After"] = str(int(keeping.HOUR.total_seconds()))
        return response


@for_everyone
def shown(request: PolicyRequest, pair: str) -> HttpResponse:
    """The other way round leads to the address that counts."""
    slugs = PAIR.fullmatch(pair)
    if not slugs:
        return unknown(request, [])
    older, newer = slugs.groups()
    language_code = get_language() or settings.LANGUAGE_CODE
    if found := keeping.kept(language_code, older, newer):
        return page(request, found)
    order = {version.slug: place for place, version in enumerate(keeping.in_order(language_code))}
    if older not in order or newer not in order:
        return unknown(request, [slug for slug in (older, newer) if slug not in order])
    if order[older] > order[newer]:
        return redirect("privacy_policy:comparison", f"{newer}..{older}", permanent=True)
    return page(request, made_now(request, language_code, older, newer))


def made_now(request: PolicyRequest, language_code: str, older: str, newer: str) -> Comparison:
    versions = PolicyVersion.objects.in_language(language_code).filter(slug__in={older, newer})
    by_slug = {version.slug: version for version in versions}
    network = network_of(client_address(request))
    return keeping.made(by_slug[older], by_slug[newer], network=network, now=timezone.now())


def page(request: PolicyRequest, found: Comparison) -> HttpResponse:
    request.alternate_urls = elsewhere(found)
    counts = {change.value: sum(1 for s in found.sections if s.change is change) for change in Change}
    context = {
        "comparison": found,
        "counts": counts | {"moved": sum(1 for section in found.sections if section.is_moved)},
        "is_one": found.older.slug == found.newer.slug,
    }
    return render(request, "privacy_policy/changes/comparison.html", context)


def elsewhere(found: Comparison) -> dict[str, str]:
    """The same two versions in other languages, where both exist."""
    groups = found.older.release_group, found.newer.release_group
    rows = PolicyVersion.objects.filter(release_group__in=groups).order_by("published_at", "pk")
    slugs: dict[str, dict[str, str]] = {}
    for code, group, slug in rows.values_list("language_code", "release_group", "slug"):
        slugs.setdefault(code, {})[str(group)] = slug
    urls = {}
    for code, by_group in slugs.items():
        if set(groups) <= set(by_group):
            with translation.override(code):
                urls[code] = reverse("privacy_policy:comparison", args=["..".join(by_group[g] for g in groups)])
    return urls


def unknown(request: HttpRequest, slugs: list[str]) -> HttpResponse:
    return render(request, "privacy_policy/changes/unknown.html", {"slugs": slugs}, status=404)


@require_safe
@for_everyone
def choose(request: PolicyRequest) -> HttpResponse:
    """Two versions to compare; what was chosen leads to its own address."""
    language_code = get_language() or settings.LANGUAGE_CODE
    versions = list(PolicyVersion.objects.in_language(language_code).newest_first().defer("html", "text", "content"))
    if not versions:
        return not_in_this_language(request)
    form = ChooseForm(request.GET or None, versions=versions)
    if form.is_valid():
        return to_comparison(form)
    request.alternate_urls = addresses("privacy_policy:choose_comparison", languages_with_versions())
    return render(request, "privacy_policy/changes/choose.html", {"form": form, "versions": versions})


def to_comparison(form: ChooseForm) -> HttpResponseRedirect:
    pair = "{older}..{newer}".format(**form.cleaned_data)
    return HttpResponseRedirect(reverse("privacy_policy:comparison", args=[pair]))
