"""A frozen text as blocks and words, cleaned by an allow-list: what is not named here does not get through.

A block holds other blocks or words, never both, so that a change can be marked inside paragraphs and cells and never
around them; that is what keeps the result valid."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.html import escape

# What a block may stand in; None is anywhere.
BLOCKS: dict[str, frozenset[str] | None] = {
    "p": None,
    "div": None,
    "ul": None,
    "ol": None,
    "dl": None,
    "table": None,
    "details": None,
    "h2": None,
    "h3": None,
    "h4": None,
    "li": frozenset({"ul", "ol"}),
    "dt": frozenset({"dl", "div"}),
    "dd": frozenset({"dl", "div"}),
    "summary": frozenset({"details"}),
    "caption": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tr": frozenset({"table", "thead", "tbody"}),
    "th": frozenset({"tr"}),
    "td": frozenset({"tr"}),
}
MARKS = frozenset({"a", "strong", "em", "b", "i", "span", "code", "small"})
# Gone with all that is in them; other unknown elements only lose their tags.
SILENT = frozenset(
    {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "textarea", "select", "title"}
)
# Blocks that words may not stand in directly.
WORDLESS = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tr"})
# A paragraph or heading ends where the next block begins.
PHRASING = frozenset({"p", "h2", "h3", "h4", "summary", "caption"})
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track"})
CLASSES = frozenset(
    {"ds-table", "register", "paired", "kv", "contacts", "rights", "ds-details", "more", "lead", "introduction"}
    | {"ds-alert", "ds-heading", "ds-list", "ds-sr-only", "ds-link", "small", "subtle", "nowrap"}
)
NUMBER, NAME = re.compile(r"[1-9]\d{0,2}"), re.compile(r"[a-z0-9]{1,20}")
ATTRIBUTES = {"colspan": NUMBER, "rowspan": NUMBER, "start": NUMBER, "scope": NAME, "data-color": NAME}
ATTRIBUTES |= {"data-size": NAME, "data-label": re.compile(r"[^\x00-\x1f]{1,200}"), "data-border": re.compile(r"")}
# Links within the page lead nowhere in a comparison, so they are read as words.
SAFE_HREF = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))[^\s\x00-\x1f]*", re.IGNORECASE)
DEEPEST = 40
WORD = re.compile(r"\s+|\w+(?:[-'’.@/:]\w+)*|[^\w\s]")
LINE_BREAK = "\n"

Attributes = tuple[tuple[str, str], ...]
Mark = tuple[str, Attributes]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign, how it is marked, and whether white space goes before it."""

    text: str
    marks: tuple[Mark, ...] = ()
    spaced: bool = False


@dataclass(frozen=True)
class Block:
    """Two blocks are equal when they read the same; how they are dressed does not count. An empty tag has no
    element of its own: words between blocks, or rows that one header spans."""

    tag: str
    attributes: Attributes = field(default=(), compare=False)
    words: tuple[Word, ...] = ()
    blocks: tuple["Block", ...] = ()

    def all_words(self) -> Iterator[Word]:
        yield from self.words
        for block in self.blocks:
            yield from block.all_words()


@dataclass
class Open:
    """An element while it is read; `raw` are its attributes as they came."""

    tag: str
    raw: dict[str, str]
    children: list["Open | str"] = field(default_factory=list)


