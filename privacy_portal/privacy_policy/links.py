"""Links in rich text: what they say, and where they lead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from .rendering import plain_text

# The whole text of a link, in small letters and without signs around it.
VAGUE_LINKS = {
    "nl": {
        "hier", "klik hier", "hier klikken", "lees meer", "lees verder", "lees hier meer", "meer", "meer lezen",
        "meer info", "meer informatie", "meer weten", "verder", "link", "deze link", "deze pagina", "deze website",
        "dit", "bekijk", "bekijk hier", "download", "download hier", "ga verder", "via deze link",
    },
    "en": {
        "here", "click here", "read more", "read on", "more", "more info", "more information", "learn more", "link",
        "this", "this link", "this page", "this website", "see here", "find out more", "download", "download here",
        "go", "continue", "details",
    },
}  # fmt: skip
BARE_ADDRESS = re.compile(r"https?://\S+$")
SIGNS = " .,:;!?…»›>()[]“”‘’\"'"
STORED_LINK = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<label>.*?)</a>", re.DOTALL)
STORED_PAGE = re.compile(r'\blinktype="page".*?\bid="(\d+)"|\bid="(\d+)".*?\blinktype="page"')


@dataclass
class Link:
    href: str
    label: str = ""


class LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(Link(dict(attrs).get("href") or ""))
            self.is_open = True

    def handle_endtag(self, tag: str) -> None:
        self.is_open = self.is_open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.found[-1].label += data


def links(html: str) -> list[Link]:
    reader = LinkReader()
    reader.feed(html)
    reader.close()
    return reader.found


def is_vague(link: Link, language_code: str) -> bool:
    """Says nothing to somebody who hears the links of a page and not the words around them (WCAG 2.4.4)."""
    label = link.label.casefold().strip(SIGNS)
    return not label or label in VAGUE_LINKS.get(language_code, set()) or bool(BARE_ADDRESS.match(label))


def stored_page_links(stored: str) -> Iterator[tuple[int, str]]:
    """Pages of this site that a rich text links to, as the database keeps them: number and words of the link."""
    for found in STORED_LINK.finditer(stored):
        if target := STORED_PAGE.search(found["attributes"]):
            yield int(target[1] or target[2]), plain_text(found["label"])
