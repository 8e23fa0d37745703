"""Asking for one's data, seeing the file being made, and fetching it. A file of somebody else is not there."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from privacy_portal.data_subjects.access import requires, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.notices import notify
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.exports.actions import (
    ExportHeld,
    ExportUnavailable,
    TooManyExports,
    complete_export,
    open_export,
    request_export,
)
from privacy_portal.exports.enums import ACTIVE, ExportState
from privacy_portal.exports.holding import hold_of
from privacy_portal.exports.models import MAX_DOWNLOADS, Export
from privacy_portal.rights_requests.holding import asked_since

from .forms import ExportForm
from .words import labels_of, progress_sentence


@requires(Level.A1)
@require_safe
def downloads(request: SignedInRequest) -> HttpResponse:
    return _page(request, ExportForm())


@requires(Level.A2)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """GET is where the second proof leads back to: the choice is made again, on the page with the form."""
    if request.method != "POST":
        return redirect("self_service:downloads")
    form = ExportForm(request.POST)
    if form.is_valid() and (export := _requested(request, form)):
        return redirect("self_service:export", export.pk)
    return _page(request, form)


@requires(Level.A1)
@require_safe
def export(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    export, now = _own(request, export_id), timezone.now()
    context = {
        "export": export,
        "available": export.is_available(now),
        "hold": hold_of(export, now=now),
        "progress": progress_sentence(export),
        "missing": labels_of(export.missing),
        "by_hand": labels_of([key for key in export.unanswered if key not in export.missing]),
        "completable": export.can_be_completed(now),
        "completed_by": _completed_by(export),
        # Without a script the page looks again by itself only if the person asked for that (WCAG 2.2.1).
        "follows": export.is_active and "follow" in request.GET,
    }
    return render(request, "self_service/downloads/export.html", context)


@requires(Level.A1)
@require_safe
def progress(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    export = _own(request, export_id)
    return JsonResponse({"message": progress_sentence(export), "percent": export.percent, "done": not export.is_active})


@requires(Level.A3)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedInRequest, export_id: UUID) -> HttpResponseBase:
    """GET changes nothing: it is where the second proof leads back to (ASVS 3.5.3)."""
    export = _own(request, export_id)
    if request.method != "POST":
        return redirect("self_service:export", export.pk)
    try:
        chunks = open_export(export, subject_actor(request))
    except ExportHeld:
        # The page says until when, and why.
        return redirect("self_service:export", export.pk)
    except ExportUnavailable:
        notify(request, gettext("This file can no longer be downloaded. You can ask for a new one."))
        return redirect("self_service:export", export.pk)
    return _sent(export, chunks)


@requires(Level.A2)
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    """Ask only what did not answer. GET is where the second proof leads back to."""
    export = _own(request, export_id)
    if request.method != "POST":
        return redirect("self_service:export", export.pk)
    try:
        return redirect("self_service:export", complete_export(export, by=subject_actor(request)).pk)
    except ExportUnavailable:
        notify(request, gettext("This file can no longer be completed. You can ask for a new one."))
    except TooManyExports:
        notify(request, gettext("We tried often enough today. Try again tomorrow, or file a request."))
    return redirect("self_service:export", export.pk)


def _sent(export: Export, chunks: Iterator[bytes]) -> StreamingHttpResponse:
    """SECURITY X-01: to keep, never to open as a page of ours."""
    response = StreamingHttpResponse(chunks, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    response.headers["Content-Length"] = str(export.size)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _own(request: SignedInRequest, export_id: UUID) -> Export:
    """Somebody else's download and one that does not exist are the same 404 (SECURITY A-08)."""
    return get_object_or_404(Export.objects.of(request.data_subject), pk=export_id)


def _completed_by(export: Export) -> Export | None:
    """What was made of this partial file since, if that was any good."""
    made = export.completions.filter(state__in=[*ACTIVE, ExportState.READY])
    return made.first()


def _requested(request: SignedInRequest, form: ExportForm) -> Export | None:
    try:
        return request_export(
            subject=request.data_subject,
            by=subject_actor(request),
            language=get_language(),
            received_on=asked_since(request.data_subject),
            **form.wanted(),
        )
    except TooManyExports:
        form.add_error(None, gettext("We made a file for you today. Tomorrow you can ask for another one."))
        return None


def _page(request: SignedInRequest, form: ExportForm) -> HttpResponse:
    exports = Export.objects.of(request.data_subject)
    shown = [each for each in exports[:20] if each.state != ExportState.EXPIRED]
    context = {
        "form": form,
        "exports": shown,
        "days": settings.EXPORT_AVAILABLE_DAYS,
        "times": MAX_DOWNLOADS,
    }
    return render(request, "self_service/downloads/downloads.html", context)