class Reader(HTMLParser):
    """Tolerant: whatever it is fed, it ends with a tree of known elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Open("", {})
        self.stack = [self.root]
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent or tag in SILENT:
            self.silent += [tag] if tag in SILENT else []
        elif tag == "br":
            self.stack[-1].children.append(LINE_BREAK)
        elif tag not in VOID:
            self.open(tag, {name: value or "" for name, value in attrs})

    def open(self, tag: str, raw: dict[str, str]) -> None:
        if tag in BLOCKS or tag == "section":
            self.close_first(PHRASING)
        if len(self.stack) > DEEPEST:
            return
        found = Open(tag, raw)
        self.stack[-1].children.append(found)
        self.stack.append(found)

    def close_first(self, tags: frozenset[str]) -> None:
        for position, element in enumerate(self.stack):
            if element.tag in tags:
                del self.stack[position:]
                return

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        for position in range(len(self.stack) - 1, 0, -1):
            if self.stack[position].tag == tag:
                del self.stack[position:]
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            # A line break in the source is white space; only an element breaks the line.
            self.stack[-1].children.append(data.replace(LINE_BREAK, " "))


def read(html: str) -> Open:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def block_of(element: Open, tag: str) -> Block:
    """The contents of an element as one block called `tag`."""
    blocks = tuple(spanned_rows(blocks_of(element, tag)))
    attributes = clean_attributes(element.raw)
    if len(blocks) == 1 and not blocks[0].tag and blocks[0].words:
        return Block(tag, attributes, words=blocks[0].words)
    return Block(tag, attributes, blocks=blocks)


def blocks_of(element: Open, parent: str) -> Iterator[Block]:
    """Runs of words between blocks become blocks without a tag."""
    run = Run()
    for kind, child, marks in flattened(element, parent, ()):
        if kind == "words":
            run.add(child, marks)
            continue
        yield from run.taken(parent)
        yield block_of(child, child.tag)
    yield from run.taken(parent)


def flattened(element: Open, parent: str, marks: tuple[Mark, ...]) -> Iterator[tuple]:
    """Children with what is unknown or misplaced unwrapped, and marks gathered on the way."""
    for child in element.children:
        if isinstance(child, str):
            yield "words", child, marks
        elif child.tag in BLOCKS and may_stand_in(child.tag, parent):
            yield "block", child, ()
        else:
            yield from flattened(child, parent, (*marks, *mark_of(child)))


def may_stand_in(tag: str, parent: str) -> bool:
    return parent in (BLOCKS[tag] or {parent}) and (parent not in WORDLESS or BLOCKS[tag] is not None or tag == "div")


def mark_of(element: Open) -> tuple[Mark, ...]:
    """A link without an address, and a span or mark that only dresses, say nothing."""
    if element.tag not in MARKS:
        return ()
    attributes = clean_attributes(element.raw)
    if element.tag == "a":
        href = element.raw.get("href", "").strip()
        return (("a", (("href", href),)),) if SAFE_HREF.fullmatch(href) else ()
    return ((element.tag, attributes),) if attributes or element.tag != "span" else ()


def clean_attributes(raw: dict[str, str]) -> Attributes:
    kept = [(name, raw[name]) for name, shape in ATTRIBUTES.items() if name in raw and shape.fullmatch(raw[name])]
    classes = [name for name in raw.get("class", "").split() if name in CLASSES]
    return tuple(kept + ([("class", " ".join(classes))] if classes else []))


class Run:
    """Words gathered until a block begins or ends."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.spaced = False

    def add(self, text: str, marks: tuple[Mark, ...]) -> None:
        if text == LINE_BREAK:
            self.words.append(Word(LINE_BREAK))
            self.spaced = False
            return
        for piece in WORD.findall(text):
            if piece.isspace():
                self.spaced = True
            else:
                self.words.append(Word(piece, marks, self.spaced and bool(self.words)))
                self.spaced = False

    def taken(self, parent: str) -> Iterator[Block]:
        words, self.words, self.spaced = tuple(self.words), [], False
        if words and parent not in WORDLESS:
            yield Block("", words=words)


def spanned_rows(blocks: Iterator[Block]) -> Iterator[Block]:
    """Rows under one spanning header come and go together, or the table would fall apart."""
    group: list[Block] = []
    left = 0
    for block in blocks:
        if not left and block.tag == "tr":
            left = max((int(dict(cell.attributes).get("rowspan", 1)) for cell in block.blocks), default=1)
            if left == 1:
                left = 0
        if not left:
            yield block
            continue
        group.append(block)
        left -= 1
        if not left:
            yield Block("", blocks=tuple(group))
            group = []
    yield from group


def opening(tag: str, attributes: Attributes) -> str:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{written}>"
