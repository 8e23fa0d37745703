"""Terms an editor typed: “we answer within four weeks”. A block can be read again; a sentence has to be found.

Knows Dutch and English number words, and figures in both. What it does not find is not held against anybody."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags

DUTCH = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien"
ENGLISH = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
NUMBERS = {word: count for words in (DUTCH, ENGLISH) for count, word in enumerate(words.split(), start=1)}
NUMBERS |= {"één": 1, "a": 1}
UNITS = {"dag": 1, "dagen": 1, "day": 1, "days": 1, "week": 7, "weken": 7, "weeks": 7}
# Only a sentence about answering is a promise to answer.
ANSWERING = re.compile(r"\b(?:antwoord\w*|beantwoord\w*|hoort?|reageren|answers?|hear|reply)\b", re.IGNORECASE)
WITHIN = re.compile(r"\b(?:binnen|within)\s+(?P<count>\w+)\s+(?P<unit>\w+)", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|</(?:p|li)>")


class Term(NamedTuple):
    words: str
    days: int


def terms_to_answer(html: str) -> Iterator[Term]:
    """Every term within which the text promises an answer, in days."""
    for sentence in SENTENCE_END.split(html):
        plain = unescape(strip_tags(sentence))
        if not ANSWERING.search(plain):
            continue
        for found in WITHIN.finditer(plain):
            count, unit = number(found["count"]), UNITS.get(found["unit"].lower())
            if count and unit:
                yield Term(f"{found['count']} {found['unit']}", count * unit)


def number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() else NUMBERS.get(word.lower())
