"""Reads a policy that was kept as plain text with a little markup.

    First line: the title.                          [a link](https://example.org), [one without address](#)
    Until the first number: the introduction.       **bold**
    1. A section                                    - an item of a list
    – a paragraph may begin with a dash

A blank line ends a paragraph. Sections are numbered 1, 2, 3 ... without a gap. No word is ever dropped: what cannot
be read is refused, with the number of its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import escape

SECTION = re.compile(r"(\d+)\.\s+(\S.*)")
ITEM = re.compile(r"-\s+(\S.*)")
HOLLOW = re.compile(r"-|\d+\.")
MARKUP = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\[(?P<label>[^\[\]]+)\]\((?P<target>[^()\s]*)\)")
# What is left of markup that was opened and not closed.
BROKEN = re.compile(r"\*\*|\]\(|\[|\]")
SAFE_TARGET = re.compile(r"(https?://|mailto:|tel:|/|#)")


class UnreadablePolicy(ValueError):
    def __init__(self, line: int, problem: str):
        super().__init__(f"line {line}: {problem}")
        self.line = line


@dataclass(frozen=True)
class Line:
    number: int
    text: str


@dataclass(frozen=True)
class Link:
    line: int
    label: str


@dataclass
class Section:
    number: int
    title: str
    html: str = ""


@dataclass
class PlainPolicy:
    title: str
    introduction: str = ""
    sections: list[Section] = field(default_factory=list)
    # Links whose address the text does not give; they keep "#" as their target.
    open_links: list[Link] = field(default_factory=list)


def parse(text: str, links: dict[str, str] | None = None) -> PlainPolicy:
    """`links` gives addresses by the words of the link, for links that point to "#"."""
    lines = [Line(number, words.strip()) for number, words in enumerate(clean(text).split("\n"), start=1)]
    title, body = title_and_body(lines)
    policy = PlainPolicy(title=title)
    for heading, chunk in chunks(body):
        html = "".join(blocks(chunk, links or {}, policy.open_links))
        if heading is None:
            policy.introduction = html
        else:
            policy.sections.append(section(heading, html, after=len(policy.sections)))
    if not policy.sections:
        raise UnreadablePolicy(len(lines), "there is no numbered section, such as “1. Which data we use”.")
    return policy


def clean(text: str) -> str:
    """One kind of line end, no byte order mark; what would silently be lost is refused."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if any(ord(character) < 32 and character != "\t" for character in line):
            raise UnreadablePolicy(number, "there is a control character in this line.")
        if HOLLOW.fullmatch(line.strip()):
            raise UnreadablePolicy(number, "there is no text after this mark or number.")
    return text


def title_and_body(lines: list[Line]) -> tuple[str, list[Line]]:
    for position, line in enumerate(lines):
        if line.text:
            if SECTION.fullmatch(line.text) or ITEM.fullmatch(line.text):
                raise UnreadablePolicy(line.number, "the first line must be the title of the policy.")
            return plain(line), lines[position + 1 :]
    raise UnreadablePolicy(1, "the file is empty.")


def chunks(lines: list[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """The introduction, then each section with its heading. A number only heads a section after a blank line."""
    heading, chunk, after_blank = None, [], True
    for line in lines:
        if after_blank and SECTION.fullmatch(line.text):
            yield heading, chunk
            heading, chunk = line, []
        else:
            chunk.append(line)
        after_blank = not line.text
    yield heading, chunk


def section(heading: Line, html: str, after: int) -> Section:
    number, title = SECTION.fullmatch(heading.text).groups()  # type: ignore[union-attr]
    if int(number) != after + 1:
        raise UnreadablePolicy(heading.number, f"section {after + 1} was expected here, not {number}.")
    return Section(number=int(number), title=plain(Line(heading.number, title)), html=html)


def blocks(lines: list[Line], links: dict[str, str], open_links: list[Link]) -> Iterator[str]:
    """Lists and paragraphs; lines that follow each other are one paragraph."""
    for filled, group in groupby(lines, key=lambda line: bool(line.text)):
        if not filled:
            continue
        for is_item, run in groupby(group, key=lambda line: bool(ITEM.fullmatch(line.text))):
            if is_item:
                items = [inline(line, ITEM.sub(r"\1", line.text), links, open_links) for line in run]
                yield "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
            else:
                yield "<p>" + " ".join(inline(line, line.text, links, open_links) for line in run) + "</p>"


def inline(line: Line, text: str, links: dict[str, str], open_links: list[Link]) -> str:
    """Bold and links, also inside each other; everything between them is text."""
    html, position = [], 0
    for found in MARKUP.finditer(text):
        html.append(words(line, text[position : found.start()]))
        inner = inline(line, found["bold"] or found["label"], links, open_links)
        html.append(f"<b>{inner}</b>" if found["bold"] else link(line, found, inner, links, open_links))
        position = found.end()
    return "".join([*html, words(line, text[position:])])


def words(line: Line, text: str) -> str:
    if broken := BROKEN.search(text):
        raise UnreadablePolicy(line.number, f"“{broken[0]}” is markup that is not finished.")
    return escape(text)


def link(line: Line, found: re.Match, inner: str, links: dict[str, str], open_links: list[Link]) -> str:
    target = found["target"] if found["target"] not in {"", "#"} else links.get(found["label"], "#")
    if target == "#":
        open_links.append(Link(line.number, found["label"]))
    if not SAFE_TARGET.match(target):
        raise UnreadablePolicy(line.number, f"“{target}” is not an address a link may have.")
    return f'<a href="{escape(target)}">{inner}</a>'


def plain(line: Line) -> str:
    """Titles hold no markup."""
    if MARKUP.search(line.text) or BROKEN.search(line.text):
        raise UnreadablePolicy(line.number, "a title holds no markup.")
    return line.text
