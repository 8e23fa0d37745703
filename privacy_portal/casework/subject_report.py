"""What every source holds about the person of a case, for an answer by phone or on paper (Art. 15). The same rules as
on screen: what the person proved decides what is looked for, and secrets stay masked until the desk knows who asks."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override

from privacy_portal.data_sources.collecting import SourceAnswer, collect
from privacy_portal.data_sources.contract import Field, Record, Value
from privacy_portal.data_sources.masking import masked
from privacy_portal.data_subjects.identifiers import emails_of, normalise_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record as write_ledger
from privacy_portal.processing_register.queries import Explanation, explanations
from privacy_portal.rights_requests.events import SUBJECT_REPORT_MADE
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf import gate as on_behalf

# Levels at which a person may see secrets on screen too (SECURITY, assurance levels).
OPEN_LEVELS = frozenset({"A2", "A3"})


class NoReport(Exception):
    """Why no report can be made; the message names no person."""


def subject_report(email: str, *, number: str, now: datetime) -> dict[str, Any]:
    """{"sources": [{"source", "status", "asked_at", "records": [{"category", "purpose", "basis", "label", "value",
    "origin", "end_date"}]}]}; dates in ISO 8601, moments in UTC."""
    case = case_of(email, number)
    check_may_leave(case, now)
    closed = case.level not in OPEN_LEVELS and case.identity_confirmed_at is None
    known = explanations(case.language)
    assert case.subject is not None  # noqa: S101 - case_of saw to it
    with override(case.language):
        sources = [told(answer.settled(), known, closed) for answer in collect(case.subject, now=now)]
    with transaction.atomic():
        facts = {"case": case.number, "masked": closed, "sources": [source["source"] for source in sources]}
        write_ledger(
            SUBJECT_REPORT_MADE, by=Actor.system("subject_report"), subject=case.subject.pk, facts=facts, now=now
        )
    return {"sources": sources}


def case_of(email: str, number: str) -> RightsRequest:
    """The case, when it is this person's. Another one's case and no case are told alike."""
    case = RightsRequest.objects.select_related("subject").filter(number=number).first()
    try:
        address = normalise_email(email)
    except ValidationError:
        raise NoReport("That is no e-mail address.") from None
    if case is None or case.subject is None or address not in emails_of(case.subject):
        raise NoReport("There is no case with that number of a person who proved that address.")
    return case


def check_may_leave(case: RightsRequest, now: datetime) -> None:
    """Asked by somebody else: not before the papers are checked and the time to object is over (SECURITY V-12)."""
    try:
        on_behalf.check_may_leave(case, now)
    except ValidationError as refusal:
        raise NoReport(" ".join(refusal.messages)) from None


def told(answer: SourceAnswer, known: dict[str, Explanation], closed: bool) -> dict[str, Any]:
    return {
        "source": answer.source.key,
        "status": answer.state.value,
        "asked_at": answer.asked_at.isoformat(),
        "records": [row for record in answer.records for row in rows_of(record, known, closed)],
    }


def rows_of(record: Record, known: dict[str, Explanation], closed: bool) -> Iterator[dict[str, Any]]:
    for field in record.fields:
        yield row_of(record, field, known.get(field.activity or record.activity), closed)


def row_of(record: Record, field: Field, why: Explanation | None, closed: bool) -> dict[str, Any]:
    last_day = why.last_day(record.retention_start) if why else None
    return {
        "category": field.category,
        "purpose": ", ".join(why.purposes) if why else "",
        "basis": why.basis_label if why else "",
        "label": str(field.label),
        "value": plain(masked(field) if closed else field.value),
        "origin": record.origin,
        "end_date": last_day.isoformat() if last_day else None,
    }


def plain(value: Value) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, date) else value
