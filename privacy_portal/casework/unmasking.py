"""What is masked, in full: for whoever was given the right, for a reason, once. The ledger and the person concerned are
told before it is shown (SECURITY A-09, A-11: a look is read-only, and nobody signs in as somebody else)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from privacy_portal.data_sources.collecting import collect
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_sources.masking import Mask
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import LookingReason, StaffRole
from privacy_portal.rights_requests.models import RightsRequest

from .forms import CaseForm
from .permissions import UNMASK, may_work_cases

FORM = "unmask"


class UnmaskForm(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why you need to see this"),
        help_text=_("The person concerned gets a mail with this reason at once."),
        choices=LookingReason.choices,
        widget=forms.RadioSelect,
    )


class UnmaskView(PermissionCheckedMixin, View):
    """Shown in the answer to the form and nowhere else: a reload asks for the reason again."""

    model = RightsRequest
    permission_required = UNMASK
    http_method_names = ["post"]
    case_view: Any = None

    def post(self, request: HttpRequest, pk) -> HttpResponse:
        case = get_object_or_404(RightsRequest.objects.exclude(subject=None), pk=pk)
        form = UnmaskForm(request.POST, case=case, prefix=FORM)
        if not form.is_valid():
            return self.case_view(request, pk=pk, bound={FORM: form})
        role = StaffRole.DESK if may_work_cases(request.user) else StaffRole.OFFICER
        now, by = timezone.now(), Actor.staff(request.user)
        actions.mark_unmasked(rights_request=case, reason=form.cleaned_data["reason"], by=by, role=role, now=now)
        assert case.subject is not None  # noqa: S101 - excluded above
        response = self.case_view(request, pk=pk, unmasked=list(in_full(case.subject, now)))
        response["Cache-Control"] = "no-store"
        return response


def in_full(subject: DataSubject, now: datetime) -> Iterator[tuple["str | Promise", Any]]:
    """What the case page and the screens of the person concerned hide: by what they are known, bank account and date
    of birth. A source that cannot be asked now is named, not passed over."""
    for known in subject.identifiers.order_by("kind", "pk"):
        yield known.get_kind_display(), known.value
    for answer in collect(subject, now=now):
        settled = answer.settled()
        if settled.state == AnswerState.COULD_NOT_ASK:
            yield settled.source.label, _("did not answer just now.")
        for record in settled.records:
            yield from ((field.label, field.value) for field in record.fields if Mask.REASONED.hides(field))
