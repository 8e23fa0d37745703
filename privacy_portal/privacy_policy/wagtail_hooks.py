from django.contrib import messages as flash
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from .approval import hooks as approval_hooks  # noqa: F401  registers its own
from .drift import hooks as drift_hooks  # noqa: F401  registers its own
from .feedback import hooks as feedback_hooks  # noqa: F401  registers its own
from .languages import hooks as language_hooks  # noqa: F401  registers its own
from .models import PolicyVersion
from .viewsets import policy_version_viewset


@hooks.register("register_admin_viewset")
def register_policy_versions():
    return policy_version_viewset


@hooks.register("before_delete_page")
def refuse_to_delete_above_a_published_policy(request, page):
    """The policy itself refuses by its permissions; this covers the pages above it."""
    if not holds_versions([page]):
        return None
    flash.error(request, _("Below this page is a privacy policy that was published. It cannot be deleted."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def refuse_bulk_deletion_above_a_published_policy(request, action_type, objects, action_class_instance):
    if action_type != "delete" or not holds_versions(objects):
        return None
    flash.error(request, _("One of these holds a privacy policy that was published. Nothing was deleted."))
    return redirect("wagtailadmin_explore_root")


def holds_versions(objects) -> bool:
    pages = [found for found in objects if isinstance(found, Page)]
    return any(PolicyVersion.objects.filter(page__path__startswith=page.path).exists() for page in pages)
