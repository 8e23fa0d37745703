"""Two texts of blocks become one in which every change is marked, inside the block it belongs to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.html import escape
from django.utils.translation import gettext as _

from .tree import LINE_BREAK, Block, Word, opening
from .words import Step, readable, steps

# Blocks whose children have a fixed place: a cell is compared with the cell of the same column.
RIGID = frozenset({"table", "tr", "details", ""})
# Below this share of common words two blocks are two texts, not one that was changed.
ALIKE = 0.35
MOST_PAIRS = 40_000
# What changed in folded details must not stay out of sight.
OPEN = (("open", ""),)
# A listener hears where a longer change ends.
LONG = 6


@dataclass
class Merged:
    """Markup, with how many words came and went; a comma is no word, but it is a change."""

    html: str = ""
    added: int = 0
    removed: int = 0
    is_changed: bool = False

    def __iadd__(self, other: "Merged") -> "Merged":
        self.html += other.html
        self.added += other.added
        self.removed += other.removed
        self.is_changed |= other.is_changed
        return self


def merged_blocks(older: Sequence[Block], newer: Sequence[Block]) -> Merged:
    """Blocks that read the same hold on to each other; between those, the ones most alike are compared."""
    whole = Merged()
    for step in steps(older, newer):
        if step.is_same:
            for block in step.newer:
                whole += Merged(unchanged(block))
        else:
            for before, after in paired(step.older, step.newer):
                whole += merged(before, after)
    return whole


def merged(before: Block | None, after: Block | None) -> Merged:
    if before is None or after is None:
        return one_sided(before, "del") if before else one_sided(after, "ins") if after else Merged()
    if before == after:
        return Merged(unchanged(after))
    inside = merged_inside(before, after)
    return replace(inside, html=wrapped(after, inside.html, *(OPEN if after.tag == "details" else ())))


def merged_inside(before: Block, after: Block) -> Merged:
    if before.words and after.words:
        return merged_words(before.words, after.words)
    if fixed_places(before, after):
        whole = Merged()
        for one, other in zip(before.blocks, after.blocks, strict=True):
            whole += merged(one, other)
        return whole
    return merged_blocks(children(before), children(after))


def children(block: Block) -> tuple[Block, ...]:
    return (Block("", words=block.words),) if block.words else block.blocks


def fixed_places(before: Block, after: Block) -> bool:
    return is_rigid(after) and shape(before) == shape(after)


def is_rigid(block: Block) -> bool:
    return block.tag in RIGID or (block.tag == "div" and {b.tag for b in block.blocks} == {"dt", "dd"})


def shape(block: Block) -> list[tuple[str, str]]:
    """Which children there are, and how many columns each covers."""
    return [(child.tag, dict(child.attributes).get("colspan", "1")) for child in block.blocks]


# --- Which block became which


def paired(older: Sequence[Block], newer: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """In the order of the newer text; what is gone stands where it stood."""
    at_older = at_newer = 0
    for i, j in [*most_alike(older, newer), (len(older), len(newer))]:
        yield from ((block, None) for block in older[at_older:i])
        yield from ((None, block) for block in newer[at_newer:j])
        if i < len(older):
            yield older[i], newer[j]
        at_older, at_newer = i + 1, j + 1


def most_alike(older: Sequence[Block], newer: Sequence[Block]) -> list[tuple[int, int]]:
    """The pairs, in order, that have most in common altogether."""
    if not older or not newer or len(older) * len(newer) > MOST_PAIRS:
        return []
    counts = [Counter(block.all_words()) for block in older], [Counter(block.all_words()) for block in newer]
    best = [[0.0] * (len(newer) + 1) for _i in range(len(older) + 1)]
    found: dict[tuple[int, int], float] = {}
    for i in reversed(range(len(older))):
        for j in reversed(range(len(newer))):
            if may_pair(older[i], newer[j]):
                found[i, j] = likeness(counts[0][i], counts[1][j])
            joined = found.get((i, j), 0.0)
            here = best[i + 1][j + 1] + joined if joined >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], here)
    return walked(best, found)


def walked(best: list[list[float]], found: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    i = j = 0
    path = []
    while i < len(best) - 1 and j < len(best[0]) - 1:
        joined = found.get((i, j), 0.0)
        if joined >= ALIKE and best[i][j] == best[i + 1][j + 1] + joined:
            path.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return path


def may_pair(one: Block, other: Block) -> bool:
    """What has fixed places is compared place by place, or not at all."""
    if one.tag != other.tag or bool(one.words) != bool(other.words):
        return False
    return not is_rigid(other) or shape(one) == shape(other)


def likeness(one: Counter, other: Counter) -> float:
    """From 0, no word in common, to 1, the same words."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


