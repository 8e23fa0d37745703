"""What the rest of the room may ask about approval."""

from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from privacy_portal.privacy_policy.models import PolicyPage

from .actions import refuse_incomplete, sentences
from .models import LegalReview
from .review import Review


def is_approved(revision: Revision) -> bool:
    """Whether legal approved exactly this text, and no step after it is still to come."""
    approved = TaskState.objects.filter(
        revision=revision, status=TaskState.STATUS_APPROVED, task__in=LegalReview.objects.values("pk")
    )
    return approved.filter(workflow_state__status=WorkflowState.STATUS_APPROVED).exists()


def why_not_released(page: PolicyPage, draft: Revision) -> str:
    """For a person who wants this draft to go live. Without a review there is nobody to approve it, which is a reason
    to stop: a step that somebody switched off must not be a way round it."""
    if not page.has_workflow:
        return _(
            "No review by legal is set up or switched on, so nobody can approve this draft; nothing was published. Ask "
            "the administrator to run load_review, or to switch the review on again."
        )
    if not is_approved(draft):
        return _("This draft was not approved yet. Submit it to legal first; nothing was published.")
    return ""


def refuse_to_release_incomplete(page: PolicyPage) -> None:
    """Art. 13 and 14 once more: the register may have changed since the approval."""
    refuse_incomplete(Review(page))


def missing_from(page: PolicyPage) -> list[str]:
    """What its draft still has to tell, unless legal let that pass."""
    review = Review(page)
    return [] if review.is_ready else sentences(review)
