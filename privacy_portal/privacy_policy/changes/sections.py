"""A frozen text as its sections, and which section of one version is which of another."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import likeness
from .tree import Block, Open, Word, block_of, read
from .words import longest_rising

NUMBER = re.compile(r"\s*\d+\.\s+")
ANCHOR = re.compile(r"[a-z0-9-]{1,100}")
# An editor's own anchor begins with a letter.
INTRODUCTION, SUMMARY = "_introduction", "_summary"
# A section under another address is the same one when this much of it is.
SAME_SECTION = 0.6


@dataclass(frozen=True)
class Section:
    """`position` counts from one among the numbered sections; the summary and the introduction have none."""

    anchor: str
    heading: tuple[Word, ...]
    body: Block
    position: int | None = None

    def words(self) -> Counter:
        return Counter([*self.heading, *self.body.all_words()])

    @property
    def title(self) -> str:
        return "".join(f"{' ' if word.spaced else ''}{word.text}" for word in self.heading).strip()


def sections_of(html: str) -> list[Section]:
    found: list[Section] = []
    rest = Open("div", {})
    for element in read(html).children:
        if isinstance(element, Open) and element.tag == "section":
            found.append(section_of(element, sum(1 for s in found if s.position) + 1))
        else:
            rest.children.append(element)
    introduction = Section(INTRODUCTION, (), Block("", blocks=(block_of(rest, "div"),)))
    return [*([introduction] if any(introduction.body.all_words()) else []), *found]


def section_of(element: Open, position: int) -> Section:
    """The heading goes apart, without its number (which changes when another section comes or goes) and without the
    sign that links to it."""
    anchor = element.raw.get("data-section", "")
    heading = next((c for c in element.children if isinstance(c, Open) and c.tag == "h2"), None)
    body = Open("div", {}, [child for child in element.children if child is not heading])
    return Section(
        anchor=anchor if ANCHOR.fullmatch(anchor) else SUMMARY,
        heading=heading_words(heading) if heading else (),
        body=block_of(body, "div"),
        position=position if anchor else None,
    )


def heading_words(heading: Open) -> tuple[Word, ...]:
    kept = [c for c in heading.children if isinstance(c, str) or "anchor" not in c.raw.get("class", "").split()]
    if kept and isinstance(kept[0], str):
        kept[0] = NUMBER.sub("", kept[0], count=1)
    return tuple(block_of(Open("div", {}, kept), "div").all_words())


@dataclass(frozen=True)
class Twins:
    """One section in both versions, or in one of them."""

    older: Section | None
    newer: Section | None
    is_moved: bool = False


def matched(older: Sequence[Section], newer: Sequence[Section]) -> list[Twins]:
    """In the order of the newer version; what is gone stands after the section it stood after."""
    same = by_anchor(older, newer)
    same |= by_likeness([s for s in older if s not in same.values()], [s for s in newer if s not in same])
    moved = out_of_order(older, newer, same)
    found = [Twins(same.get(section), section, section in moved) for section in newer]
    gone = [section for section in older if section not in same.values()]
    for section in gone:
        found.insert(place_of_gone(section, older, found), Twins(section, None))
    return found


Same = dict[Section, Section]


def by_anchor(older: Sequence[Section], newer: Sequence[Section]) -> Same:
    before = {section.anchor: section for section in older}
    return {section: before[section.anchor] for section in newer if section.anchor in before}


def by_likeness(older: list[Section], newer: list[Section]) -> Same:
    """Sections whose address was renamed: the most alike first."""
    counts = {section: section.words() for section in (*older, *newer)}
    alike = [(likeness(counts[one], counts[other]), one, other) for one in older for other in newer]
    same: Same = {}
    for share, one, other in sorted(alike, key=lambda found: -found[0]):
        if share >= SAME_SECTION and other not in same and one not in same.values():
            same[other] = one
    return same


def out_of_order(older: Sequence[Section], newer: Sequence[Section], same: Same) -> set[Section]:
    """The fewest sections that must have moved for the others to have kept their order."""
    place = {id(section): number for number, section in enumerate(older)}
    order = [(number, place[id(same[s])]) for number, s in enumerate(newer) if s in same and s.position]
    stayed = {number for number, _place in longest_rising(order)}
    return {newer[number] for number, _place in order if number not in stayed}


def place_of_gone(section: Section, older: Sequence[Section], found: list[Twins]) -> int:
    """After the nearest section before it that is still shown where it was."""
    before = older[: older.index(section)]
    for earlier in reversed(before):
        for number, twins in enumerate(found):
            if twins.older is earlier and not twins.is_moved:
                return number + 1
    return 0
