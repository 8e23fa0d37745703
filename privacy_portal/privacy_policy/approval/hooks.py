"""The doors of the admin through which a policy could go live, or go to review, and what stands in each."""

from django.contrib import messages as flash
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.admin.widgets import HeaderButton
from wagtail.models import Page

from privacy_portal.privacy_policy.models import PolicyPage

from . import views
from .posted import asks_for_review, posted_page, problems_of


@hooks.register("register_admin_urls")
def check_address():
    return [path("privacy-policy/<int:page_id>/check/", views.PolicyCheck.as_view(), name="policy_check")]


@hooks.register("register_page_header_buttons")
def check_button(page, user, view_name, next_url=None):
    if isinstance(page, PolicyPage) and page.permissions_for_user(user).can_edit():
        url = reverse("policy_check", args=[page.pk])
        yield HeaderButton(gettext_lazy("Check, review and share"), url, icon_name="clipboard-list", priority=5)


@hooks.register("construct_page_action_menu")
def no_publish_button(menu_items, request, context):
    """A policy goes live by approval only; legal sees the button “Approve” once somebody handed it in."""
    if isinstance(context.get("page"), PolicyPage):
        menu_items[:] = [item for item in menu_items if not isinstance(item, PublishMenuItem)]


@hooks.register("before_publish_page")
def refuse_to_publish_without_review(request, page):
    """Whoever sends “publish” all the same: the text is saved by now as a draft, and that is what it stays."""
    if not isinstance(page.specific, PolicyPage):
        return None
    # A page published while it is being made is live before it has a live revision.
    PolicyPage.objects.filter(pk=page.pk, live_revision=None).update(live=False)
    flash.error(request, _("A policy is published by approval only. Your text is saved as a draft; hand it in."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_to_publish_in_bulk(request, action_type, objects, action_class_instance):
    if action_type != "publish" or not policies_at_or_below(objects):
        return None
    flash.error(request, _("One of these is a privacy policy, or has one below it. Nothing was published."))
    return redirect("wagtailadmin_explore_root")


def policies_at_or_below(objects) -> bool:
    """Publishing in bulk can take along the drafts below a page."""
    pages = [found for found in objects if isinstance(found, Page)]
    waiting = PolicyPage.objects.not_live() | PolicyPage.objects.filter(pk__in=[page.pk for page in pages])
    return any(waiting.filter(path__startswith=page.path).exists() for page in pages)


@hooks.register("before_edit_page")
def keep_the_incomplete_out_of_review(request, page):
    """Handing in an incomplete text becomes saving it: nothing typed is lost, and the editor reads what is missing."""
    if request.method != "POST" or not isinstance(page, PolicyPage) or not asks_for_review(request.POST):
        return
    draft = posted_page(request, page)
    problems = problems_of(draft) if draft else []
    if problems:
        request.POST = without_handing_in(request.POST)
        flash.error(request, _("Your text is saved, but not handed in. Mend this first:"))
        for problem in problems:
            flash.error(request, problem)


def without_handing_in(sent):
    kept = sent.copy()
    for name in ("action-submit", "action-restart-workflow"):
        kept.pop(name, None)
    return kept
