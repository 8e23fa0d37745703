"""What people do with a draft: approve it, send it back, let it pass incomplete. Each in one transaction with its line
in the ledger, which names nobody: what was typed is kept apart there."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.privacy_policy.actions import CannotFreeze, check_publishable
from privacy_portal.privacy_policy.events import POLICY_APPROVED, POLICY_LET_THROUGH, POLICY_SENT_BACK

from .forms import ApproveForm, LetPassForm, SendBackForm
from .models import LetPass
from .review import Review

LETTING_GO = "privacy_policy.add_letpass"


class Refused(CannotFreeze):
    """Not now, or not by this person; shown as a message, and nothing has changed."""


def approve(review: Review, task_state: TaskState, *, by: Any, sent: dict[str, Any]) -> None:
    """Publishes, or schedules, exactly the text the reviewer was shown."""
    checked = valid(ApproveForm, sent)
    refuse_decided(task_state)
    if review.is_author(by):
        raise Refused(
            _("You wrote or handed in this text, so a colleague must approve it. This holds for administrators too.")
        )
    if checked["seen"] != review.fingerprint:
        raise Refused(_("The text has changed since you opened it. Read it again before you approve it."))
    refuse_incomplete(review)
    check_publishable(review.draft)
    task_state.revision = review.revision
    tell(POLICY_APPROVED, review, by, checked["comment"], {"task_state": task_state.pk})
    task_state.approve(user=by, comment=checked["comment"])


def send_back(review: Review, task_state: TaskState, *, by: Any, sent: dict[str, Any]) -> None:
    checked = valid(SendBackForm, sent)
    refuse_decided(task_state)
    tell(POLICY_SENT_BACK, review, by, checked["comment"], {"task_state": task_state.pk})
    task_state.reject(user=by, comment=checked["comment"])


def refuse_decided(task_state: TaskState) -> None:
    """Of two reviewers at the same moment the second waits here, and then finds that it was decided."""
    status = TaskState.objects.select_for_update(of=("self",)).values_list("status", flat=True).get(pk=task_state.pk)
    if status != TaskState.STATUS_IN_PROGRESS:
        raise Refused(_("Somebody else has decided about this text already."))


def refuse_incomplete(review: Review) -> None:
    """Art. 13 and 14, unless legal let this very text pass."""
    if not review.is_ready:
        raise Refused(
            [_("Something is missing in this text, so it cannot be reviewed or published yet:"), *sentences(review)]
        )


def sentences(review: Review) -> list[str]:
    return [finding.sentence for finding in review.verdict.missing]


@transaction.atomic
def let_pass(review: Review, *, by: Any, sent: dict[str, Any], now: datetime | None = None) -> LetPass:
    """For legal only, and only what is missing now."""
    if not by.has_perm(LETTING_GO):
        raise PermissionDenied
    checked = valid(LetPassForm, sent)
    if checked["seen"] != review.fingerprint:
        raise Refused(_("The text has changed since you opened it. Look again at what is missing."))
    if not review.verdict.missing:
        raise Refused(_("Nothing is missing in this text any more, so there is nothing to let pass."))
    missing = sorted(review.verdict.missing_keys)
    decision = LetPass.objects.create(
        page=review.page,
        revision=review.revision,
        fingerprint=review.fingerprint,
        missing=missing,
        reason=checked["reason"],
        made_by=by,
        made_at=now or timezone.now(),
    )
    tell(POLICY_LET_THROUGH, review, by, checked["reason"], {"missing": missing}, now=now)
    return decision


def tell(
    event: str, review: Review, by: Any, typed: str, facts: dict[str, Any], *, now: datetime | None = None
) -> None:
    """What somebody typed may name people, so it is kept apart from the chain."""
    assert review.revision is not None  # noqa: S101 - a draft under review has been saved
    record(
        event,
        by=Actor.staff(by),
        target=f"policy:{review.page.language_code}:draft",
        facts={"page": review.page.pk, "revision": review.revision.pk, "text": review.fingerprint, **facts},
        personal={"reason": typed} if typed else None,
        now=now,
    )


def valid(form_class: type[forms.Form], sent: dict[str, Any]) -> dict[str, Any]:
    form = form_class(sent)
    if not form.is_valid():
        raise Refused([message for messages in form.errors.values() for message in messages])
    return form.cleaned_data
