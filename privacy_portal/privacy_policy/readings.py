"""What each register block says today, as plain data with names in the reader's language.

A reading is frozen with the version, so it holds words and numbers only: no rows, no lazy text. What it refers to
and cannot show, because it is not published in this language, is a gap: a draft shows the gap, publishing refuses."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from privacy_portal.gdpr.periods import Period
from privacy_portal.gdpr.rights import RIGHTS, Right
from privacy_portal.processing_register.enums import CookieScope
from privacy_portal.processing_register.models import ProcessingActivity, Processor, RegisterEntry
from privacy_portal.processing_register.queries import (
    CookieEntry,
    Explanation,
    ProcessorEntry,
    controller,
    cookies,
    explanations,
    processors,
    register_language,
)

Reading = dict[str, Any]
Gaps = list[str]


def read_purposes(value: Any, language_code: str) -> tuple[Reading, Gaps]:
    """Art. 13(1)(c)-(e), 13(2)(a) and (e): what, why, on which ground, for whom and how long."""
    chosen, gaps = chosen_keys(value.get("activities"))
    everything = not value.get("activities")
    shown = [e for e in shown_activities(language_code) if everything or e.activity in chosen]
    gaps += unpublished(ProcessingActivity, chosen, language_code)
    gaps += unpublished(Processor, processors_behind([e.activity for e in shown], language_code), language_code)
    return {"rows": [purpose_row(e) for e in shown], "chosen": chosen}, gaps


def read_processors(value: Any, language_code: str) -> tuple[Reading, Gaps]:
    """Art. 13(1)(e) and (f): who receives the data, and where."""
    chosen, gaps = chosen_keys(value.get("processors"))
    everything = not value.get("processors")
    entries = [p for p in processors(language_code) if everything or p.key in chosen]
    gaps += unpublished(Processor, chosen, language_code)
    return {
        "rows": [processor_row(p) for p in entries],
        "chosen": chosen,
        "register_url": reverse("processing_register:processors"),
    }, gaps


def read_retention(value: Any, language_code: str) -> tuple[Reading, Gaps]:
    """Art. 13(2)(a), one row per period. What the register gives no period for is named too: silence would read
    as a promise."""
    shown = shown_activities(language_code)
    periods: dict[tuple, list[str]] = {}
    for e in shown:
        if e.period:
            periods.setdefault(retention_of(e), []).append(e.name)
    rows = [dict(told) | {"activities": names} for told, names in periods.items()]
    return {"rows": rows, "not_stated": [e.name for e in shown if not e.period]}, []


def read_rights(value: Any, language_code: str) -> tuple[Reading, Gaps]:
    """Art. 13(2)(b)-(d). Only a right that starts a case has an address to use it. The venue's own term to answer is a
    promise, so it is frozen as a number beside its words (Art. 12(3))."""
    start, days = reverse("self_service:file_request"), settings.VENUE_ANSWER_DAYS
    term = {"answer_days": days, "answer_period": days_in_words(days)}
    return {"rows": [right_row(right, start) for right in Right], "url": start, **term}, []


def read_cookies(value: Any, language_code: str) -> tuple[Reading, Gaps]:
    """Telecommunicatiewet art. 11.7a: what is stored in the browser, and for what."""
    rows = [cookie_row(c) for c in cookies(language_code)]
    return {"rows": rows, "register_url": reverse("processing_register:cookies")}, []


def read_contacts(value: Any, language_code: str) -> tuple[Reading, Gaps]:
    """Art. 13(1)(a) and (b), 13(2)(d)."""
    who = controller(language_code)
    stated = ("name", "part_of", "part_of_url", "privacy_email", "email", "phone", "dpo_name", "dpo_email")
    authority = ("authority_name", "authority_url", "authority_address")
    return {name: getattr(who, name) for name in (*stated, *authority)} | {"address": who.full_address}, []


READERS: dict[str, Callable[[Any, str], tuple[Reading, Gaps]]] = {
    "purposes": read_purposes,
    "processors": read_processors,
    "retention": read_retention,
    "rights": read_rights,
    "cookies": read_cookies,
    "contacts": read_contacts,
}


def purpose_row(e: Explanation) -> Reading:
    return {
        "key": e.activity,
        "name": e.name,
        "purposes": list(e.purposes),
        "data": [name for _key, name in e.data],
        "basis": e.basis_label,
        "article": e.basis_article,
        "basis_note": e.basis_note,
        "recipients": [name for _key, name in e.recipients] + ([e.other_recipients] if e.other_recipients else []),
        "period": e.period_label,
        "iso_period": str(e.period) if e.period else "",
        "start": e.start_label,
        "at_end": e.at_end_label,
        "origin": e.origin,
        "mandatory": e.mandatory,
        "consequence": e.consequence,
        "automated": e.automated_decisions,
    }


def processor_row(p: ProcessorEntry) -> Reading:
    return {
        "key": p.key,
        "name": p.name,
        "role": p.role_label,
        "service": p.service,
        "country": p.country_name,
        "outside_eea": p.is_outside_eea,
        "safeguards": sorted({t.safeguard_label for t in p.transfers if t.safeguard_label}),
        "privacy_url": p.privacy_url,
    }


def retention_of(e: Explanation) -> tuple[tuple[str, str], ...]:
    """What activities with the same period have in common."""
    return (
        ("period", e.period_label),
        ("iso_period", str(e.period)),
        ("start", e.start_label),
        ("at_end", e.at_end_label),
        ("ground", e.period_ground),
    )


def right_row(right: Right, start: str) -> Reading:
    info = RIGHTS[right]
    return {
        "key": right.value,
        "name": str(right.label),
        "summary": str(info.summary),
        "article": info.article,
        "url": f"{start}?right={right.value}" if info.fileable else "",
    }


def cookie_row(c: CookieEntry) -> Reading:
    return {
        "key": c.key,
        "name": c.name,
        "kind": str(c.kind.label),
        "purpose": c.purpose,
        "lifetime": c.lifetime,
        "set_by": c.set_by,
        "asks_consent": c.asks_consent,
        "info_url": c.info_url,
        "technical_name": c.technical_name,
        "on_this_site": c.scope == CookieScope.THIS_SITE,
    }


def days_in_words(days: int) -> str:
    """In weeks where it is whole weeks: that is how people say it."""
    weeks, rest = divmod(days, 7)
    return (Period(days=days) if rest else Period(weeks=weeks)).label()


def shown_activities(language_code: str) -> list[Explanation]:
    return [e for e in explanations(language_code).values() if e.is_public and e.is_active]


def chosen_keys(entries: Iterable[RegisterEntry | None] | None) -> tuple[list[str], Gaps]:
    """Keys, because a choice may point at the row of another language. A choice of which nothing is left is no choice
    of everything: only a list that was left empty is."""
    found = list(entries or [])
    gaps = [_("an entry that was deleted")] if None in found else []
    return [entry.key for entry in found if entry is not None], gaps


def processors_behind(activities: list[str], language_code: str) -> list[str]:
    """Every party the activities name, also those the register does not show."""
    rows = ProcessingActivity.objects.live().in_language(register_language(language_code)).filter(key__in=activities)
    return [key for key in rows.values_list("processors__key", flat=True).distinct() if key]


def unpublished(model: type[RegisterEntry], keys: list[str], language_code: str) -> Gaps:
    """Names of the entries that are not live in this language."""
    if not keys:
        return []
    live = set(model.objects.live().in_language(register_language(language_code)).values_list("key", flat=True))
    missing = sorted(set(keys) - live)
    names = dict(model.objects.filter(key__in=missing).values_list("key", "name"))
    return [names.get(key, key) for key in missing]
