"""Where the report appears in the admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from privacy_portal.privacy_policy.models import SectionFeedback

from .report import ClarityReport

urls = [
    path("", ClarityReport.as_view(), name="report"),
    path("results/", ClarityReport.as_view(results_only=True), name="results"),
]


@hooks.register("register_admin_urls")
def clarity_urls():
    return [path("reports/policy-clarity/", include((urls, "policy_clarity")))]


class ClarityMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return policy_registry.get_by_type(SectionFeedback).user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def clarity_menu_item():
    url = reverse("policy_clarity:report")
    return ClarityMenuItem(_("Clarity per section"), url, name="policy-clarity", icon_name="help", order=110)
