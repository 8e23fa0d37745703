"""The erasure of one case, for the desk: what would go, who agreed, what became of each source, and the forms with
which a colleague tells what was done by hand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.enums import ErasureOutcome
from privacy_portal.erasure.actions import NotForStaff, done_by_hand, progress, try_again
from privacy_portal.erasure.enums import NEEDS_STAFF, StepState
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.erasure.planning import plan
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.two_people import alone_from
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.by_hand.actions import end
from privacy_portal.rights_requests.erasing import erasure_possible_from
from privacy_portal.rights_requests.models import ErasureOrder, RightsRequest

from .by_hand import OutcomeForm, TaskRow, is_done, rows_of
from .permissions import WORK

BY_HAND = (
    ErasureOutcome.ERASED,
    ErasureOutcome.ANONYMISED,
    ErasureOutcome.RETAINED,
    ErasureOutcome.NOT_FOUND,
)
"""What a colleague can report; "failed" is not an end."""


class ByHandForm(OutcomeForm):
    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(outcome.value, outcome.label) for outcome in BY_HAND],
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class StepRow:
    """One source. `form` is there when somebody has to act and the reader may; `hand` when another party is asked."""

    step: ErasureStep
    label: str
    outcomes: tuple[str, ...]
    form: ByHandForm | None
    hand: TaskRow | None = None

    @property
    def can_be_tried_again(self) -> bool:
        return self.form is not None and self.step.state == StepState.FAILED


def erasure_of(case: RightsRequest, *, today: date, worker: bool, bound: dict[str, Any]) -> dict[str, Any]:
    """Nothing for other rights. The plan is asked of the sources only while somebody still has to decide."""
    if case.right != Right.ERASURE:
        return {}
    order = ErasureOrder.objects.filter(rights_request=case).select_related("proposed_by", "approved_by").first()
    undecided = case.is_open and not (order and order.is_approved)
    hands = {hand.task.source: hand for hand in rows_of(case, today=today, worker=worker, bound=bound)}
    return {
        "order": order,
        "possible_from": erasure_possible_from(case),
        "alone_from": alone_from(order) if order else None,
        "plan": plan(case.subject, today=today) if undecided and case.subject else None,
        "steps": [row(step, worker, bound, hands.get(step.source)) for step in progress(case.number).steps],
    }


def row(step: ErasureStep, worker: bool, bound: dict[str, Any], hand: TaskRow | None) -> StepRow:
    acts = worker and step.state in NEEDS_STAFF
    form = bound.get(prefix_of(step)) or ByHandForm(prefix=prefix_of(step)) if acts else None
    counts = step.counts.items()
    words = tuple(f"{ErasureOutcome(outcome).label}: {count}" for outcome, count in counts)
    return StepRow(step, label_of(step.source), words, form, hand)


def prefix_of(step: ErasureStep) -> str:
    return f"step-{step.pk}"


def label_of(source: str) -> str:
    """The name of a source, or its key when it was taken out since."""
    return registry.labels().get(source, source)


class StepView(PermissionCheckedMixin, View):
    """A colleague says what was done by hand, or has the source asked again."""

    model = RightsRequest
    permission_required = WORK
    http_method_names = ["post"]
    case_view: Any = None

    def post(self, request: HttpRequest, pk, step_id) -> HttpResponse:
        case = get_object_or_404(RightsRequest, pk=pk)
        step = get_object_or_404(ErasureStep.objects.of_case(case.number), pk=step_id)
        if "again" in request.POST:
            return self.acted(pk, lambda: try_again(step, by=Actor.staff(request.user)))
        form = ByHandForm(request.POST, request.FILES, prefix=prefix_of(step))
        if not form.is_valid() or not is_done(form, lambda: self.end(case, step, form)):
            return self.case_view(request, pk=pk, bound={prefix_of(step): form})
        messages.success(request, gettext("This is written down."))
        return redirect("casework:inspect", pk)

    def end(self, case: RightsRequest, step: ErasureStep, form: ByHandForm) -> None:
        """With the question to the other party, where there is one."""
        by, task = Actor.staff(self.request.user), case.hand_tasks.pending().filter(source=step.source).first()
        if task:
            end(task, by=by, **form.told)
        else:
            outcome = ErasureOutcome(form.cleaned_data["outcome"])
            done_by_hand(step, by=by, outcome=outcome, reason=form.cleaned_data["reason"])

    def acted(self, pk, act) -> HttpResponse:
        try:
            act()
            messages.success(self.request, gettext("This is written down."))
        except NotForStaff:
            messages.error(self.request, gettext("A colleague or the worker was quicker. Look at it again."))
        return redirect("casework:inspect", pk)
