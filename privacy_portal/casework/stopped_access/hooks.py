"""Where stopped access appears in the admin: in the menu, with how many wait."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from privacy_portal.data_subjects.models import DataSubject

from .permissions import OPEN
from .views import ListView, OpenView

urls = [
    path("", ListView.as_view(), name="list"),
    path("<uuid:pk>/", OpenView.as_view(), name="open"),
]


@hooks.register("register_admin_urls")
def stopped_access_urls():
    return [path("stopped-access/", include((urls, "stopped_access")))]


class StoppedAccessMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return policy_registry.get_by_type(DataSubject).user_has_permission(request.user, OPEN)


@hooks.register("register_admin_menu_item")
def stopped_access_menu_item():
    return StoppedAccessMenuItem(
        _("Stopped access"), reverse("stopped_access:list"), name="stopped-access", icon_name="lock", order=13
    )
