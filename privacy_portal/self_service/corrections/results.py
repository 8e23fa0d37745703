"""How far a correction came, place by place: never “done” where it is not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from privacy_portal.data_subjects.access import requires
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.rights_requests.corrections.enums import StepState
from privacy_portal.rights_requests.corrections.filing import place_name
from privacy_portal.rights_requests.corrections.models import Correction, CorrectionStep

from .looking import note
from .words import in_words

COLOURS = {
    StepState.WAITING: "info",
    StepState.RETRYING: "warning",
    StepState.CORRECTED: "success",
    StepState.ALREADY: "success",
    StepState.NOTHING: "neutral",
    StepState.BY_HAND: "warning",
    StepState.CHANGED_MEANWHILE: "warning",
    StepState.SPARED: "warning",
    StepState.OVERTAKEN: "neutral",
    StepState.STOPPED: "danger",
}


@dataclass(frozen=True)
class Line:
    """One place and how far it is; `again_at` is when we try there again."""

    place: str
    state: StepState
    again_at: datetime | None

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


@requires(Level.A2)
@require_safe
def correction(request: SignedInRequest, correction_id: UUID) -> HttpResponse:
    found = _own(request, correction_id)
    lines = [_line(step) for step in found.steps.order_by("pk")]
    context = {
        "correction": found,
        "previous": in_words(found.category, found.previous),
        "proposed": in_words(found.category, found.proposed),
        "lines": sorted(lines, key=lambda line: line.place),
        "all_right": all(line.state.is_right for line in lines),
        "has_spared": any(line.state == StepState.SPARED for line in lines),
        "has_stale": any(line.state == StepState.CHANGED_MEANWHILE for line in lines),
        "progress": _sentence(found),
        # Without a script the page looks again by itself only if the person asked for that (WCAG 2.2.1).
        "follows": not found.is_settled and "follow" in request.GET,
    }
    response = render(request, "self_service/corrections/correction.html", context)
    note(request, found.source)
    return response


@requires(Level.A2)
@require_safe
def progress(request: SignedInRequest, correction_id: UUID) -> HttpResponse:
    found = _own(request, correction_id)
    return JsonResponse({"message": _sentence(found), "done": found.is_settled})


def _own(request: SignedInRequest, correction_id: UUID) -> Correction:
    """Somebody else's correction and one that does not exist are the same 404 (SECURITY A-08)."""
    mine = Correction.objects.of(request.data_subject).select_related("rights_request")
    return get_object_or_404(mine, pk=correction_id)


def _line(step: CorrectionStep) -> Line:
    state = StepState(step.state)
    return Line(place_name(step.source), state, step.next_attempt_at if state == StepState.RETRYING else None)


def _sentence(found: Correction) -> str:
    waiting = found.steps.pending().count()
    if not waiting:
        return _("Everything that can be done by itself is done.")
    sentence = ngettext("We are still busy with %(count)d place.", "We are still busy with %(count)d places.", waiting)
    return sentence % {"count": waiting}
