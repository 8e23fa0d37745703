"""From plain data to the text a visitor reads: no request, no menu, nobody's data, nothing looked up."""

import re
from collections.abc import Iterable
from html import unescape
from math import ceil

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from .document import Document

WORDS_PER_MINUTE = 200
BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|h\d|tr|td|th|table|caption|section|div|summary|details|dt|dd|dl)\b[^>]*>")

ANCHOR_SIGN = re.compile(r'<a class="anchor"[^>]*>#</a>')
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)


def render_body(document: Document) -> str:
    """The frozen text. Each heading is followed by a comment with the section's anchor, where a page may mark it."""
    with translation.override(document["language"]):
        html = render_to_string("privacy_policy/frozen/body.html", {"document": document})
    return re.sub(r"\n\s*\n+", "\n", html).strip() + "\n"


def plain_text(html: str) -> str:
    """One line per block, for search, mail and comparing."""
    html = BLOCK_TAG.sub(lambda tag: f"\n{tag[0]}\n", ANCHOR_SIGN.sub("", html))
    lines = strip_tags(html).splitlines()
    return "\n".join(line for line in (" ".join(unescape(line).split()) for line in lines) if line)


def reading_minutes(html: str) -> int:
    """People look things up in tables and do not read them through, so they do not count."""
    words = plain_text(TABLE.sub("", html)).split()
    return max(1, ceil(len(words) / WORDS_PER_MINUTE))


def with_marks(html: str, anchors: Iterable[str]) -> SafeString:
    """The frozen text with a mark at the sections that changed; the text itself stays what was hashed."""
    mark = render_to_string("privacy_policy/_changed_mark.html")
    for anchor in anchors:
        html = html.replace(f"<!--{anchor}-->", mark)
    return mark_safe(html)  # nosec B308 B703  # noqa: S308 - made by our own templates from cleaned rich text
