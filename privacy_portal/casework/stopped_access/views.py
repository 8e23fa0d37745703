"""The list, and the page on which access of one person is opened again. Addresses stay masked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from privacy_portal.data_subjects.actions import unfreeze
from privacy_portal.data_subjects.masking import masked_email
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests.models import RightsRequest

from .forms import OpenForm
from .permissions import OPEN

LIST = "stopped_access:list"
HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Overview")}
TITLE = _("Stopped access")
# More than a venue ever has at once; the oldest are shown first.
AT_ONCE = 200


class StoppedView(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    model = DataSubject
    permission_required = OPEN
    header_icon = "lock"


class ListView(StoppedView, TemplateView):
    template_name = "casework/stopped_access/list.html"
    page_title = TITLE
    breadcrumbs_items = [HOME, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"people": stopped()}


class OpenView(StoppedView, FormView):
    template_name = "casework/stopped_access/open.html"
    form_class = OpenForm
    page_title = _("Open access again")
    breadcrumbs_items = [HOME, {"url": reverse_lazy(LIST), "label": TITLE}, {"url": "", "label": page_title}]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        people = DataSubject.objects.frozen().prefetch_related("identifiers")
        self.subject = get_object_or_404(people, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = RightsRequest.objects.of(self.subject).order_by("-received_at")
        return super().get_context_data(**kwargs) | {"one": row_of(self.subject), "cases": cases}

    def form_valid(self, form: Any) -> HttpResponseBase:  # type: ignore[override]
        unfreeze(self.subject, by=Actor.staff(self.request.user), seen=form.cleaned_data["seen"])
        messages.success(self.request, gettext("Access is open again. Every address of this person gets a mail."))
        return redirect(reverse(LIST))


def stopped() -> list[dict[str, Any]]:
    """Whoever waits longest first; two queries, however many there are."""
    people = DataSubject.objects.frozen().prefetch_related("identifiers").order_by("frozen_at", "pk")
    return [row_of(subject) for subject in people[:AT_ONCE]]


def row_of(subject: DataSubject) -> dict[str, Any]:
    emails = [masked_email(known.value) for known in subject.identifiers.all() if known.kind == "email"]
    return {"subject": subject, "addresses": emails}
