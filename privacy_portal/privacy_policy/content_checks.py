"""What makes a policy hard to read or to use, told to its editor: a list, never a refusal.

The rules are pure functions over a document (document.py); what a link leads to is asked of the page tree apart. A
finding knows its place on the page, so that the editor can be taken there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.rich_text import RichText

from .document import Document, read
from .links import is_vague, links, stored_page_links
from .readability import LONG_SENTENCE, readability, sentences, words
from .rendering import plain_text


class Kind(TextChoices):
    """What can be found, in the order of how much it hinders a reader."""

    DEAD_LINK = "dead_link", _("Link to nothing")
    EMPTY_HEADING = "empty_heading", _("Heading without text")
    NO_SUMMARY = "no_summary", _("No summary")
    NO_SHORT_ANSWER = "no_short_answer", _("No short answer")
    VAGUE_LINK = "vague_link", _("Vague link")
    LONG_SENTENCE = "long_sentence", _("Long sentence")
    HARD_TEXT = "hard_text", _("Hard to read")


ADVICE = {
    Kind.DEAD_LINK: _("The link “%(quote)s” leads to a page or section that visitors cannot see."),
    Kind.EMPTY_HEADING: _("There is a heading without text here. Write it, or take it out."),
    Kind.NO_SUMMARY: _("Say in at most six points what a reader must know (In short)."),
    Kind.NO_SHORT_ANSWER: _("Begin the section with an answer of one or two plain sentences."),
    Kind.VAGUE_LINK: _(
        "The link “%(quote)s” does not say where it leads. Name the page, also for who hears only links."
    ),
    Kind.LONG_SENTENCE: _("%(count)s words in one sentence. Make it two, or a list: “%(quote)s”"),
    Kind.HARD_TEXT: _(
        "Reading ease %(score)s of 100; aim at 60 or more. Sentences have %(length)s words on average. "
        "Long words: %(quote)s."
    ),
}

EMPTY_HEADING = re.compile(r"<h([1-6])\b[^>]*>(?:\s|&nbsp;|<br\s*/?>|</?(?:b|i|em|strong)>)*</h\1>")
LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Place:
    """Where on the page: a field, or in the sections a section and one of its parts, both counted from 0."""

    field: str
    section: int | None = None
    part: int | None = None


@dataclass(frozen=True)
class Finding:
    kind: Kind
    place: Place
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def advice(self) -> str:
        return str(ADVICE[self.kind]) % self.facts


@dataclass(frozen=True)
class Prose:
    """Text an editor wrote; what the register says is not theirs to shorten."""

    place: Place
    html: str

    @property
    def text(self) -> str:
        return plain_text(self.html)


def check(page: Any) -> list[Finding]:
    """Everything there is to say about a page as it is in memory, in the order of the page."""
    findings = [*check_document(read(page).document), *dead_page_links(page)]
    return sorted(findings, key=lambda finding: in_order(finding.place))


def check_document(document: Document) -> list[Finding]:
    return [finding for rule in RULES for finding in rule(document)]


FIELDS = ("summary", "introduction", "sections")


def in_order(place: Place) -> tuple[int, int, int]:
    def position(number: int | None) -> int:
        return -1 if number is None else number

    return FIELDS.index(place.field), position(place.section), position(place.part)


def proses(document: Document) -> Iterator[Prose]:
    for number, point in enumerate(document["summary"]):
        yield Prose(Place("summary", part=number), point)
    yield Prose(Place("introduction"), document["introduction"])
    for number, section in enumerate(document["sections"]):
        yield from section_proses(number, section)


def section_proses(number: int, section: Document) -> Iterator[Prose]:
    yield Prose(Place("sections", number), section["short_answer"])
    for position, part in enumerate(section["parts"]):
        yield Prose(Place("sections", number, position), part.get("html") or part.get("text") or "")


def no_summary(document: Document) -> Iterator[Finding]:
    if not any(plain_text(point) for point in document["summary"]):
        yield Finding(Kind.NO_SUMMARY, Place("summary"))


def no_short_answer(document: Document) -> Iterator[Finding]:
    for number, section in enumerate(document["sections"]):
        if not plain_text(section["short_answer"]):
            yield Finding(Kind.NO_SHORT_ANSWER, Place("sections", number))


def empty_headings(document: Document) -> Iterator[Finding]:
    """A section without a title, details without a line to open them, a heading in the text with nothing in it."""
    for number, section in enumerate(document["sections"]):
        if not section["title"].strip():
            yield Finding(Kind.EMPTY_HEADING, Place("sections", number))
        for position, part in enumerate(section["parts"]):
            if part["kind"] == "details" and not (part.get("summary") or "").strip():
                yield Finding(Kind.EMPTY_HEADING, Place("sections", number, position))
    for prose in proses(document):
        if EMPTY_HEADING.search(prose.html):
            yield Finding(Kind.EMPTY_HEADING, prose.place)


def long_sentences(document: Document) -> Iterator[Finding]:
    for prose in proses(document):
        for sentence in sentences(prose.text):
            count = len(words(sentence))
            if count > LONG_SENTENCE:
                yield Finding(Kind.LONG_SENTENCE, prose.place, {"count": count, "quote": shortened(sentence)})


def hard_texts(document: Document) -> Iterator[Finding]:
    """Per section, because one paragraph is too short to measure."""
    texts = [(Place("introduction"), plain_text(document["introduction"]))]
    for number, section in enumerate(document["sections"]):
        together = "\n".join(prose.text for prose in section_proses(number, section))
        texts.append((Place("sections", number), together))
    for place, text in texts:
        measured = readability(text, document["language"])
        if measured and measured.is_hard:
            quote = ", ".join(measured.long_words) or "–"
            facts = {"score": measured.score, "length": measured.words_per_sentence, "quote": quote}
            yield Finding(Kind.HARD_TEXT, place, facts)


def vague_links(document: Document) -> Iterator[Finding]:
    for prose in proses(document):
        for link in links(prose.html):
            if is_vague(link, document["language"]):
                yield Finding(Kind.VAGUE_LINK, prose.place, {"quote": shortened(link.label)})


def dead_anchors(document: Document) -> Iterator[Finding]:
    """Links whose page is gone, and links to a section that is not there."""
    anchors = {"", "summary", *(section["anchor"] for section in document["sections"])}
    for prose in proses(document):
        for link in links(prose.html):
            if not link.href or (link.href.startswith("#") and link.href[1:] not in anchors):
                yield Finding(Kind.DEAD_LINK, prose.place, {"quote": shortened(link.label)})


Rule = Callable[[Document], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    no_summary,
    no_short_answer,
    empty_headings,
    long_sentences,
    hard_texts,
    vague_links,
    dead_anchors,
)


def dead_page_links(page: Any) -> list[Finding]:
    """Pages of this site that are linked to and not live. A page that was deleted has lost its address already,
    which `dead_anchors` sees. One query."""
    linked = [found for place, rich_text in rich_texts(page) for found in page_links(place, rich_text)]
    wanted = {pk for _place, pk, _label in linked}
    hidden = set(Page.objects.filter(pk__in=wanted, live=False).values_list("pk", flat=True)) if wanted else set()
    return [Finding(Kind.DEAD_LINK, place, {"quote": label}) for place, pk, label in linked if pk in hidden]


def page_links(place: Place, stored: str) -> Iterator[tuple[Place, int, str]]:
    for pk, label in stored_page_links(stored):
        yield place, pk, shortened(label)


def rich_texts(page: Any) -> Iterator[tuple[Place, str]]:
    """The same places as `proses`, with links to pages as they are stored."""
    for number, child in enumerate(page.summary):
        yield Place("summary", part=number), stored(child.value)
    yield Place("introduction"), page.introduction or ""
    for number, child in enumerate(page.sections):
        yield Place("sections", number), stored(child.value.get("short_answer"))
        for position, part in enumerate(child.value.get("body") or ()):
            value = part.value if part.block_type == "text" else part.value.get("text")
            yield Place("sections", number, position), stored(value)


def stored(value: RichText | str | None) -> str:
    return value.source if isinstance(value, RichText) else value or ""


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
