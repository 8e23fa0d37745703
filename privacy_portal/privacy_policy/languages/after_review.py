"""An approved policy goes live together with its other languages."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.workflows import publish_workflow_state

from privacy_portal.privacy_policy.actions import Edition, repeats
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion

from . import prevailing_language
from .keeping_up import newest_of
from .notices import say
from .release import CannotRelease, NotAllReady, draft_of, handwritten_pages, release, translations_of


def publish_approved(workflow_state: Any, user: AbstractBaseUser | None) -> None:
    """While another language is unfinished the approval stands and the page stays as it is; whoever finishes it
    publishes both. Anything that is no policy, or may go alone, is simply published."""
    page = workflow_state.content_object
    page = page.specific if isinstance(page, Page) else page
    if not isinstance(page, PolicyPage) or user is None or may_go_alone(page):
        return publish_workflow_state(workflow_state, user=user)
    leads = page.language_code == prevailing_language()
    try:
        release_with_others(page if leads else original_of(page), user)
    except NotAllReady as refused:
        wait_for_others(refused.messages)
    except CannotRelease as refused:
        if leads:
            raise
        wait_for_others(refused.messages)


def may_go_alone(page: PolicyPage) -> bool:
    if page.language_code == prevailing_language():
        return not (translations_of(page) or handwritten_pages(page))
    return follows_what_is_live(page)


def follows_what_is_live(page: PolicyPage) -> bool:
    """In another language than the prevailing one: it mends typing errors, changes nothing, or catches up with the
    newest prevailing version. Anything else would promise what the prevailing text does not."""
    draft = page.get_latest_revision_as_object()
    if draft.is_technical or repeats(Edition.of(draft), newest_of(page)):
        return True
    leading = PolicyVersion.objects.in_language(prevailing_language()).newest_first().first()
    if leading is None or draft.effective_from != leading.effective_from:
        return False
    return not page.versions.filter(release_group=leading.release_group).exists()


def original_of(page: PolicyPage) -> PolicyPage:
    others = PolicyPage.objects.filter(translation_key=page.translation_key, alias_of=None)
    original = others.filter(locale__language_code=prevailing_language()).first()
    if original is None or draft_of(original) is None:
        raise NotAllReady(
            _(
                "This text says something else than the one that is live in the leading language. It waits for the "
                "next text in that language."
            )
        )
    return original


def release_with_others(page: PolicyPage, user: AbstractBaseUser) -> None:
    now = timezone.now()
    wanted = page.get_latest_revision_as_object().go_live_at
    release(page, by=user, at=wanted if wanted and wanted > now else None, now=now)


def wait_for_others(reasons: list[str]) -> None:
    say([_("Approved, but not published yet, because all languages go live together:"), *reasons])
