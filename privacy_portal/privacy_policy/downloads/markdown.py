"""A version as Markdown: made from its frozen content, with a header that says which text it is a copy of."""

import json
from collections.abc import Callable, Iterable, Iterator

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from privacy_portal.privacy_policy.document import Document
from privacy_portal.privacy_policy.models import PolicyVersion

from .markup import from_html, line_from_html, link, literal
from .stamp import Stamp

Blocks = Iterator[str]
Writer = Callable[[Document, str], Blocks]


def as_markdown(version: PolicyVersion) -> str:
    stamp = Stamp.of(version)
    with translation.override(version.language_code):
        body = [f"# {literal(version.title)}", *document(version.content, stamp.address)]
    return "\n\n".join([header(version.title, stamp), *body]) + "\n"


def header(title: str, stamp: Stamp) -> str:
    """YAML front matter; a JSON string is a YAML string whatever is in it."""
    told = {"title": " ".join(title.split())} | {name: value for name, value in stamp._asdict().items() if value}
    return "\n".join(
        ["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()), "---"]
    )


def document(content: Document, base: str) -> Blocks:
    if content["summary"]:
        yield "## " + literal(_("In short"))
        yield "\n".join(f"- {line_from_html(point, base)}" for point in content["summary"])
    yield from from_html(content["introduction"], base)
    for section in content["sections"]:
        yield "## " + literal(f"{section['number']}. {section['title']}")
        yield from from_html(section["short_answer"], base)
        for part in section["parts"]:
            yield from WRITERS.get(part["kind"], write_unknown)(part, base)


def write_text(part: Document, base: str) -> Blocks:
    yield from from_html(part["html"], base)


def write_notice(part: Document, base: str) -> Blocks:
    heading = [f"**{literal(part['heading'])}**"] if part.get("heading") else []
    quoted = "\n\n".join([*heading, *from_html(part.get("text", ""), base)])
    yield "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))


def write_details(part: Document, base: str) -> Blocks:
    yield f"### {literal(part.get('summary', ''))}"
    yield from from_html(part.get("text", ""), base)


def write_purposes(part: Document, base: str) -> Blocks:
    heads = (
        _("Purpose"),
        _("Data"),
        _("Lawful basis"),
        _("How long"),
        _("Why"),
        _("Who receives them"),
        _("Where from"),
    )
    yield from titled_table(part.get("caption") or _("Data per purpose"), heads, map(purpose_cells, part["rows"]))


def purpose_cells(row: Document) -> list[str]:
    basis = f"{row['basis']} {article(row)}" if row.get("basis") else _("Not stated")
    mandatory = {True: _("You need to give these data."), False: _("You choose whether you give these data.")}
    decisions = row.get("automated", "")
    machines = _("Decisions by a computer: %(decisions)s") % {"decisions": decisions} if decisions else ""
    needed = (mandatory.get(row["mandatory"], ""), row["consequence"])
    why = (", ".join(row["purposes"]) + ".", row["basis_note"], *needed, machines)
    period = row["period"] or _("Not stated")
    cells = (
        row["name"],
        ", ".join(row["data"]),
        basis,
        period,
        joined(why),
        ", ".join(row["recipients"]),
        row["origin"],
    )
    return [literal(cell) for cell in cells]


def write_processors(part: Document, base: str) -> Blocks:
    heads = (_("Party"), _("What for"), _("Where"))
    rows = (processor_cells(row, base) for row in part["rows"])
    yield from titled_table(part.get("caption") or _("Parties that work with your data for us"), heads, rows)
    yield link(literal(_("The whole list, with agreements, countries and safeguards")), part["register_url"], base)


def processor_cells(row: Document, base: str) -> list[str]:
    protected = f": {', '.join(row['safeguards'])}" if row.get("safeguards") else ""
    abroad = _("Outside the European Economic Area") + protected if row["outside_eea"] else ""
    statement = _("Privacy statement of %(party)s") % {"party": row["name"]}
    to_statement = [link(literal(statement), row["privacy_url"], base)] if row["privacy_url"] else []
    what_for = [literal(sentences(row["service"], row["role"])), *to_statement]
    return [literal(row["name"]), " ".join(what_for), literal(sentences(row["country"] or _("Not stated"), abroad))]


def write_retention(part: Document, base: str) -> Blocks:
    heads = (_("How long"), _("What for"), _("Counts from"), _("What happens then"))
    rows = [retention_cells(row) for row in part["rows"]]
    if part.get("not_stated"):
        rows.append([literal(_("Not stated")), literal(", ".join(part["not_stated"])), "–", "–"])
    yield from titled_table(part.get("caption") or _("How long we keep your data"), heads, rows)


def retention_cells(row: Document) -> list[str]:
    what_for = sentences(", ".join(row["activities"]), row["ground"])
    return [literal(cell) for cell in (row["period"], what_for, capfirst(row["start"]), capfirst(row["at_end"]))]


def write_rights(part: Document, base: str) -> Blocks:
    if part.get("caption"):
        yield f"### {literal(part['caption'])}"
    yield "\n".join(right_item(row, base) for row in part["rows"])
    yield link(literal(_("Use one of your rights")), part["url"], base)


def right_item(row: Document, base: str) -> str:
    use = link(literal(_("Use this right")), row["url"], base) if row["url"] else ""
    return f"- **{literal(row['name'])}**: {joined((literal(row['summary']), literal(article(row)), use))}"


def write_cookies(part: Document, base: str) -> Blocks:
    heads = (_("Cookie"), _("What for"), _("How long"), _("Set by"))
    rows = (cookie_cells(row, base) for row in part["rows"])
    yield from titled_table(part.get("caption") or _("Cookies on our websites"), heads, rows)
    yield link(literal(_("The cookie statement")), part["register_url"], base)


def cookie_cells(row: Document, base: str) -> list[str]:
    asked = _("Only after you said yes.") if row["asks_consent"] else _("Placed without asking.")
    policy = _("Policy of %(party)s") % {"party": row["set_by"]}
    set_by = [literal(row["set_by"]), link(literal(policy), row["info_url"], base) if row["info_url"] else ""]
    cells = [sentences(row["name"], row["kind"]), sentences(row["purpose"], asked), row["lifetime"] or _("Not stated")]
    return [*map(literal, cells), joined(set_by)]


def write_contacts(part: Document, base: str) -> Blocks:
    if part.get("caption"):
        yield f"### {literal(part['caption'])}"
    lines = [f"- **{literal(name)}**: {told}" for name, told in contact_lines(part, base) if told]
    yield "\n".join(lines)


def contact_lines(part: Document, base: str) -> list[tuple[str, str]]:
    part_of = _("part of %(organisation)s") % {"organisation": part["part_of"]} if part["part_of"] else ""
    email = part["privacy_email"] or part["email"]
    authority = _("You may always complain to the %(authority)s.") % {"authority": part["authority_name"]}
    site = _("Website of the %(authority)s") % {"authority": part["authority_name"]}
    to_site = link(literal(site), part["authority_url"], base) if part["authority_url"] else ""
    complaint = joined((literal(authority), to_site, literal(part["authority_address"])))
    return [
        (_("Who is responsible"), listed(literal(part["name"]), literal(part_of), literal(part["address"]))),
        (_("Questions about your privacy"), listed(mail(email), literal(part["phone"]))),
        (_("Data protection officer"), joined((literal(part["dpo_name"]), mail(part["dpo_email"])))),
        (_("Complaint"), complaint if part["authority_name"] else ""),
    ]


def write_unknown(part: Document, base: str) -> Blocks:
    """A part of a later day: its words at least."""
    for value in part.values():
        if isinstance(value, str) and value != part["kind"]:
            yield from from_html(value, base)


WRITERS: dict[str, Writer] = {
    "text": write_text,
    "notice": write_notice,
    "details": write_details,
    "purposes": write_purposes,
    "processors": write_processors,
    "retention": write_retention,
    "rights": write_rights,
    "cookies": write_cookies,
    "contacts": write_contacts,
}


def titled_table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Blocks:
    yield f"**{literal(title)}**"
    names = [literal(head) for head in heads]
    lines = [names, ["---"] * len(names), *rows]
    yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def article(row: Document) -> str:
    return _("(GDPR Art. %(article)s)") % {"article": row["article"]}


def mail(address: str) -> str:
    return link(literal(address), f"mailto:{address}", "") if address else ""


def joined(told: Iterable[str]) -> str:
    return " ".join(filter(None, told))


def listed(*told: str) -> str:
    return ", ".join(filter(None, told))


def sentences(*told: str) -> str:
    """What stands under each other on the page."""
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in told if text).rstrip(".")
