"""Two versions of the policy, section by section: what is new, gone, moved or reads differently.

Everything is made from frozen texts, so it can be made once and kept (`keeping`)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

import orjson
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from privacy_portal.privacy_policy.models import PolicyVersion

from .blocks import Merged, merged, merged_words, replaced, unchanged
from .sections import Section, Twins, matched, sections_of
from .tree import block_of, read
from .words import Step

# Raise it when the same two texts would come out differently: what was kept of an earlier edition is made again.
EDITION = "2"


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    # Reads the same, in another place.
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True)
class ComparedSection:
    """`heading` and `html` are clean markup in which changes are marked. `was` and `now` are places in the order."""

    anchor: str
    change: Change
    title: str
    heading: str
    html: str
    was: int | None = None
    now: int | None = None
    is_moved: bool = False

    @property
    def safe_heading(self) -> SafeString:
        return mark_safe(self.heading)  # nosec B308 B703  # noqa: S308 - written by `blocks` from an allow-list

    @property
    def safe_html(self) -> SafeString:
        return mark_safe(self.html)  # nosec B308 B703  # noqa: S308 - written by `blocks` from an allow-list

    @property
    def is_shown(self) -> bool:
        """Sections that only moved or stayed are folded away."""
        return self.change in {Change.ADDED, Change.REMOVED, Change.CHANGED}


@dataclass(frozen=True)
class Side:
    """What a page says about one of the two versions."""

    slug: str
    title: str
    label: str
    effective_from: str
    release_group: str
    sha256: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.effective_from)

    @classmethod
    def of(cls, version: PolicyVersion) -> Self:
        return cls(
            slug=version.slug,
            title=version.title,
            label=version.label,
            effective_from=version.effective_from.isoformat(),
            release_group=str(version.release_group),
            sha256=version.sha256,
        )


@dataclass(frozen=True)
class Comparison:
    older: Side
    newer: Side
    summary: str
    is_technical: bool
    title: str
    sections: tuple[ComparedSection, ...]
    words_added: int
    words_removed: int

    @property
    def is_same(self) -> bool:
        return not self.title and all(section.change is Change.SAME for section in self.sections)

    @property
    def differing(self) -> list[ComparedSection]:
        return [section for section in self.sections if section.change is not Change.SAME]

    @property
    def safe_title(self) -> SafeString:
        return mark_safe(self.title)  # nosec B308 B703  # noqa: S308 - written by `blocks` from an allow-list

    @property
    def safe_summary(self) -> SafeString:
        return mark_safe(self.summary)  # nosec B308 B703  # noqa: S308 - written by `clean` from an allow-list

    def to_bytes(self) -> bytes:
        return orjson.dumps(asdict(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        told: dict[str, Any] = orjson.loads(data)
        older, newer = Side(**told.pop("older")), Side(**told.pop("newer"))
        sections = tuple(ComparedSection(**s | {"change": Change(s["change"])}) for s in told.pop("sections"))
        return cls(older=older, newer=newer, sections=sections, **told)


def compare(older: PolicyVersion, newer: PolicyVersion) -> Comparison:
    """In the language of the versions, whoever asks."""
    with translation.override(newer.language_code):
        whole = Merged()
        sections = []
        for twins in matched(sections_of(older.html), sections_of(newer.html)):
            section, found = compared(twins)
            sections.append(section)
            whole += found
        return Comparison(
            older=Side.of(older),
            newer=Side.of(newer),
            summary=clean(newer.change_summary),
            is_technical=newer.is_technical,
            title=compared_titles(older.title, newer.title),
            sections=tuple(sections),
            words_added=whole.added,
            words_removed=whole.removed,
        )


def compared(twins: Twins) -> tuple[ComparedSection, Merged]:
    heading = merged_heading(twins)
    body = merged(twins.older.body if twins.older else None, twins.newer.body if twins.newer else None)
    shown = twins.newer or twins.older
    assert shown is not None  # noqa: S101 - twins are born of a section
    section = ComparedSection(
        anchor=f"{'now' if twins.newer else 'gone'}-{shown.anchor}",
        change=change_of(twins, heading.is_changed or body.is_changed),
        title=shown.title,
        heading=heading.html,
        html=body.html,
        was=twins.older.position if twins.older else None,
        now=twins.newer.position if twins.newer else None,
        is_moved=twins.is_moved,
    )
    body += heading
    return section, body


def merged_heading(twins: Twins) -> Merged:
    if twins.older and twins.newer:
        return merged_words(twins.older.heading, twins.newer.heading)
    gone, come = heading_of(twins.older), heading_of(twins.newer)
    return replaced(Step(False, gone, come), free_end=True)


def heading_of(section: Section | None) -> Sequence:
    return section.heading if section else ()


def change_of(twins: Twins, is_changed: bool) -> Change:
    if twins.older is None:
        return Change.ADDED
    if twins.newer is None:
        return Change.REMOVED
    if is_changed:
        return Change.CHANGED
    return Change.MOVED if twins.is_moved else Change.SAME


def compared_titles(older: str, newer: str) -> str:
    """Empty when the policy is still called the same."""
    if older == newer:
        return ""
    one, other = (tuple(block_of(read(escape(title)), "").all_words()) for title in (older, newer))
    return merged_words(one, other).html


def clean(html: str) -> str:
    """Rich text of an editor through the same allow-list as the rest, for pages, feed and mail alike."""
    return unchanged(block_of(read(html), ""))
