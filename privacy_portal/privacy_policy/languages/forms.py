from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateTimeInput

from privacy_portal.privacy_policy.changes.telling import untold
from privacy_portal.privacy_policy.effective_dates import coming_publication_day, in_the_past, too_early

# Buttons after which the public, or a reviewer, reads the text. Saving a draft is always possible.
GOING_OUT = ("action-publish", "action-submit", "action-restart-workflow")


class PolicyPageForm(WagtailAdminPageForm):
    """Dates are judged where they are typed, at the moment they begin to count."""

    def clean(self):
        cleaned = super().clean()
        if any(button in self.data for button in GOING_OUT):
            self.judge_dates(cleaned)
            self.judge_summary(cleaned)
        return cleaned

    def judge_dates(self, cleaned: dict) -> None:
        now = timezone.now()
        if "go_live_at" in self.changed_data and (problem := in_the_past(cleaned.get("go_live_at"), now)):
            self.add_error("go_live_at", problem)
        page = self.instance
        if not cleaned.get("effective_from") or self.has_error("go_live_at"):
            return
        page.effective_from, page.is_technical = cleaned["effective_from"], cleaned.get("is_technical", False)
        page.go_live_at = cleaned.get("go_live_at")
        if self.has_changed_since_published() and (problem := too_early(page, coming_publication_day(page, now))):
            self.add_error("effective_from", problem)

    def judge_summary(self, cleaned: dict) -> None:
        """Pages that are still being made have no language yet, and no version before this one."""
        if not self.instance.pk or self.has_error("change_summary") or not self.has_changed_since_published():
            return
        newest = self.instance.versions.newest_first().first()
        is_technical = cleaned.get("is_technical", False)
        if problem := untold(cleaned.get("change_summary"), newest=newest, is_technical=is_technical):
            self.add_error("change_summary", problem)

    def has_changed_since_published(self) -> bool:
        return not self.instance.live or self.instance.has_unpublished_changes or self.has_changed()


class ReleaseForm(forms.Form):
    """Left empty: now."""

    go_live_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminDateTimeInput(),
        help_text=_("Leave it empty to publish at once. All languages change at this moment."),
    )
