"""A policy page as plain data: what an editor wrote and what the register said, in one language.

Preview and frozen version are rendered from this and from nothing else, so what is hashed is what was read."""

import json
import re
from typing import Any, NamedTuple

from django.utils import translation
from wagtail.rich_text import RichText, expand_db_html

from .readings import READERS

Document = dict[str, Any]
# What the rich text editor leaves in its tags to find them again.
BROWSER_MARK = re.compile(r'\s?data-block-key="[^"]*"')


class Gap(NamedTuple):
    """Something a section refers to that the public cannot see (yet)."""

    section: str
    name: str


class Draft(NamedTuple):
    document: Document
    gaps: list[Gap]


def read(page: Any) -> Draft:
    """Tolerates what is still empty: a draft may be saved unfinished."""
    language_code = page.language_code
    gaps: list[Gap] = []
    with translation.override(language_code):
        document = {
            "language": language_code,
            "introduction": as_html(page.introduction),
            "summary": [as_html(child.value) for child in page.summary],
            "sections": [
                read_section(number, child.value, language_code, gaps)
                for number, child in enumerate(page.sections, start=1)
            ],
        }
    return Draft(json.loads(canonical(document)), gaps)


def canonical(document: Document) -> str:
    """The same text for the same content on every database (jsonb reorders keys)."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_section(number: int, value: Any, language_code: str, gaps: list[Gap]) -> Document:
    title = value.get("title") or ""
    parts = []
    for child in value.get("body") or ():
        part, missing = read_part(child.block_type, child.value, language_code)
        parts.append({"kind": child.block_type, **part})
        gaps += [Gap(title, name) for name in missing]
    return {
        "number": number,
        "title": title,
        "anchor": value.get("anchor") or f"section-{number}",
        "short_answer": as_html(value.get("short_answer")),
        "parts": parts,
    }


def read_part(kind: str, value: Any, language_code: str) -> tuple[Document, list[str]]:
    if kind == "text":
        return {"html": as_html(value)}, []
    if kind in READERS:
        reading, missing = READERS[kind](value, language_code)
        return {"caption": value.get("caption") or "", **reading}, missing
    return {name: plain(child) for name, child in value.items()}, []


def plain(value: Any) -> str:
    return as_html(value) if isinstance(value, RichText) else value or ""


def as_html(value: RichText | str | None) -> str:
    """Links to pages become addresses now: a frozen text asks the page tree nothing. Marks of the editor's browser go,
    or a text that was only saved again would read as changed."""
    if not value:
        return ""
    return BROWSER_MARK.sub("", expand_db_html(value.source if isinstance(value, RichText) else value))


def changed_sections(document: Document, previous: Document | None) -> list[str]:
    """Anchors of sections that are new or read differently; a section that only moved has not changed."""
    if previous is None:
        return []
    before = {section["anchor"]: wording(section) for section in previous["sections"]}
    return [s["anchor"] for s in document["sections"] if before.get(s["anchor"]) != wording(s)]


def wording(section: Document) -> Document:
    return {name: value for name, value in section.items() if name != "number"}
