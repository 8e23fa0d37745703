"""The policy as visitors read it. Plain views at stable addresses, because they must outlive a page's slug and its
being live; they serve frozen versions only. The preview is for staff and shows the draft."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .actions import Edition, gap_message
from .approval import completeness
from .downloads.offers import offers
from .languages.ageing import ageing
from .models import PolicyPage, PolicyVersion
from .queries import coming_version, counterparts, replaced_by, slug_before, version_in_force
from .rendering import plain_text, reading_minutes, render_body, with_marks
from .version_list import listed


class PolicyRequest(HttpRequest):
    """Carries where the same page is in other languages, for the language switch."""

    alternate_urls: dict[str, str]


# Kept by browsers and the page cache, but asked for again each time: a 304 costs next to nothing.
for_everyone = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@for_everyone
def policy(request: PolicyRequest) -> HttpResponse:
    """What applies today in the language of the address, with what takes effect next; where nothing applies yet, the
    coming version itself. It turns at midnight by itself, because the page cache's stamp holds the date."""
    language_code = _language()
    coming = coming_version(language_code, _today())
    shown = version_in_force(language_code, _today()) or coming
    if shown is None:
        return not_in_this_language(request)
    request.alternate_urls = addresses("privacy_policy:policy", languages_with_versions())
    told = {"announced": None if coming == shown else announcement(coming, shown), "ageing": ageing(shown, _today())}
    context = version_context(shown) | told | {"canonical_url": _absolute("policy")}
    return render(request, "privacy_policy/policy_page.html", context)


@require_safe
@for_everyone
def versions(request: PolicyRequest) -> HttpResponse:
    found = listed(_language(), _today())
    if not found:
        return not_in_this_language(request)
    request.alternate_urls = addresses("privacy_policy:versions", languages_with_versions())
    context = {"versions": found, "canonical_url": _absolute("versions")}
    return render(request, "privacy_policy/versions.html", context)


@require_safe
@for_everyone
def version(request: PolicyRequest, slug: str) -> HttpResponse:
    """A permanent address: whatever happens to the page, this text stays here."""
    language_code = _language()
    shown = get_object_or_404(PolicyVersion.objects.in_language(language_code), slug=slug)
    newer = replaced_by(shown, _today())
    request.alternate_urls = {code: v.get_absolute_url() for code, v in counterparts(shown).items()}
    context = version_context(shown) | {
        "is_permanent": True,
        "is_old": newer is not None,
        "newest": newer,
        "in_force": None if shown.is_in_force(_today()) else version_in_force(language_code, _today()),
        "canonical_url": _absolute("policy"),
    }
    return render(request, "privacy_policy/policy_page.html", context)


def announcement(coming: PolicyVersion | None, now_read: PolicyVersion) -> dict | None:
    """What takes effect next, where to read it, and where to see what changes."""
    if coming is None:
        return None
    try:
        compare_url = reverse("privacy_policy:comparison", args=[f"{now_read.slug}..{coming.slug}"])
    except NoReverseMatch:
        compare_url = ""
    return {"version": coming, "compare_url": compare_url}


def preview(request: PolicyRequest, page: PolicyPage) -> HttpResponse:
    """The draft as it would read, with what still stands in the way of publishing."""
    with translation.override(page.language_code):
        edition = Edition.of(page)
        request.alternate_urls = {}
        return render(request, "privacy_policy/policy_page.html", draft_context(page, edition))


def version_context(shown: PolicyVersion) -> dict:
    return {
        "version": shown,
        "title": shown.title,
        "body": with_marks(shown.html, shown.changed_sections),
        "entries": contents(shown.content),
        "changed": [e for e in contents(shown.content) if e["anchor"] in shown.changed_sections],
        "compare_with": slug_before(shown) if shown.sha256 else "",
        "description": plain_text(shown.content["introduction"]) or shown.text,
        "downloads": offers(shown) if shown.sha256 else [],
        "today": _today(),
    }


def draft_context(page: PolicyPage, edition: Edition) -> dict:
    html = render_body(edition.document)
    draft = PolicyVersion(
        page=page,
        language_code=page.language_code,
        title=edition.title,
        label=edition.label,
        effective_from=edition.effective_from or _today(),
        reviewed_on=edition.reviewed_on,
        change_summary=edition.change_summary,
        html=html,
        text=plain_text(html),
        content=edition.document,
        reading_minutes=reading_minutes(html),
    )
    missing = [finding.sentence for finding in completeness.check(edition.document).missing]
    problems = [*(gap_message(gap) for gap in edition.gaps), *missing]
    return version_context(draft) | {"is_draft": True, "problems": problems, "canonical_url": ""}


def contents(document: dict) -> list[dict]:
    """Lines of the contents list; the summary comes first and has no number."""
    summary = [{"anchor": "summary", "title": _("In short")}] if document["summary"] else []
    return summary + [{"anchor": s["anchor"], "title": f"{s['number']}. {s['title']}"} for s in document["sections"]]


def not_in_this_language(request: PolicyRequest) -> HttpResponse:
    """A policy in another language is worth more to a reader than a bare 404."""
    languages = languages_with_versions()
    if not languages:
        raise Http404
    names = dict(settings.LANGUAGES)
    urls = addresses("privacy_policy:policy", languages)
    elsewhere = [{"code": code, "name": names.get(code, code), "url": url} for code, url in urls.items()]
    return render(request, "privacy_policy/not_in_this_language.html", {"elsewhere": elsewhere}, status=404)


def languages_with_versions() -> list[str]:
    return sorted(set(PolicyVersion.objects.order_by().values_list("language_code", flat=True).distinct()))


def addresses(view_name: str, languages: list[str]) -> dict[str, str]:
    found = {}
    for code in languages:
        with translation.override(code):
            found[code] = reverse(view_name)
    return found


def _absolute(name: str) -> str:
    return settings.BASE_URL + reverse(f"privacy_policy:{name}")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _today() -> date:
    return timezone.localdate()
