"""Where the report, its button and its panel appear in the admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from privacy_portal.privacy_policy.models import PolicyVersion

from .panel import DriftPanel
from .views import ReportView, StartDraftsView

urls = [
    path("", ReportView.as_view(), name="report"),
    path("draft/", StartDraftsView.as_view(), name="start_drafts"),
]


@hooks.register("register_admin_urls")
def drift_urls():
    return [path("reports/policy-drift/", include((urls, "policy_drift")))]


def may_read(user) -> bool:
    return policy_registry.get_by_type(PolicyVersion).user_has_permission(user, "view")


class DriftMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_read(request.user)


@hooks.register("register_reports_menu_item")
def drift_menu_item():
    url = reverse("policy_drift:report")
    return DriftMenuItem(_("Policy and practice"), url, name="policy-drift", icon_name="resubmit", order=100)


@hooks.register("construct_homepage_panels")
def drift_panel(request, panels):
    if may_read(request.user):
        panels.append(DriftPanel())
