"""The step of the workflow in which legal reviews a policy, and what legal let pass on purpose."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, Page, Revision

from .lock import ReviewLock

if TYPE_CHECKING:
    from .review import Review


class LegalReview(GroupApprovalTask):
    """Four eyes: who wrote or handed in the text does not approve it, whatever their rights. Art. 24(1): the venue
    must be able to show that its policy is looked after; a text only its writer has read is not."""

    lock_class = ReviewLock

    class Meta:
        verbose_name = _("review of a policy")
        verbose_name_plural = _("reviews of a policy")

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups approve a policy, but never a text they wrote or handed in themselves")

    @transaction.atomic
    def start(self, workflow_state, user=None):
        """Art. 13 and 14: a text that leaves something out is not worth a reviewer's time."""
        from .actions import refuse_incomplete

        if review := review_of(workflow_state.content_object):
            refuse_incomplete(review)
        return super().start(workflow_state, user=user)

    def get_actions(self, obj, user):
        review = review_of(obj)
        if review is None:
            return super().get_actions(obj, user)
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        approve = [] if review.is_author(user) else [("approve", _("Approve"), True)]
        return [*approve, ("reject", _("Send back"), True)]

    def get_form_for_action(self, action):
        from .forms import FORMS

        return FORMS.get(action) or super().get_form_for_action(action)

    def get_template_for_action(self, action):
        return "privacy_policy/approval/action_modal.html"

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **sent: Any):
        """`sent` may come unchecked from a browser, so the form has its say here as well."""
        from . import actions

        review = review_of(task_state.workflow_state.content_object)
        if review is None:
            return super().on_action(task_state, user, action_name, **sent)
        verb = {"approve": actions.approve, "reject": actions.send_back}[action_name]
        return verb(review, task_state, by=user, sent=sent)


def review_of(obj: Any) -> "Review | None":
    """Only of a policy; somebody may put this step in the workflow of another page."""
    from privacy_portal.privacy_policy.models import PolicyPage

    from .review import Review

    page = obj.specific if isinstance(obj, Page) else obj
    return Review(page) if isinstance(page, PolicyPage) else None


class LetPass(models.Model):
    """Legal sends one text to review although something is missing. Holds for what that revision says and no longer:
    any change of the text, and what is missing on top of this, asks for a new decision. The ledger holds the proof."""

    page = models.ForeignKey(
        "privacy_policy.PolicyPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("privacy policy")
    )
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+", verbose_name=_("revision"))
    fingerprint = models.CharField(_("fingerprint of the text"), max_length=64)
    missing = models.JSONField(_("what is missing"), default=list)
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    made_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("incomplete text let pass")
        verbose_name_plural = _("incomplete texts let pass")

    def __str__(self) -> str:
        return f"{self.page_id}: {', '.join(self.missing)}"