# --- Words


def merged_words(older: Sequence[Word], newer: Sequence[Word]) -> Merged:
    whole = Merged()
    found = readable(steps(older, newer))
    for position, step in enumerate(found):
        if step.is_same:
            whole.html += written(step.newer)
            continue
        after = found[position + 1].newer[0] if position + 1 < len(found) else None
        whole += replaced(step, free_end=after is None or after.spaced)
    return whole


def replaced(step: Step, *, free_end: bool) -> Merged:
    """`free_end`: white space follows, so that white space may go before a change instead of inside it."""
    gone, come = step.older, step.newer
    both = bool(gone and come and gone[0].spaced and come[0].spaced)
    html = changed(gone, "del", space_outside=free_end or both) + changed(come, "ins", space_outside=free_end)
    return Merged(html, added=count(come), removed=count(gone), is_changed=True)


def changed(words: Sequence[Word], tag: str, *, space_outside: bool = True) -> str:
    if not words:
        return ""
    space = " " if words[0].spaced else ""
    inside = written(words).removeprefix(" ") if space and space_outside else written(words)
    begin, end = said(tag)
    ends = f'<span class="ds-sr-only"> {end}</span>' if len(words) > LONG else ""
    marked = f'<{tag}><span class="ds-sr-only">{begin} </span>{inside}{ends}</{tag}>'
    return space + marked if space_outside else marked


def said(tag: str) -> tuple[str, str]:
    """For who sees neither colour nor line: how a change begins and ends."""
    if tag == "ins":
        return escape(_("added:")), escape(_("(end of what was added)"))
    return escape(_("removed:")), escape(_("(end of what was removed)"))


def count(words: Iterable[Word]) -> int:
    return sum(1 for word in words if word.text[0].isalnum())


def written(words: Sequence[Word]) -> str:
    """Words with the same marks share one element."""
    return "".join(with_marks(list(run), marks) for marks, run in groupby(words, key=lambda word: word.marks))


def with_marks(words: list[Word], marks: tuple) -> str:
    html = "".join(f"{' ' if word.spaced else ''}{sign(word)}" for word in words)
    space = " " if html.startswith(" ") and marks else ""
    html = html.removeprefix(space)
    for tag, attributes in reversed(marks):
        html = f"{opening(tag, attributes)}{html}</{tag}>"
    return space + html


def sign(word: Word) -> str:
    return "<br>" if word.text == LINE_BREAK else escape(word.text)


# --- Blocks as they are


def unchanged(block: Block) -> str:
    return wrapped(block, written(block.words) if block.words else "".join(map(unchanged, block.blocks)))


def one_sided(block: Block, tag: str) -> Merged:
    """A block that is all new or all gone, marked inside each of its parts."""
    whole = Merged()
    if block.words:
        number = count(block.words)
        added, removed = (number, 0) if tag == "ins" else (0, number)
        whole = Merged(changed(block.words, tag), added, removed, is_changed=True)
    for child in block.blocks:
        whole += one_sided(child, tag)
    return replace(whole, html=wrapped(block, whole.html))


def wrapped(block: Block, html: str, *also: tuple[str, str]) -> str:
    if not block.tag:
        return html
    return f"{opening(block.tag, (*block.attributes, *also))}{html}</{block.tag}>"
