"""A feed of versions (Atom, RFC 4287), for who follows us with a feed reader and for other machines."""

import re
from datetime import date
from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.views import PolicyRequest, for_everyone, not_in_this_language
from privacy_portal.processing_register.queries import controller

from .comparison import clean

MOST = 50
# XML 1.0 2.2: these cannot be written in any way.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class VersionsFeed(Atom1Feed):
    """Beside each version, the comparison with the one before it."""

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        if item["comparison"]:
            related = {"rel": "related", "href": item["comparison"], "title": item["comparison_title"]}
            handler.addQuickElement("link", "", related)


@require_safe
@for_everyone
def feed(request: PolicyRequest) -> HttpResponse:
    """Corrections of typing errors are left out: nothing changed for anybody."""
    language_code = get_language() or settings.LANGUAGE_CODE
    versions = list(
        PolicyVersion.objects.in_language(language_code)
        .newest_first()
        .select_related("page")
        .defer("html", "text", "content")
    )
    if not versions:
        return not_in_this_language(request)
    told = [version for version in versions if not version.is_technical]
    with translation.override(language_code):
        xml = empty(versions[0])
        for version in told[:MOST]:
            xml.add_item(**entry(version, before(version, versions)))
        return HttpResponse(xml.writeString("utf-8"), content_type=VersionsFeed.content_type)


def empty(newest: PolicyVersion) -> VersionsFeed:
    language_code = newest.language_code
    who = controller(language_code).name
    address = settings.BASE_URL + reverse("privacy_policy:feed")
    return VersionsFeed(
        title=writable(_("Versions of the privacy policy of %(venue)s") % {"venue": who}),
        link=settings.BASE_URL + reverse("privacy_policy:versions"),
        description="",
        subtitle=_(
            "Tells when a new version was published, and what changed. Corrections of typing errors are left out."
        ),
        language=language_code,
        author_name=writable(who),
        feed_url=address,
        feed_guid=id_of(newest.page.translation_key, f"feed:{language_code}"),
    )


def entry(version: PolicyVersion, previous: PolicyVersion | None) -> dict:
    comparison = comparison_address(previous, version) if previous else ""
    return {
        "title": writable(title_of(version)),
        "link": settings.BASE_URL + version.get_absolute_url(),
        "description": writable(summary_of(version)),
        "unique_id": id_of(version.release_group, version.language_code),
        "pubdate": version.published_at,
        "updateddate": version.published_at,
        "comparison": comparison,
        "comparison_title": _("Word for word what changed"),
    }


def id_of(what: UUID, language_code: str) -> str:
    """The same for ever, also when the site moves; each language has one of its own."""
    return uuid5(what, language_code).urn


def title_of(version: PolicyVersion) -> str:
    return _("%(title)s, version of %(date)s") % {"title": version.title, "date": day(version.effective_from)}


def summary_of(version: PolicyVersion) -> str:
    """Clean markup; where nobody wrote a summary, when it takes effect."""
    effect = _("This version takes effect on %(date)s.") % {"date": day(version.effective_from)}
    summary = clean(version.change_summary)
    return f"<p>{effect}</p>{summary if strip_tags(summary).strip() else ''}"


def comparison_address(older: PolicyVersion, newer: PolicyVersion) -> str:
    return settings.BASE_URL + reverse("privacy_policy:comparison", args=[f"{older.slug}..{newer.slug}"])


def before(version: PolicyVersion, newest_first: list[PolicyVersion]) -> PolicyVersion | None:
    later = newest_first[newest_first.index(version) + 1 :]
    return later[0] if later else None


def day(when: date) -> str:
    return format_date(when, "j F Y")


def writable(text: str) -> str:
    return UNWRITABLE.sub("", text)
