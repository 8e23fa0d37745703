"""The demo's policy in both languages, in words of our own: the version of 10 November 2023 and the one that
replaced it. Safe to run again: what was published stays, also when editors went on from it."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from .languages.pairing import pair
from .models import PolicyPage, PolicyVersion
from .pages import add_policy_page, policy_page

DATA = Path(__file__).parent / "data"
LANGUAGES = ("nl", "en")


@transaction.atomic
def load_policy(now: datetime) -> list[PolicyVersion]:
    """Publishes what is missing; a version never takes effect after `now`, so that one is always in force."""
    for language_code in LANGUAGES:
        load_language(language_code, today=localdate(now))
    original, *written = filter(None, map(policy_page, LANGUAGES))
    for page in written:
        pair(original, page)
    return list(PolicyVersion.objects.filter(language_code__in=LANGUAGES))


def load_language(language_code: str, *, today: date) -> None:
    told = json.loads((DATA / f"policy.{language_code}.json").read_text())
    page = policy_page(language_code) or add_policy_page(language_code, told["title"])
    page.search_description = told["search_description"]
    known: dict[str, dict] = {}
    for position, edition in enumerate(told["versions"]):
        sections = [known[s] if isinstance(s, str) else s for s in edition["sections"]]
        known |= {section["anchor"]: section for section in sections}
        if position >= page.versions.count():
            publish(page, edition, sections, today=today)


def publish(page: PolicyPage, edition: dict, sections: list[dict], *, today: date) -> None:
    page.effective_from = min(date.fromisoformat(edition["effective_from"]), today)
    page.reviewed_on = min(date.fromisoformat(edition["reviewed_on"]), today) if "reviewed_on" in edition else None
    page.introduction = "".join(edition["introduction"])
    page.change_summary = "".join(edition.get("change_summary", ()))
    page.summary = stream(page, "summary", [("point", f"<p>{line}</p>") for line in edition.get("summary", ())])
    page.sections = stream(page, "sections", [("section", section_value(section)) for section in sections])
    page.save_revision().publish()
    page.refresh_from_db()


def stream(page: PolicyPage, field: str, blocks: list[tuple[str, Any]]) -> Any:
    raw = [{"type": kind, "value": value} for kind, value in blocks]
    return page._meta.get_field(field).stream_block.to_python(raw)


def section_value(section: dict) -> dict:
    short = section.get("short")
    return {
        "title": section["title"],
        "anchor": section["anchor"],
        "short_answer": f"<p>{short}</p>" if short else "",
        "body": [block for part in section["body"] for block in map(body_block, part.items())],
    }


def body_block(part: tuple[str, Any]) -> dict:
    """Parts that read the register are told by their caption alone."""
    kind, value = part
    return {"type": kind, "value": {"caption": value} if isinstance(value, str) and kind != "text" else value}
