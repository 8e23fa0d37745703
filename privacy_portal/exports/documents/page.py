"""`index.html`: the same data to read, offline, without script or a request to anywhere (SECURITY X-03)."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from typing import Self

from django.template.loader import render_to_string
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from privacy_portal.exports.contents import Contents, Group
from privacy_portal.exports.spool import records_in
from privacy_portal.gdpr.lawful_bases import LawfulBasis

from .about import About


@cache
def _style() -> tuple[str, str]:
    """The style sheet and its hash: the page's own policy allows this one and no other."""
    text = render_to_string("exports/page.css")
    return text, b64encode(sha256(text.encode()).digest()).decode()


def chunks(contents: Contents, about: About) -> Iterator[bytes]:
    style, digest = _style()
    context = {"about": about, "contents": contents, "style": style, "style_digest": digest}
    yield render_to_string("exports/page_head.html", context).encode()
    for group in contents.groups.values():
        yield from _group(group, contents)
    yield render_to_string("exports/page_foot.html", context).encode()


def _group(group: Group, contents: Contents) -> Iterator[bytes]:
    context = {"group": group, "reasons": [_reason(contents, key) for key in group.activities if key]}
    yield render_to_string("exports/page_group.html", context).encode()
    layout = Layout.of(group)
    for block in group.rows.blocks():
        yield "".join([_record(record, layout) for record in records_in(block)]).encode()
    yield b"</section>\n"


Wording = Callable[[object], str]
# Values of one field repeat, and are dear to put into words; so many of them are remembered.
REMEMBERED = 1000


@dataclass(frozen=True)
class Layout:
    """How the records of one group are written: what a value of a field becomes on the page, label and all."""

    fields: dict[str, Wording]
    origin: Wording
    kept_until: Wording

    @classmethod
    def of(cls, group: Group) -> Self:
        fields = {
            each.name: _pair(each.label, WORDED.get(each.type, _as_it_is), each.unit) for each in group.columns.values()
        }
        return cls(fields, _pair(_("Where it comes from"), _as_it_is), _pair(_("Kept until"), _date))


def _pair(label: str, words: Wording, unit: str = "") -> Wording:
    before, after = f"<div><dt>{escape(label)}</dt><dd>", "</dd></div>"
    empty, unit = before + escape(_("not filled in")) + after, unit and f" {escape(unit)}"

    @lru_cache(maxsize=REMEMBERED, typed=True)
    def pair(value: object) -> str:
        if value is None or value == "":
            return empty
        return f"{before}{escape(words(value))}{unit}{after}"

    return pair


def _reason(contents: Contents, key: str) -> dict:
    """Why we have this, in the words of the register; an unknown activity keeps its own name."""
    explanation = contents.explanations.get(key)
    if explanation is None:
        return {"name": key}
    basis = LawfulBasis(explanation.lawful_basis) if explanation.lawful_basis else None
    recipients = [name for _key, name in explanation.recipients]
    return {"name": explanation.name, "explanation": explanation, "basis": basis, "recipients": recipients}


def _record(record: dict, layout: Layout) -> str:
    fields = layout.fields
    rows = "".join([fields[name](value) for name, value in record["fields"].items()])
    origin = layout.origin(record["origin"]) if record["origin"] else ""
    until = layout.kept_until(record["kept_until"]) if record["kept_until"] else ""
    title = escape(record["title"] or record["reference"])
    return f"<article><h3>{title}</h3><dl>{rows}{origin}{until}</dl></article>\n"


def _date(value: object) -> str:
    day = parse_date(str(value))
    return date_format(day, "j F Y") if isinstance(day, date) else str(value)


def _moment(value: object) -> str:
    moment = parse_datetime(str(value))
    if moment is None:
        return str(value)
    return date_format(localtime(moment) if moment.tzinfo else moment, "j F Y, H:i")


def _answer(value: object) -> str:
    return _("yes") if value else _("no")


def _number(value: object) -> str:
    return number_format(str(value))


def _as_it_is(value: object) -> str:
    return str(value)


# Type of a column -> how its values are put into words; text stays as it is.
WORDED: dict[str, Wording] = {"date": _date, "datetime": _moment, "boolean": _answer, "number": _number}
