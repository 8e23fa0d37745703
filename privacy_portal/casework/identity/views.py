"""Making a code at the desk and printing a letter. The code is on the answer to the form and nowhere else."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from privacy_portal.data_sources.postal_address import PostalAddress, postal_address
from privacy_portal.data_subjects.access import not_stored
from privacy_portal.data_subjects.codes import readable
from privacy_portal.data_subjects.identifiers import primary_email
from privacy_portal.data_subjects.masking import masked_email
from privacy_portal.data_subjects.models import DataSubject, ProofCode
from privacy_portal.data_subjects.people import subject_for_email
from privacy_portal.data_subjects.proofs.actions import AccessStopped, make_code
from privacy_portal.data_subjects.proofs.kinds import RULES, ProofKind
from privacy_portal.evidence.actors import Actor
from privacy_portal.processing_register.queries import controller
from privacy_portal.rights_requests.models import RightsRequest

from .forms import DeskForm, SeenForm
from .permissions import MAKE, PRINT

DESK, CASE = "identity:desk", "casework:inspect"
HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Overview")}
STOPPED = _("This person told us that something is wrong. Look at that first.")


def may(user, action: str) -> bool:
    return policy_registry.get_by_type(ProofCode).user_has_permission(user, action)


class DeskView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """For an address that the person at the desk tells."""

    model = ProofCode
    permission_required = MAKE
    form_class: Any = DeskForm
    template_name = "casework/identity/desk.html"
    page_title = _("Codes to prove who somebody is")
    header_icon = "key"
    breadcrumbs_items = [HOME, {"url": "", "label": page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = waiting() if may(self.request.user, PRINT) else []
        return super().get_context_data(**kwargs) | {"letters": letters, "days": RULES[ProofKind.DESK].lasts.days}

    def subject_of(self, form: Any) -> DataSubject:
        """An address that nobody knows yet becomes a person's when its mailbox is proven."""
        by = Actor.staff(self.request.user)
        return subject_for_email(form.cleaned_data["email"], settings.LANGUAGE_CODE, by=by)

    def case_ref(self) -> str:
        return ""

    def form_valid(self, form: Any) -> HttpResponseBase:  # type: ignore[override]
        made = {"kind": ProofKind.DESK, "seen": form.cleaned_data["seen"], "case_ref": self.case_ref()}
        try:
            code = make_code(self.subject_of(form), by=Actor.staff(self.request.user), **made)
        except AccessStopped:
            form.add_error(None, STOPPED)
            return self.form_invalid(form)
        return self.shown(code)

    def shown(self, code: str) -> HttpResponseBase:
        facts = {"code": readable(code), "days": RULES[ProofKind.DESK].lasts.days}
        context = WagtailAdminTemplateMixin.get_context_data(self, **facts)
        return not_stored(render(self.request, "casework/identity/code.html", context))


class CaseDeskView(DeskView):
    """For the person of a case; the address stays masked."""

    form_class = SeenForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.case, self.subject = case_with_person(kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = masked_email(primary_email(self.subject))
        return super().get_context_data(**kwargs) | {"case": self.case, "address": address, "letters": []}

    def subject_of(self, form: Any) -> DataSubject:
        return self.subject

    def case_ref(self) -> str:
        return self.case.number


class LetterView(PermissionCheckedMixin, View):
    """The letter, ready to print. A reload makes a new code, and the older letter is void."""

    model = ProofCode
    permission_required = PRINT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        row = get_object_or_404(ProofCode.objects.asked(), pk=pk)
        return letter_to(request, row.subject, case_ref=row.case_ref, back=reverse(DESK))


class CaseLetterView(LetterView):
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        case, subject = case_with_person(pk)
        return letter_to(request, subject, case_ref=case.number, back=reverse(CASE, args=[pk]))


def case_with_person(pk: UUID) -> tuple[RightsRequest, DataSubject]:
    """A case whose person was forgotten has nobody to make a code for."""
    case = get_object_or_404(RightsRequest.objects.select_related("subject"), pk=pk)
    if case.subject is None:
        raise Http404
    return case, case.subject


def waiting() -> list[dict[str, Any]]:
    """Letters to print; two queries, however many there are."""
    rows = ProofCode.objects.asked().select_related("subject").prefetch_related("subject__identifiers")
    return [{"row": row, "address": masked_email(address_of(row.subject))} for row in rows]


def address_of(subject: DataSubject) -> str:
    values = [row.value for row in subject.identifiers.all() if row.kind == "email"]
    return values[0] if values else ""


def letter_to(request: HttpRequest, subject: DataSubject, *, case_ref: str, back: str) -> HttpResponseBase:
    now = timezone.now()
    address = postal_address(subject, now=now)
    if address is None:
        messages.error(request, gettext("No system that answered knows a whole postal address of this person."))
        return redirect(back)
    try:
        code = make_code(subject, kind=ProofKind.LETTER, case_ref=case_ref, by=Actor.staff(request.user), now=now)
    except AccessStopped:
        messages.error(request, str(STOPPED))
        return redirect(back)
    return not_stored(render_letter(request, subject, address, code))


def render_letter(request: HttpRequest, subject: DataSubject, address: PostalAddress, code: str) -> HttpResponse:
    """In the language of the reader."""
    with translation.override(subject.language):
        now = timezone.now()
        facts = {
            "language": subject.language,
            "lines": address.lines,
            "code": readable(code),
            "today": now,
            "until": now + RULES[ProofKind.LETTER].lasts,
            "venue": controller(subject.language),
            "venue_name": settings.WAGTAIL_SITE_NAME,
            "url": settings.BASE_URL + reverse("self_service:proof_letter"),
        }
        return render(request, "casework/identity/letter.html", facts)
