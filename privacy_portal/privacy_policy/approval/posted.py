"""The page as the editor's form would save it, before it is saved."""

from django.http import HttpRequest, QueryDict

from privacy_portal.privacy_policy.actions import CannotFreeze, check_publishable
from privacy_portal.privacy_policy.document import read
from privacy_portal.privacy_policy.models import PolicyPage

from . import completeness
from .review import covering
from .wording import fingerprint_of_unsaved


def asks_for_review(sent: QueryDict) -> bool:
    return bool(sent.get("action-submit") or sent.get("action-restart-workflow"))


def posted_page(request: HttpRequest, page: PolicyPage) -> PolicyPage | None:
    """Nothing for a form with errors: the editor sees those first. A page of its own, because a form writes into the
    one it is given."""
    own = page.get_latest_revision_as_object()
    form_class = PolicyPage.get_edit_handler().get_form_class()
    form = form_class(request.POST, request.FILES, instance=own, parent_page=own.get_parent(), for_user=request.user)
    return form.instance if form.is_valid() else None


def problems_of(draft: PolicyPage) -> list[str]:
    """Why this text cannot be handed in: what Art. 13 and 14 miss, and what would stop it from being published."""
    verdict = completeness.check(read(draft).document)
    let_pass = verdict.missing and covering(draft, fingerprint_of_unsaved(draft), verdict)
    missing = [] if let_pass else [finding.sentence for finding in verdict.missing]
    return missing + unpublishable(draft)


def unpublishable(draft: PolicyPage) -> list[str]:
    try:
        check_publishable(draft)
    except CannotFreeze as problems:
        return problems.messages
    return []
