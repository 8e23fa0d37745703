"""The register's public face. Anonymous: no cookie, no session, and answers that may be kept by caches."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from . import queries
from .enums import CookieKind
from .files import as_csv, as_json, last_updated
from .filter_form import ProcessorFilter
from .listing import COLUMNS, select
from .schema import PROCESSORS_SCHEMA
from .texts import COOKIE_KIND_TEXTS

View = Callable[..., HttpResponse]


class PublicRequest(HttpRequest):
    """Where the page is in other languages, for the language switch: said by a view that knows better."""

    alternate_urls: dict[str, str]


def public(view: View) -> View:
    """May be kept, and is asked again each time: a change is visible at once, an unchanged page costs a 304."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
        return response

    return answer


def _filtered(request: HttpRequest) -> tuple[ProcessorFilter, list[queries.ProcessorEntry]]:
    entries = queries.processors(get_language())
    form = ProcessorFilter(request.GET, entries)
    return form, select(entries, form.wanted)


def _status(form: ProcessorFilter) -> int:
    """A filter that does not exist is the asker's mistake, and not a page to remember."""
    return 400 if form.errors else 200


@public
def processors(request: HttpRequest) -> HttpResponse:
    everyone = queries.processors(get_language())
    form, found = _filtered(request)
    context = {
        "form": form,
        "processors": found,
        "total": len(everyone),
        "columns": COLUMNS,
        "sort": form.wanted.get("sort") or "name",
        "updated_at": last_updated(everyone),
    }
    return render(request, "processing_register/processors.html", context, status=_status(form))


@public
def processors_csv(request: HttpRequest) -> HttpResponse:
    form, found = _filtered(request)
    return _file(form, as_csv(found), "text/csv; charset=utf-8", "csv")


@public
def processors_json(request: HttpRequest) -> HttpResponse:
    form, found = _filtered(request)
    schema_url = settings.BASE_URL + reverse("processing_register:processors_schema")
    body = as_json(found, language=get_language(), schema_url=schema_url)
    return _file(form, body, "application/json", "json")


def _file(form: ProcessorFilter, body: bytes, content_type: str, extension: str) -> HttpResponse:
    if form.errors:
        lines = [f"{name}: {' '.join(map(str, messages))}" for name, messages in form.errors.items()]
        return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8", status=400)
    words = translation.pgettext("file name", "processors")
    name = f"{words}.{extension}"
    return HttpResponse(body, content_type, headers={"Content-Disposition": f'inline; filename="{name}"'})


@public
def processors_schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PROCESSORS_SCHEMA.read_bytes(), "application/schema+json")


@public
def processor(request: PublicRequest, key: str) -> HttpResponse:
    found = _find(key, get_language())
    if found is None:
        raise Http404
    request.alternate_urls = _addresses(key)
    return render(request, "processing_register/processor.html", {"processor": found})


def _find(key: str, language: str) -> queries.ProcessorEntry | None:
    return next((entry for entry in queries.processors(language) if entry.key == key), None)


def _addresses(key: str) -> dict[str, str]:
    """Where this party's page is, in each language that has it."""
    found = {}
    for code, _name in settings.LANGUAGES:
        if _find(key, code):
            with translation.override(code):
                found[code] = reverse("processing_register:processor", args=[key])
    return found


@public
def cookies(request: HttpRequest) -> HttpResponse:
    order = list(CookieKind)
    entries = sorted(queries.cookies(get_language()), key=lambda cookie: order.index(cookie.kind))
    groups = [
        {"kind": kind, "text": COOKIE_KIND_TEXTS[kind], "cookies": list(group)}
        for kind, group in groupby(entries, key=lambda cookie: cookie.kind)
    ]
    return render(request, "processing_register/cookies.html", {"groups": groups})
