"""One more for clear, or for not clear. A count is no statement about anybody, so the ledger is not told."""

from django.db.models import F
from django.utils.translation import gettext as _

from privacy_portal.privacy_policy.models import PolicyVersion, SectionFeedback

# The text as a whole. No section can be called this: an address has no underscore.
WHOLE = "_whole"
SUMMARY = "summary"


class UnknownSection(LookupError):
    """The version has no such section."""


def sections_of(version: PolicyVersion) -> dict[str, str]:
    """Anchor and title of everything one can have an opinion about."""
    content = version.content
    summary = {SUMMARY: _("In short")} if content["summary"] else {}
    titles = {section["anchor"]: f"{section['number']}. {section['title']}" for section in content["sections"]}
    return {WHOLE: _("The text as a whole"), **summary, **titles}


def count(version: PolicyVersion, anchor: str, *, clear: bool) -> None:
    """Each step is one statement the database does as a whole: of a hundred at once none is lost."""
    if anchor not in sections_of(version):
        raise UnknownSection
    SectionFeedback.objects.bulk_create([SectionFeedback(version=version, anchor=anchor)], ignore_conflicts=True)
    field = "clear" if clear else "unclear"
    SectionFeedback.objects.filter(version=version, anchor=anchor).update(**{field: F(field) + 1})
