"""Which sections readers find unclear: for whoever writes, checks or watches over the policy."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from privacy_portal.privacy_policy.models import PolicyVersion, SectionFeedback

from .counting import sections_of


class ClarityReport(ReportView):
    """`model` is what makes Wagtail ask for the permission: without it this view would be open to all staff."""

    model = SectionFeedback
    any_permission_required = ["view"]
    page_title = _("Clarity per section")
    header_icon = "help"
    index_url_name = "policy_clarity:report"
    index_results_url_name = "policy_clarity:results"
    columns = [
        Column("title", label=_("Section")),
        Column("version", label=_("Version"), accessor=lambda row: row.version.slug),
        Column("language", label=_("Language"), accessor=lambda row: row.version.language_code),
        Column("unclear", label=_("Not clear")),
        Column("clear", label=_("Clear")),
    ]
    list_export = ["anchor", "version.slug", "version.language_code", "unclear", "clear"]
    export_headings = {"version.slug": _("Version"), "version.language_code": _("Language")}
    export_filename = "clarity-per-section"

    def get_queryset(self):
        """What needs work first."""
        rows = SectionFeedback.objects.select_related("version")
        heavy = ("version__html", "version__text", "version__content")
        return rows.defer(*heavy).order_by("-unclear", "clear", "pk")

    def decorate_paginated_queryset(self, object_list):
        """Titles as they were in that version; one query for all rows of the page."""
        rows = list(object_list)
        wanted = {row.version_id for row in rows}
        versions = PolicyVersion.objects.filter(pk__in=wanted).only("content", "language_code")
        titles = {version.pk: sections_of(version) for version in versions}
        for row in rows:
            row.title = titles[row.version_id].get(row.anchor, row.anchor)
        return rows
