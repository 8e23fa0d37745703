"""All languages of the policy change at the same moment, or none does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationSource

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.privacy_policy.actions import CannotFreeze, Edition, check_publishable, gap_message
from privacy_portal.privacy_policy.approval import doors as approval
from privacy_portal.privacy_policy.effective_dates import in_the_past
from privacy_portal.privacy_policy.events import POLICY_RELEASED
from privacy_portal.privacy_policy.models import PolicyPage

from .four_eyes import own_work
from .missing import missing_messages
from .pairs import bind
from .writing import existing_page, save_translated


class CannotRelease(CannotFreeze):
    """Why the languages stay as they are. Messages under `go_live_at` belong to that field of the form."""


class NotAllReady(CannotRelease):
    """The text itself may go out; a language still has to follow."""


@dataclass(frozen=True)
class Release:
    revisions: tuple[Revision, ...]
    go_live_at: datetime | None


def draft_of(page: PolicyPage) -> Revision | None:
    """What waits to be published."""
    newest = page.get_latest_revision()
    return None if newest is None or newest.pk == page.live_revision_id else newest


def send_to_translators(page: PolicyPage) -> list[Translation]:
    """Gives the draft, not the live text, to the translation editor; pieces that stayed the same keep their
    translation."""
    draft = page.get_latest_revision_as_object()
    TranslationSource.update_or_create_from_instance(draft)
    return translations_of(page)


def translations_of(page: PolicyPage) -> list[Translation]:
    found = Translation.objects.filter(source__object_id=page.translation_key, source__locale=page.locale, enabled=True)
    return list(found.select_related("source", "source__locale", "target_locale").order_by("target_locale_id"))


def handwritten_pages(page: PolicyPage) -> list[PolicyPage]:
    """In other languages, written in the ordinary editor instead of piece by piece."""
    by_piece = [translation.target_locale_id for translation in translations_of(page)]
    others = PolicyPage.objects.filter(translation_key=page.translation_key, alias_of=None).exclude(pk=page.pk)
    return list(others.exclude(locale_id__in=by_piece).select_related("locale").order_by("locale_id"))


@transaction.atomic
def release(page: PolicyPage, *, by: Any, at: datetime | None = None, now: datetime) -> Release:
    """Publishes the draft of `page` and all its translations now, or schedules them for one moment."""
    page = lock_all_languages(page)
    refuse_moment(at, now)
    draft = refuse_without_draft(page)
    translations, pages = send_to_translators(page), handwritten_pages(page)
    if found := problems(page, translations, pages, by):
        raise NotAllReady(found)
    revisions = [draft, *(save_translated(t, by) for t in translations), *filter(None, map(draft_of, pages))]
    refuse_what_cannot_be_frozen(revisions, at, now)
    switch(revisions, by=by, at=at, now=now)
    record_release(page, revisions, by, at, now)
    return Release(tuple(revisions), at)


def lock_all_languages(page: PolicyPage) -> PolicyPage:
    """Two releases at once: the second waits here and then finds nothing left to publish."""
    key = page.translation_key
    list(PolicyPage.objects.filter(translation_key=key).order_by("pk").select_for_update(of=("self",)))
    return PolicyPage.objects.get(pk=page.pk)


def refuse_moment(at: datetime | None, now: datetime) -> None:
    if problem := in_the_past(at, now):
        raise CannotRelease({"go_live_at": [problem]})


def refuse_without_draft(page: PolicyPage) -> Revision:
    draft = draft_of(page)
    if draft is None:
        raise CannotRelease(_("There is no draft to publish. Change the text and save it first."))
    if problem := approval.why_not_released(page, draft):
        raise CannotRelease(problem)
    approval.refuse_to_release_incomplete(page)
    return draft


def problems(page: PolicyPage, translations: list[Translation], pages: list[PolicyPage], by: Any) -> list[str]:
    """Everything at once, so that it can be mended in one go."""
    found = page_problems(page, by)
    for translation in translations:
        target = existing_page(translation)
        found += page_problems(target, by) if target else [not_made(translation.target_locale.get_display_name())]
        found += missing_messages(translation) or own_work(translation, target, by)
    for other in pages:
        found += page_problems(other, by) + handwritten_problems(page, other)
    return found


def not_made(language: str) -> str:
    return _("%(language)s: the page does not exist yet. Open the translation once and save it.") % {
        "language": language
    }


def page_problems(page: PolicyPage, by: Any) -> list[str]:
    naming = {"language": page.locale.get_display_name()}
    found = []
    if not page.permissions_for_user(by).can_publish():
        found.append(_("%(language)s: you may not publish this page.") % naming)
    lock = page.get_lock()
    if lock is not None and lock.for_user(by):
        found.append(_("%(language)s: the page is locked.") % naming)
    return found


def handwritten_problems(page: PolicyPage, other: PolicyPage) -> list[str]:
    """Nobody reads along piece by piece here, so this text has a review of its own."""
    naming = {"language": other.locale.get_display_name()}
    draft = draft_of(other)
    if draft is None:
        return [_("%(language)s: nobody wrote the new text yet.") % naming]
    if not approval.is_approved(draft):
        return [_("%(language)s: this draft was not approved yet. Submit it to legal first.") % naming]
    if missing := approval.missing_from(other):
        return [_("%(language)s: something is missing in this text.") % naming, *missing]
    if other.get_latest_revision_as_object().effective_from != page.get_latest_revision_as_object().effective_from:
        return [_("%(language)s: the new text takes effect on another day.") % naming]
    return []


def refuse_what_cannot_be_frozen(revisions: list[Revision], at: datetime | None, now: datetime) -> None:
    """The translations follow the first revision, so that one's date is what counts."""
    original = revisions[0].as_object()
    original.go_live_at = at
    check_publishable(original, now=now)
    gaps = [gap for revision in revisions[1:] for gap in Edition.of(revision.as_object()).gaps]
    if gaps:
        raise NotAllReady([gap_message(gap) for gap in gaps])


def switch(revisions: list[Revision], *, by: Any, at: datetime | None, now: datetime) -> None:
    """Bound first; then the first one that goes live takes the others along."""
    bind(revisions, uuid4(), at.isoformat() if at else None)
    if at:
        for revision in revisions:
            revision.publish(user=by)
        return
    due = Revision.objects.filter(pk__in=[revision.pk for revision in revisions])
    due.update(approved_go_live_at=now)
    for revision in due.order_by("pk"):
        revision.publish(user=by)


def record_release(page: PolicyPage, revisions: list[Revision], by: Any, at: datetime | None, now: datetime) -> None:
    record(
        POLICY_RELEASED,
        by=Actor.staff(by),
        target=f"policy:{page.language_code}",
        facts={"revisions": [revision.pk for revision in revisions], "go_live_at": at.isoformat() if at else ""},
        now=now,
    )
