from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import policy_registry

from privacy_portal.rights_requests.models import RightsRequest

from .identity import hooks as identity_hooks  # noqa: F401  registers its own
from .ledger_view import LedgerViewSet
from .panels import CasesPanel
from .sources import hooks as source_hooks  # noqa: F401  registers its own
from .stopped_access import hooks as stopped_access_hooks  # noqa: F401  registers its own
from .viewset import CaseViewSet


@hooks.register("register_admin_viewset")
def cases():
    return CaseViewSet()


@hooks.register("register_admin_viewset")
def ledger():
    return LedgerViewSet()


@hooks.register("construct_homepage_panels")
def cases_panel(request, panels):
    if policy_registry.get_by_type(RightsRequest).user_has_permission(request.user, "view"):
        panels.append(CasesPanel())


@hooks.register("register_permissions")
def right_to_unmask():
    """So that a group can be given it, or lose it (Settings, Groups)."""
    return Permission.objects.filter(content_type__app_label="rights_requests", codename="unmask_rightsrequest")


@hooks.register("insert_global_admin_css")
def casework_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("css/casework.css"))
