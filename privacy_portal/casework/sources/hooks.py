"""Where sources appear in the admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import CoverageView, EditView, ListView, TestView, may

urls = [
    path("", ListView.as_view(), name="list"),
    path("<slug:key>/", EditView.as_view(), name="edit"),
    path("<slug:key>/test/", TestView.as_view(), name="test"),
]


@hooks.register("register_admin_urls")
def source_urls():
    return [
        path("bronnen/", include((urls, "sources"))),
        path("reports/coverage/", CoverageView.as_view(), name="source_coverage"),
    ]


class SourcesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may(request.user, "view")


@hooks.register("register_admin_menu_item")
def sources_menu_item():
    return SourcesMenuItem(_("Sources"), reverse("sources:list"), name="sources", icon_name="link", order=30)


@hooks.register("register_reports_menu_item")
def coverage_menu_item():
    url = reverse("source_coverage")
    return SourcesMenuItem(
        _("Data categories and sources"), url, name="source-coverage", icon_name="list-ul", order=110
    )
