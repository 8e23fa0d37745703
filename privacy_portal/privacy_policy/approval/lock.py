"""While legal reviews, editors wait: what is approved must be what was read. Reviewers may still comment and mend;
whoever mends leaves the approval to a colleague."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class ReviewLock(WorkflowLock):
    def get_message(self, user: Any) -> str | None:
        from .models import review_of

        review = review_of(self.object)
        if review is None:
            return super().get_message(user)
        return format_html("<b>{}</b> {}", *self.told(user, is_author=review.is_author(user)))

    def told(self, user: Any, *, is_author: bool) -> tuple[str, str]:
        if self.for_user(user):
            return (
                _("This text is being reviewed, so you cannot change it now."),
                _("To go on writing, withdraw it first: choose “Cancel workflow” below."),
            )
        if is_author:
            return (
                _("You wrote or handed in this text, so you cannot approve it yourself."),
                _("A colleague who reviews must do that. This holds for administrators as well."),
            )
        return (
            _("This text waits for your review."),
            _("You may comment on it. If you change the text itself, a colleague must approve it."),
        )
