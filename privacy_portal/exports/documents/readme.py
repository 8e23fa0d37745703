"""`README.txt`: what is in this download, what is not, and what one may do with it."""

import textwrap
from collections.abc import Iterator

from django.template.loader import render_to_string

from privacy_portal.exports.contents import Contents
from privacy_portal.exports.enums import Format

from .about import About

WIDTH = 78


def chunks(contents: Contents, about: About) -> Iterator[bytes]:
    context = {
        "about": about,
        "contents": contents,
        "has": {format.value: format in about.formats for format in Format},
    }
    yield wrapped(render_to_string("exports/readme.txt", context)).encode()


def wrapped(text: str) -> str:
    """Paragraphs as lines a terminal and a notepad can show; empty lines as they were, never two together."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines += textwrap.wrap(line.strip(), WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(lines).strip() + "\n"
