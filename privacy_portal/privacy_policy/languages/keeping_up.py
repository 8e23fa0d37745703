"""How far a translation has come, for the people who make it."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion

from . import prevailing_language
from .ageing import first_ahead_of


class Progress(NamedTuple):
    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.total


def progress_of(translation: Translation) -> Progress:
    total, done = translation.get_progress()
    return Progress(done, total)


def translation_of(page: PolicyPage) -> Translation | None:
    """When `page` is translated piece by piece."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()


def newest_of(page: PolicyPage) -> PolicyVersion | None:
    return PolicyVersion.objects.in_language(page.language_code).newest_first().first()


def followed_version(shown: PolicyVersion) -> PolicyVersion | None:
    """The prevailing version this one belongs to."""
    same = PolicyVersion.objects.in_language(prevailing_language()).filter(release_group=shown.release_group)
    return same.newest_first().first()


def sentences_for_editors(page: PolicyPage) -> list[str]:
    """Shown above the editor of a page that is a translation; nothing for the prevailing language."""
    if page.language_code == prevailing_language():
        return []
    return [*published_sentences(newest_of(page)), *progress_sentences(translation_of(page))]


def published_sentences(shown: PolicyVersion | None) -> list[str]:
    if shown is None:
        return [_("Nothing is published in this language yet.")]
    followed = followed_version(shown)
    told = (
        _("What is published here follows the version of %(date)s in the leading language.")
        % {"date": date_format(followed.effective_from, "j F Y")}
        if followed
        else _("What is published here belongs to no version in the leading language.")
    )
    since = first_ahead_of(shown, timezone.localdate())
    return [told, *([behind_since(date_format(since, "j F Y"))] if since else [])]


def behind_since(day: str) -> str:
    return _("The leading language has been ahead since %(date)s; readers are told so.") % {"date": day}


def progress_sentences(translation: Translation | None) -> list[str]:
    if translation is None:
        return []
    progress = progress_of(translation)
    told = {"done": progress.done, "total": progress.total, "date": last_sent(translation)}
    return [_("%(done)s of %(total)s pieces of the text of %(date)s are translated.") % told]


def last_sent(translation: Translation) -> str:
    return date_format(timezone.localtime(translation.source.last_updated_at), "j F Y, H:i")
