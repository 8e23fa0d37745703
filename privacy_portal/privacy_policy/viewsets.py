"""Versions in the admin: to look at, with the hash; nothing can be added, changed or removed."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from .models import PolicyVersion


class PolicyVersionViewSet(ModelViewSet):
    model = PolicyVersion
    icon = "history"
    menu_label = _("Policy versions")
    menu_order = 210
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    # Wagtail asks for a form; the permission policy sees to it that nobody meets it.
    exclude_form_fields: list[str] = []
    ordering = ["-effective_from", "-published_at"]
    list_filter = ["language_code"]
    list_per_page = 50
    inspect_view_fields = [
        "title",
        "language_code",
        "slug",
        "label",
        "effective_from",
        "reviewed_on",
        "sha256",
        "published_at",
        "published_by",
        "revision",
        "changed_sections",
        "text",
    ]
    list_display = [
        TitleColumn("title", label=_("Title"), url_name="policy_version:inspect"),
        Column("language_code", label=_("Language"), sort_key="language_code"),
        Column("slug", label=_("Address")),
        Column("effective_from", label=_("Takes effect on"), sort_key="effective_from"),
        Column("sha256", label=_("SHA-256"), accessor=lambda version: f"{version.sha256[:12]}…"),
        DateColumn("published_at", label=_("Published at"), sort_key="published_at"),
    ]


policy_version_viewset = PolicyVersionViewSet("policy_version", url_prefix="policy-versions")
