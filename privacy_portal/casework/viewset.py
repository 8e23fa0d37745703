from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from privacy_portal.rights_requests.models import RightsRequest

from .by_hand import TaskView
from .columns import DueColumn
from .erasing import StepView
from .exporting import SafeExportMixin
from .filters import CaseFilterSet
from .unmasking import UnmaskView
from .views import ActView, AttachmentView, CaseView, DocumentView, QueueView, ReceiveView


class SafeQueueView(SafeExportMixin, QueueView):
    """The queue whose CSV and spreadsheet carry no formulas."""


class CaseViewSet(ModelViewSet):
    """Cases are worked, not edited: Wagtail's add, edit and delete screens refuse by permission policy."""

    name = "casework"
    url_prefix = "verzoeken"
    model = RightsRequest
    icon = "clipboard-list"
    menu_label = _("Requests")
    menu_order = 10
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields = ["status"]
    index_view_class = SafeQueueView
    inspect_view_class = CaseView
    filterset_class = CaseFilterSet
    search_fields = ["number"]
    search_backend_name = None
    list_per_page = 50
    list_display = [
        TitleColumn("number", label=_("Number"), url_name="casework:inspect", sort_key="number"),
        Column("get_right_display", label=_("Right"), sort_key="right"),
        Column("get_status_display", label=_("Status"), sort_key="status"),
        DueColumn(),
        "assigned_to",
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
    list_export = ["number", "right", "status", "channel", "received_on", "due_on", "statutory_due_on", "closed_at"]
    export_filename = "requests"

    def get_inspect_view_kwargs(self, **kwargs):
        return super().get_inspect_view_kwargs(template_name="casework/case.html", **kwargs)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("receive/", self.construct_view(ReceiveView), name="receive"),
            path("attachment/<uuid:pk>/", self.construct_view(AttachmentView), name="attachment"),
            path("<uuid:pk>/identity-document/", self.construct_view(DocumentView), name="identity_document"),
            path(
                "<uuid:pk>/erasure/<uuid:step_id>/",
                self.construct_view(StepView, case_view=self.inspect_view),
                name="erasure_step",
            ),
            path(
                "<uuid:pk>/by-hand/<uuid:task_id>/",
                self.construct_view(TaskView, case_view=self.inspect_view),
                name="by_hand",
            ),
            path(
                "<uuid:pk>/unmask/",
                self.construct_view(UnmaskView, case_view=self.inspect_view),
                name="unmask",
            ),
            path("<uuid:pk>/<slug:verb>/", self.construct_view(ActView, case_view=self.inspect_view), name="act"),
        ]
