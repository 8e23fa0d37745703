"""A new draft of the policy in which the blocks say what the register says now. Blocks read when they are shown, so a
draft needs nothing but to exist, with a day on which it may take effect."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion


class CannotStartDraft(ValidationError):
    """Why no draft was made; tells an editor what to do first."""


@transaction.atomic
def start_drafts(*, by, today: date) -> list[PolicyPage]:
    """One per language, all of them or none; they take effect on one day. What editors had not published stays."""
    pages = list(PolicyPage.objects.filter(alias_of=None, versions__isnull=False).distinct().order_by("pk"))
    for page in pages:
        check_may_start(page, by)
    drafts = [page.get_latest_revision_as_object() for page in pages]
    takes_effect = first_possible_day(drafts, today)
    for page, draft in zip(pages, drafts, strict=True):
        start_draft(page, draft, takes_effect, by)
    return pages


def check_may_start(page: PolicyPage, by) -> None:
    """Somebody is reading it, or somebody else keeps it: a draft underneath would change what they look at."""
    may = page.permissions_for_user(by)
    if not may.can_edit():
        raise PermissionDenied
    names = {"title": page.title, "language": page.locale.get_display_name()}
    if page.workflow_in_progress:
        raise CannotStartDraft(
            _("“%(title)s” (%(language)s) is in review. Wait until the review is done, or cancel it first.") % names
        )
    if may.page_locked() or (page.get_lock() is not None and page.approved_schedule):
        raise CannotStartDraft(
            _("“%(title)s” (%(language)s) is locked or scheduled. Unlock it or cancel the schedule first.") % names
        )


def first_possible_day(drafts: list[PolicyPage], today: date) -> date:
    """Not in the past, and not before a version that was published already."""
    published = PolicyVersion.objects.newest_first().values_list("effective_from", flat=True).first()
    return max([today, *filter(None, [published, *(draft.effective_from for draft in drafts)])])


def start_draft(page: PolicyPage, draft: PolicyPage, takes_effect: date, by) -> Revision:
    """What was said about the last version does not hold for this one; what an editor is writing does."""
    if not page.has_unpublished_changes:
        draft.change_summary, draft.version_label, draft.is_technical = "", "", False
    draft.effective_from = takes_effect
    # A draft may be unfinished, so it is not checked here; publishing checks.
    return draft.save_revision(user=by, log_action=True, clean=False)
