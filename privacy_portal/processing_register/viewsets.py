"""The register in the admin: one menu, a list per kind of entry."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet, SnippetViewSetGroup
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import panels
from .forms import EntryForm
from .models import (
    Breach,
    ControllerSettings,
    Cookie,
    DataCategory,
    ProcessingActivity,
    Processor,
    Purpose,
    RetentionPeriod,
    System,
)

# Ends every list. Wagtail's own status tag would ask two questions per row.
STATE = (
    BooleanColumn("live", label=_("Live")),
    DateColumn("last_published_at", label=_("Published"), sort_key="last_published_at"),
)


class InstancePermissionMixin:
    """Wagtail asks the model-wide permission only; what is in use shows and obeys its own answer."""

    def get_delete_url(self, instance):
        allowed = self.user_has_permission_for_instance("delete", instance)
        return super().get_delete_url(instance) if allowed else None


class EntryIndexView(InstancePermissionMixin, IndexView):
    pass


class EntryDeleteView(DeleteView):
    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission_for_instance("delete", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class EntryChooserViewSet(SnippetChooserViewSet):
    """Wagtail's own lists every row to all staff, breaches to editors as well; who may not see it cannot choose it
    either (SECURITY A-07)."""

    def get_urlpatterns(self):
        return decorate_urlpatterns(super().get_urlpatterns(), self.for_who_may_see)

    def for_who_may_see(self, view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            policy = self.model.snippet_viewset.permission_policy
            if not policy.user_has_any_permission(request.user, ("view", "add", "change", "delete")):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded


class RegisterViewSet(SnippetViewSet):
    """Searched by the database itself, so that a list is never behind."""

    chooser_viewset_class = EntryChooserViewSet

    index_view_class = EntryIndexView
    delete_view_class = EntryDeleteView
    inspect_view_enabled = True
    search_backend_name = None
    search_fields = ["name", "key"]
    list_per_page = 50
    panel_list: list = []
    form_class: type[EntryForm] | None = EntryForm

    def get_edit_handler(self):
        return ObjectList(self.panel_list, base_form_class=self.form_class).bind_to_model(self.model)


class ProcessorViewSet(RegisterViewSet):
    model = Processor
    icon = "group"
    menu_label = _("Processors")
    panel_list = panels.PROCESSOR
    search_fields = ["name", "key", "service", "description"]
    list_display = [
        "name",
        "role",
        "service",
        "country",
        "status",
        BooleanColumn("is_public", label=_("Public")),
        *STATE,
    ]
    list_filter = ["role", "country", "status", "is_public", "criticality"]


class ActivityViewSet(RegisterViewSet):
    model = ProcessingActivity
    icon = "clipboard-list"
    menu_label = _("Activities")
    panel_list = panels.ACTIVITY
    list_display = [
        "name",
        "lawful_basis",
        "retention",
        "status",
        BooleanColumn("is_public", label=_("Public")),
        *STATE,
    ]
    list_filter = ["lawful_basis", "status", "dpia_status", "is_public"]

    def get_queryset(self, request):
        return ProcessingActivity.objects.select_related("retention")


class PurposeViewSet(RegisterViewSet):
    model = Purpose
    icon = "crosshairs"
    menu_label = _("Purposes")
    panel_list = panels.PURPOSE
    list_display = ["name", "key", "sort_order", *STATE]


class DataCategoryViewSet(RegisterViewSet):
    model = DataCategory
    icon = "tag"
    menu_label = _("Data categories")
    panel_list = panels.DATA_CATEGORY
    list_display = ["name", "sensitivity", "sort_order", *STATE]
    list_filter = ["sensitivity"]


class RetentionPeriodViewSet(RegisterViewSet):
    model = RetentionPeriod
    icon = "time"
    menu_label = _("Retention periods")
    panel_list = panels.RETENTION_PERIOD
    list_display = ["name", "period", "start_event", "at_end", *STATE]
    list_filter = ["at_end", "start_event"]


class SystemViewSet(RegisterViewSet):
    model = System
    icon = "desktop"
    menu_label = _("Systems")
    panel_list = panels.SYSTEM
    list_display = ["name", "security", "status", *STATE]
    list_filter = ["status"]


class CookieViewSet(RegisterViewSet):
    model = Cookie
    icon = "snippet"
    menu_label = _("Cookies")
    panel_list = panels.COOKIE
    search_fields = ["name", "key", "technical_name", "set_by"]
    list_display = [
        "name",
        "kind",
        "scope",
        "set_by",
        BooleanColumn("asks_consent", label=_("Asks consent")),
        *STATE,
    ]
    list_filter = ["kind", "scope", "asks_consent", "status"]


class ControllerViewSet(RegisterViewSet):
    model = ControllerSettings
    icon = "home"
    menu_label = _("Controller")
    panel_list = panels.CONTROLLER
    list_display = ["name", "part_of", *STATE]


class NoChooser(SnippetChooserViewSet):
    """Wagtail lets everybody in the admin choose a snippet and thereby read its title."""

    def get_urlpatterns(self):
        return []


class BreachViewSet(RegisterViewSet):
    """Art. 33(5). Seen only by those who have a permission on breaches; nothing else refers to one."""

    model = Breach
    chooser_viewset_class = NoChooser
    icon = "warning"
    menu_label = _("Data breaches")
    panel_list = panels.BREACH
    form_class = None
    search_fields = ["number", "title", "description"]
    list_display = ["number", "title", "aware_at", "risk", "authority_notified_at", "closed_on"]
    list_filter = ["risk", "nature"]


class RegisterGroup(SnippetViewSetGroup):
    menu_label = _("Register")
    menu_icon = "folder-open-inverse"
    menu_order = 240
    items = (
        ProcessorViewSet,
        ActivityViewSet,
        PurposeViewSet,
        DataCategoryViewSet,
        RetentionPeriodViewSet,
        SystemViewSet,
        CookieViewSet,
        ControllerViewSet,
        BreachViewSet,
    )
