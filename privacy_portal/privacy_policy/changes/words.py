"""Which words two texts share, in order. Words that occur once in both hold on to each other first, so that a common
word does not tie together what has nothing to do with each other; what is left between them is compared finely."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Comparing finely takes at most the product of both lengths; more than this is shown as replaced.
MOST_WORK = 250_000
MOST_WORDS = 50_000

Pair = tuple[int, int]


class Step(NamedTuple):
    """Words that are the same in both (`is_same`), or what of the older gave way to what of the newer."""

    is_same: bool
    older: Sequence
    newer: Sequence


def steps(older: Sequence[Hashable], newer: Sequence[Hashable]) -> list[Step]:
    """From the older to the newer text; same and changed take turns."""
    found: list[Step] = []
    at_older = at_newer = 0
    for i, j, length in runs(pairs(older, newer)):
        if i > at_older or j > at_newer:
            found.append(Step(False, older[at_older:i], newer[at_newer:j]))
        at_older, at_newer = i + length, j + length
        found.append(Step(True, older[i:at_older], newer[j:at_newer]))
    if at_older < len(older) or at_newer < len(newer):
        found.append(Step(False, older[at_older:], newer[at_newer:]))
    return found


def runs(matched: list[Pair]) -> list[tuple[int, int, int]]:
    """Pairs that follow each other in both texts, as one run."""
    found: list[tuple[int, int, int]] = []
    for i, j in matched:
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (i, j):
            found[-1] = (*found[-1][:2], found[-1][2] + 1)
        else:
            found.append((i, j, 1))
    return found


def pairs(older: Sequence[Hashable], newer: Sequence[Hashable]) -> list[Pair]:
    if max(len(older), len(newer)) > MOST_WORDS:
        return []
    found: list[Pair] = []
    todo = [(0, len(older), 0, len(newer))]
    while todo:
        low, high, left, right = trimmed(older, newer, todo.pop(), found)
        if low == high or left == right:
            continue
        anchors = unique_in_order(older[low:high], newer[left:right])
        if anchors:
            ends = [(low + i, left + j) for i, j in anchors]
            found += ends
            starts = [(low, left), *((i + 1, j + 1) for i, j in ends)]
            todo += [(a, b, c, d) for (a, c), (b, d) in zip(starts, [*ends, (high, right)], strict=True)]
        elif (high - low) * (right - left) <= MOST_WORK:
            found += [(low + i, left + j) for i, j in finely(older[low:high], newer[left:right])]
    return sorted(found)


def trimmed(older: Sequence, newer: Sequence, window: tuple[int, int, int, int], found: list[Pair]) -> tuple:
    """Without the equal words at the beginning and at the end, which are noted in `found`."""
    low, high, left, right = window
    while low < high and left < right and older[low] == newer[left]:
        found.append((low, left))
        low, left = low + 1, left + 1
    while low < high and left < right and older[high - 1] == newer[right - 1]:
        high, right = high - 1, right - 1
        found.append((high, right))
    return low, high, left, right


def unique_in_order(older: Sequence, newer: Sequence) -> list[Pair]:
    """Words that occur once in each, as far as they stand in the same order in both."""
    in_older, in_newer = Counter(older), Counter(newer)
    place = {word: j for j, word in enumerate(newer) if in_newer[word] == 1}
    both = [(i, place[word]) for i, word in enumerate(older) if in_older[word] == 1 and word in place]
    return longest_rising(both)


def longest_rising(both: list[Pair]) -> list[Pair]:
    """The longest part of the pairs whose second numbers rise."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, (_i, j) in enumerate(both):
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
        holders[at : at + 1] = [index]
        before.append(holders[at - 1] if at else -1)
    found: list[Pair] = []
    index = holders[-1] if holders else -1
    while index >= 0:
        found.append(both[index])
        index = before[index]
    return found[::-1]


def finely(older: Sequence, newer: Sequence) -> list[Pair]:
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    return [(m.a + k, m.b + k) for m in matcher.get_matching_blocks() for k in range(m.size)]


def readable(found: list[Step]) -> list[Step]:
    """A word or two that stayed between two changes are read as changed too: one clear change instead of crumbs."""
    joined: list[Step] = []
    for position, step in enumerate(found):
        after = found[position + 1] if position + 1 < len(found) else None
        if joined and not joined[-1].is_same and (not step.is_same or is_crumb(joined[-1], step, after)):
            last = joined.pop()
            joined.append(Step(False, [*last.older, *step.older], [*last.newer, *step.newer]))
        else:
            joined.append(step)
    return joined


def is_crumb(before: Step, step: Step, after: Step | None) -> bool:
    return after is not None and len(step.newer) <= 2 and size(before) >= 3 and size(after) >= 3


def size(step: Step) -> int:
    return len(step.older) + len(step.newer)
