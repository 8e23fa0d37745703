"""A version as a file, at an address that stays: the same bytes for everyone, with a strong ETag."""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from privacy_portal.privacy_policy.models import PolicyVersion

from .linked_data import as_json, schema
from .markdown import as_markdown
from .offers import offers
from .printing import pdf_problem
from .renditions import kept_pdf, pdf_of

View = Callable[..., HttpResponse]


def stable(view: View) -> View:
    """GET and HEAD, answered with 304 when nothing changed. Outside a transaction: making a PDF takes seconds, and
    on SQLite a transaction keeps everybody else from writing."""
    return transaction.non_atomic_requests(require_safe(conditional_page(view)))


@stable
def version_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Kept ones are served also where none can be made."""
    version = wanted(slug)
    body = kept_pdf(version)
    if body is None and pdf_problem():
        return without_pdf(request, version)
    return as_file(version, body or pdf_of(version), "application/pdf", "pdf")


@stable
def version_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    version = wanted(slug)
    return as_file(version, as_markdown(version).encode(), "text/markdown; charset=utf-8", "md")


@stable
def version_json(request: HttpRequest, slug: str) -> HttpResponse:
    version = wanted(slug)
    return as_file(version, as_json(version), "application/ld+json", "json")


@stable
def json_schema(request: HttpRequest) -> HttpResponse:
    return for_everyone(HttpResponse(schema(), content_type="application/schema+json"))


def wanted(slug: str) -> PolicyVersion:
    return get_object_or_404(PolicyVersion.objects.in_language(get_language() or ""), slug=slug)


def as_file(version: PolicyVersion, body: bytes, content_type: str, extension: str) -> HttpResponse:
    name = f"{slugify(version.title) or 'privacy'}-{version.slug}.{extension}"
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # Search engines should lead to the current text, as from the version's page.
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{settings.BASE_URL}{reverse("privacy_policy:policy")}>; rel="canonical"'
    return for_everyone(response)


def for_everyone(response: HttpResponse) -> HttpResponse:
    """May be kept by anybody, and asked for again each time: a 304 costs next to nothing."""
    response["ETag"] = f'"{sha256(response.content).hexdigest()}"'
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def without_pdf(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    """Not the reader's doing, and the text is there in other forms."""
    told = {"version": version, "downloads": offers(version)}
    response = render(request, "privacy_policy/no_pdf.html", told, status=503)
    response["Cache-Control"] = "no-store"
    return response
