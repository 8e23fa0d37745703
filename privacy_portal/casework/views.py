"""The queue, the case page, and the places forms are sent to. Reading is for whoever may view cases, doing is for
whoever may work them; each view names its model, because Wagtail lets everyone through a view that does not."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from privacy_portal.data_subjects.people import subject_for_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import open_attachment
from privacy_portal.rights_requests.enums import StaffRole
from privacy_portal.rights_requests.identity_documents.actions import look_at_document
from privacy_portal.rights_requests.models import Attachment, IdentityDocument, RightsRequest
from privacy_portal.rights_requests.on_behalf.actions import Asker, receive_for
from privacy_portal.rights_requests.on_behalf.enums import Capacity

from .case_file import case_file
from .forms import ReceiveForm
from .permissions import WORK, may_unmask, may_work_cases
from .unmasking import FORM, UnmaskForm
from .verbs import VERBS, DeskVerb

INSPECT, QUEUE, RECEIVE = "casework:inspect", "casework:index", "casework:receive"


class QueueView(generic.IndexView):
    """All cases, most urgent first."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Requests")

    def get_base_queryset(self):
        return RightsRequest.objects.select_related("assigned_to").most_urgent_first()

    def order_queryset(self, queryset):
        return queryset if self.is_default_order else super().order_queryset(queryset)

    @property
    def is_default_order(self) -> bool:
        return "ordering" not in self.request.GET

    @property
    def header_buttons(self):
        if not may_work_cases(self.request.user):
            return []
        return [HeaderButton(_("Enter a request"), url=reverse(RECEIVE), icon_name="plus")]


class CaseView(generic.InspectView):
    """One case, whole: what is asked, the clock, who it is, the talk so far, and what can be done now."""

    any_permission_required = ["view"]
    template_name = "casework/case.html"
    page_title = gettext_lazy("Request")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page again after a verb was refused; only ActView comes here."""
        return self.get(request, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = Actor.staff(self.request.user)
        worker = may_work_cases(self.request.user)
        if self.request.method == "GET":
            # Who may read every case and work none is the data protection officer.
            role = StaffRole.DESK if worker else StaffRole.OFFICER
            actions.mark_viewed(rights_request=self.object, by=by, role=role)
        context = super().get_context_data(**kwargs)
        if may_unmask(self.request.user):
            bound = kwargs.get("bound", {}).get(FORM)
            context |= {
                "unmask": bound or UnmaskForm(case=self.object, prefix=FORM),
                "unmasked": kwargs.get("unmasked"),
            }
        context |= case_file(self.object, today=timezone.localdate(), worker=worker, bound=kwargs.get("bound", {}))
        if worker:
            actions.mark_read(rights_request=self.object, by=by)
        return context


class ActView(PermissionCheckedMixin, View):
    """A verb of the desk. What was typed is shown again when the verb is refused."""

    model = RightsRequest
    permission_required = WORK
    http_method_names = ["post"]
    case_view: Any = None

    def post(self, request: HttpRequest, pk, verb: str) -> HttpResponse:
        if verb not in VERBS:
            raise Http404
        case = get_object_or_404(RightsRequest, pk=pk)
        chosen = VERBS[verb]
        form = chosen.form(request.POST, case=case, prefix=verb)
        if form.is_valid() and self.done(chosen, case, form):
            messages.success(request, str(chosen.said(case)))
            return redirect(INSPECT, pk)
        return self.case_view(request, pk=pk, bound={verb: form})

    def done(self, verb: DeskVerb, case: RightsRequest, form) -> bool:
        try:
            verb.action(rights_request=case, by=Actor.staff(self.request.user), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        return True


class AttachmentView(PermissionCheckedMixin, View):
    """A file of the person, for the desk: always as a download, never shown inside the admin."""

    model = RightsRequest
    permission_required = WORK

    def get(self, request: HttpRequest, pk) -> StreamingHttpResponse:
        attachment = get_object_or_404(
            Attachment.objects.exclude(rights_request=None).filter(identity_document=None), pk=pk
        )
        chunks = open_attachment(attachment, by=Actor.staff(request.user))
        response = StreamingHttpResponse(chunks, content_type="application/octet-stream")
        response["Content-Disposition"] = (
            f'attachment; filename="attachment-{attachment.pk.hex[:8]}.{extension(attachment)}"'
        )
        response["Content-Security-Policy"] = "sandbox"
        response["Cache-Control"] = "no-store"
        return response


class DocumentView(PermissionCheckedMixin, View):
    """The copy somebody sent to show who they are: in the browser and never as a download, so that no other copy of it
    comes to lie on a colleague's machine (SECURITY V-07)."""

    model = RightsRequest
    permission_required = WORK
    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk) -> StreamingHttpResponse:
        document = get_object_or_404(IdentityDocument.objects.sent(), rights_request=pk)
        content_type, chunks = look_at_document(document, by=Actor.staff(request.user))
        response = StreamingHttpResponse(chunks, content_type=content_type)
        response["Content-Disposition"] = "inline"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "no-store"
        return response


def extension(attachment: Attachment) -> str:
    return attachment.name.rpartition(".")[2].lower()


class ReceiveView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Enter what came in by letter, telephone or mail. The person gets the same receipt as from the portal."""

    model = RightsRequest
    permission_required = WORK
    form_class = ReceiveForm
    template_name = "casework/receive.html"
    page_title = gettext_lazy("Enter a request")
    header_icon = "plus"

    def get_initial(self) -> dict[str, Any]:
        return {"received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}

    def form_valid(self, form: ReceiveForm) -> HttpResponse:
        by = Actor.staff(self.request.user)
        with transaction.atomic():
            case = entered(form.cleaned_data, by)
        messages.success(self.request, _("Request %(number)s is entered.") % {"number": case.number})
        return redirect(INSPECT, case.pk)


def entered(data: dict[str, Any], by: Actor) -> RightsRequest:
    """By the person themselves, or by somebody for them: then it waits for a check like any other (SECURITY V-12)."""
    common = {
        "right": data["right"],
        "details": asked_in_words(data["question"]),
        "language": data["language"],
        "channel": data["channel"],
        "by": by,
        "received_at": data["received_at"],
    }
    if not data["capacity"]:
        return actions.receive(subject=subject_for_email(data["email"], data["language"], by=by), **common)
    asker = Asker(
        delegate=subject_for_email(data["delegate_email"], data["language"], by=by),
        capacity=Capacity(data["capacity"]),
        delegate_name=data["delegate_name"],
        person_name=data["person_name"],
        person_email=data["email"],
    )
    return receive_for(asker=asker, **common).rights_request


def asked_in_words(question: str) -> dict[str, Any]:
    """The same shape the portal's question pages give."""
    return {"answers": [{"key": "question", "question": _("What the person asks"), "answer": [question]}], "keys": {}}
