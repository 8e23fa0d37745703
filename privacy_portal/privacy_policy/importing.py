"""Brings a policy from a text file into the site and publishes it under its own date.

A version older than the newest one is added to the archive; the page that is live now stays as it is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from privacy_portal.evidence.actors import Actor

from .actions import freeze_earlier
from .models import PolicyPage, PolicyVersion
from .pages import add_policy_page, policy_page
from .plain_text import PlainPolicy, Section
from .queries import current_version

# The venue's policy has these fourteen sections, in this order; the rest of the site links to them by these names.
ANCHORS = (
    "data",
    "purposes",
    "retention",
    "anonymous",
    "rights",
    "processors",
    "sharing",
    "security",
    "breaches",
    "officer",
    "cameras",
    "cookies",
    "cookie-kinds",
    "browser",
)
IMPORT = Actor.system("import_policy")


@dataclass(frozen=True)
class Imported:
    version: PolicyVersion
    is_new: bool


@transaction.atomic
def import_policy(
    policy: PlainPolicy, *, language_code: str, effective_from: date, now: datetime | None = None
) -> Imported:
    """All of it or nothing; a second time changes nothing."""
    page = policy_page(language_code) or add_policy_page(language_code, policy.title)
    before = page.versions.count()
    fill(page, policy, effective_from)
    newest = current_version(language_code)
    if newest and newest.effective_from >= effective_from:
        version = freeze_earlier(page, IMPORT, now=now)
    else:
        version = publish(page)
    return Imported(version, is_new=page.versions.count() > before)


def publish(page: PolicyPage) -> PolicyVersion:
    page.save_revision().publish()
    version = current_version(page.language_code)
    assert version is not None  # noqa: S101 - publishing freezes, or raises
    return version


def fill(page: PolicyPage, policy: PlainPolicy, effective_from: date) -> None:
    page.title = policy.title
    page.introduction = policy.introduction
    page.effective_from = effective_from
    page.version_label = page.change_summary = ""
    page.reviewed_on = None
    page.summary = []
    anchors = anchors_for(policy.sections)
    raw = [
        {"type": "section", "value": section_value(section, anchor)}
        for section, anchor in zip(policy.sections, anchors, strict=True)
    ]
    page.sections = page._meta.get_field("sections").stream_block.to_python(raw)


def section_value(section: Section, anchor: str) -> dict:
    body = [{"type": "text", "value": section.html}] if section.html else []
    return {"title": section.title, "anchor": anchor, "short_answer": "", "body": body}


def anchors_for(sections: list[Section]) -> list[str]:
    """The site's own names for a policy of fourteen sections, else names made from the titles."""
    if len(sections) == len(ANCHORS):
        return list(ANCHORS)
    return [f"section-{s.number}-{slugify(s.title)[:60]}".strip("-") for s in sections]
