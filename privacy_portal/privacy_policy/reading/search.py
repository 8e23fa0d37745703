"""Finds words in the frozen text of one version, section by section.

Small letters, capitals and accents are the same; a word matches from its beginning, so "verwerk" finds
"verwerkers". All words asked for must stand in the section. The work is bounded: a question has at most
MAX_LENGTH characters and MAX_TERMS words, and the text is one policy."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from privacy_portal.privacy_policy.rendering import plain_text

MAX_LENGTH = 100
MAX_TERMS = 8
MAX_SNIPPETS = 3
# Characters of a snippet before and after the first word that matches, and at most, were it one endless word.
BEFORE, AFTER, MOST = 70, 150, 400
# Characters from which a line says something by itself; the head of a column does not.
TELLING = 30
# Where the part without a heading is: the top of the text.
TOP = "content"

# The summary and every numbered section name their heading, and sections never lie in each other (frozen/body.html).
SECTION = re.compile(r'<section\b[^>]* aria-labelledby="(?P<anchor>[^"]+)".*?</section>', re.DOTALL)
HEADING = re.compile(r"<h2\b.*?</h2>", re.DOTALL)
# "e-mail" and "SPOT's" are one word each.
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
JOINT = re.compile(r"[-'’]")


class Piece(NamedTuple):
    text: str
    is_hit: bool = False


Snippet = list[Piece]


class Part(NamedTuple):
    """A stretch of the policy with an address of its own; only the introduction has no title."""

    anchor: str
    title: str
    text: str


class Hit(NamedTuple):
    anchor: str
    title: Snippet
    snippets: list[Snippet]


def find(html: str, question: str) -> list[Hit]:
    """The parts of a frozen text in which all words of the question stand, in the order of the text."""
    terms = terms_of(question)
    return [hit(part, terms) for part in parts(html) if holds(part, terms)] if terms else []


def terms_of(question: str) -> list[str]:
    folded = (fold(JOINT.sub("", word)) for word in WORD.findall(question[:MAX_LENGTH]))
    return list(dict.fromkeys(folded))[:MAX_TERMS]


def fold(text: str) -> str:
    """Lower case without accents, so that "cafe" finds "Café"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def parts(html: str) -> Iterator[Part]:
    """What stands between the sections, the introduction, has no heading of its own."""
    yield Part(TOP, "", plain_text(SECTION.sub("", html)))
    for section in SECTION.finditer(html):
        heading = HEADING.search(section[0])
        title = plain_text(heading[0]) if heading else ""
        yield Part(section["anchor"], title, plain_text(HEADING.sub("", section[0], count=1)))


def holds(part: Part, terms: list[str]) -> bool:
    words = [form for word in WORD.findall(f"{part.title}\n{part.text}") for form in forms(word)]
    return all(any(word.startswith(term) for word in words) for term in terms)


def forms(word: str) -> list[str]:
    """How a word may be asked for: "e-mailadres" also as "emailadres" and as "mailadres"."""
    pieces = JOINT.split(word)
    return [fold("".join(pieces)), *(fold(piece) for piece in pieces[1:])]


def is_match(word: str, terms: list[str]) -> bool:
    return any(form.startswith(term) for form in forms(word) for term in terms)


def hit(part: Part, terms: list[str]) -> Hit:
    lines = part.text.splitlines()
    best = sorted(lines, key=lambda line: (-found_in(line, terms), len(line) < TELLING))[:MAX_SNIPPETS]
    shown = [line for line in lines if line in best and found_in(line, terms)][:MAX_SNIPPETS]
    return Hit(part.anchor, marked(part.title, terms), [snippet(line, terms) for line in shown or lines[:1]])


def found_in(line: str, terms: list[str]) -> int:
    """How many of the words asked for stand in this line."""
    words = [form for word in WORD.findall(line) for form in forms(word)]
    return sum(any(word.startswith(term) for word in words) for term in terms)


def snippet(line: str, terms: list[str]) -> Snippet:
    """The line, or as much of it as shows the first match between whole words."""
    first = next((word.start() for word in WORD.finditer(line) if is_match(word[0], terms)), 0)
    start = line.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    space = line.find(" ", first + AFTER)
    end = min(len(line) if space < 0 else space, start + MOST)
    before = [Piece("… ")] if start else []
    after = [Piece(" …")] if end < len(line) else []
    return [*before, *marked(line[start:end], terms), *after]


def marked(line: str, terms: list[str]) -> Snippet:
    pieces, position = [], 0
    for word in WORD.finditer(line):
        if is_match(word[0], terms):
            pieces += [Piece(line[position : word.start()]), Piece(word[0], True)]
            position = word.end()
    pieces.append(Piece(line[position:]))
    return [piece for piece in pieces if piece.text]
