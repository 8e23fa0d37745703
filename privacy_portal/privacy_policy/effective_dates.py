"""From which day a version applies: a date of its own, on or after the day of publication.

Nobody could have read it before that day, so it cannot have applied (Art. 12(1) and 13(3)). What may keep an earlier
date: a version that mends typing errors only; a translation of what was published already; and history from before
this site, which is the very first version of a page, or told by a command instead of a person in the editor."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import PolicyPage


def publication_day(page: "PolicyPage", now: datetime) -> date:
    """Of what goes live now. For a schedule its own day: that the clock came by a minute after midnight changes no
    promise."""
    return timezone.localdate(min(now, page.go_live_at or now))


def coming_publication_day(page: "PolicyPage", now: datetime) -> date:
    """Of what is about to be published or scheduled."""
    return timezone.localdate(max(now, page.go_live_at or now))


def too_early(page: "PolicyPage", day: date) -> str:
    """Why `page` may not be published on `day`, for the field `effective_from`; empty when it may."""
    if page.effective_from >= day or any(exempt(page) for exempt in EXEMPTIONS):
        return ""
    return _(
        "This version would take effect on %(date)s, before it is published on %(day)s. Choose that day or a later "
        "one, or mark the version as mending typing errors only."
    ) % {"date": date_format(page.effective_from, "j F Y"), "day": date_format(day, "j F Y")}


def mends_errors(page: "PolicyPage") -> bool:
    return page.is_technical


def is_the_first(page: "PolicyPage") -> bool:
    from .models import PolicyVersion

    return not PolicyVersion.objects.in_language(page.language_code).exists()


def translates_what_is_published(page: "PolicyPage") -> bool:
    from .models import PolicyVersion

    siblings = PolicyVersion.objects.filter(page__translation_key=page.translation_key)
    return siblings.exclude(language_code=page.language_code).filter(effective_from=page.effective_from).exists()


EXEMPTIONS = (mends_errors, is_the_first, translates_what_is_published)


def in_the_past(moment: datetime | None, now: datetime) -> str:
    """Why something may not be scheduled for `moment`; publishing at once is another button."""
    if moment is None or moment > now:
        return ""
    return _("This moment has passed. Choose a later one, or leave it empty to publish at once.")
