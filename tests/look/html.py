"""A page as its reader meets it: headings, landmarks, ids and links."""

from collections import Counter
from html.parser import HTMLParser

LANDMARKS = {"header", "nav", "main", "footer"}


class Outline(HTMLParser):
    """Collects what the tests ask about; `headings` holds levels in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.landmarks: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.title = ""
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.attributes.setdefault(tag, given)
        self._in_title = tag == "title" and not self.title
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag in LANDMARKS:
            self.landmarks[tag] += 1
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])

    def handle_endtag(self, tag):
        if tag == "title":
            self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.title += data
