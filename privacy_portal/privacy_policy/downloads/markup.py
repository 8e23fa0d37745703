"""Rich text to Markdown (CommonMark). What an editor wrote as text stays text: no character of it can become markup."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
# Only at the start of a line do these begin a list or underline a heading.
BEGINS_LINE = re.compile(r"(?m)^(\d*)([-+=.)])")
BREAK = "\\\n"
UNFIT_FOR_ADDRESS = re.compile(r"[<>|\\\s\x00-\x1f]")
OUTER_SPACE = re.compile(r"^(?:\s|\\\n)+|(?:\s|\\\n)+$")
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
LISTS = {"ul": "-", "ol": "1."}
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# A page element that is text but not words: comments, doctypes.
WORDS_ONLY = (NavigableString,)


def literal(words: str) -> str:
    """Text that reads as it stands, on a line of its own or in a cell."""
    return as_line(escaped(" ".join(words.split())))


def escaped(words: str) -> str:
    return SPECIAL.sub(r"\\\1", words)


def as_line(markdown: str) -> str:
    return BEGINS_LINE.sub(r"\1\\\2", markdown)


def link(words: str, target: str, base: str) -> str:
    """`words` is Markdown; an address that a browser should not follow is left out."""
    address = urljoin(base, target.strip())
    if urlsplit(address).scheme.lower() not in SAFE_SCHEMES:
        return words
    return f"[{words}](<{UNFIT_FOR_ADDRESS.sub(lambda unfit: quote(unfit[0]), address)}>)"


def from_html(html: str, base: str) -> list[str]:
    """Blocks, to be set apart by blank lines. `base` is the address that relative links count from."""
    return list(blocks(BeautifulSoup(html, "html.parser").children, base))


def line_from_html(html: str, base: str) -> str:
    return one_line(" ".join(from_html(html, base)))


def one_line(markdown: str) -> str:
    return " ".join(markdown.replace(BREAK, " ").split())


def blocks(nodes: Iterable[PageElement], base: str) -> Iterator[str]:
    loose: list[PageElement] = []
    for node in nodes:
        if not isinstance(node, Tag) or node.name in EMPHASIS or node.name in {"a", "br", "span"}:
            loose.append(node)
            continue
        yield from paragraph(loose, base)
        loose = []
        yield from block(node, base)
    yield from paragraph(loose, base)


def block(tag: Tag, base: str) -> Iterator[str]:
    if tag.name in LISTS:
        yield "\n".join(items(tag, base))
    elif re.fullmatch(r"h[1-6]", tag.name):
        yield f"#### {one_line(inline(tag.children, base))}"
    elif tag.name == "p":
        yield from paragraph(tag.children, base)
    else:
        yield from blocks(tag.children, base)


def items(listing: Tag, base: str) -> Iterator[str]:
    """A list inside an item is indented as far as its text."""
    mark = LISTS[listing.name]
    for item in listing.find_all("li", recursive=False):
        inside = "\n\n".join(blocks(item.children, base)) or " "
        tight = inside.replace("\n\n", "\n") if not item.find("p") else inside
        yield f"{mark} " + tight.replace("\n", "\n" + " " * (len(mark) + 1))


def paragraph(nodes: Iterable[PageElement], base: str) -> Iterator[str]:
    if text := OUTER_SPACE.sub("", inline(nodes, base)):
        yield as_line(text)


def inline(nodes: Iterable[PageElement], base: str) -> str:
    return "".join(inline_one(node, base) for node in nodes)


def inline_one(node: PageElement, base: str) -> str:
    if isinstance(node, Tag):
        return inline_tag(node, base)
    return spaced(str(node)) if type(node) in WORDS_ONLY else ""


def inline_tag(tag: Tag, base: str) -> str:
    if tag.name == "br":
        return BREAK
    inside = inline(tag.children, base)
    mark, words = EMPHASIS.get(tag.name, ""), inside.strip()
    if tag.name == "a" and words:
        words = link(words, str(tag.get("href") or ""), base)
    if not words:
        return inside
    # A space just inside a mark would make it no mark.
    before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}"


def spaced(words: str) -> str:
    """Escaped, with the outer spaces that set it apart from its neighbours."""
    if not words.strip():
        return " " if words else ""
    before, after = " " * words[0].isspace(), " " * words[-1].isspace()
    return before + escaped(" ".join(words.split())) + after
