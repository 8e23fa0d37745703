"""Addresses that asked to be forgotten, so that the next import does not bring them back (SECURITY E-06, B-04)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Min

from privacy_portal.data_sources.ticketing.importing.runs import drop_open
from privacy_portal.data_subjects.identifiers import email_index
from privacy_portal.data_subjects.models import DataSubject

from .models import Suppression


def suppress(subject: DataSubject, *, source: str, case_ref: str, now: datetime) -> None:
    """Remembers the person's addresses as keyed hashes; a second time changes nothing. An import that lies aside was
    checked against the list of before, so it begins anew."""
    drop_open()
    indexes = subject.identifiers.emails().values_list("index", flat=True)
    Suppression.objects.bulk_create(
        (Suppression(index=index, source=source, case_ref=case_ref, since=now) for index in indexes),
        ignore_conflicts=True,
    )


def suppressed(email: str, *, source: str = "") -> bool:
    """Whether this address asked to be forgotten, in one source or in any."""
    return suppressed_since(email, source=source) is not None


def suppressed_since(email: str, *, source: str = "") -> datetime | None:
    """From when; whoever orders a ticket after that moment is a customer again, with the data of that order."""
    try:
        rows = Suppression.objects.filter(index=email_index(email))
    except ValidationError:
        return None
    if source:
        rows = rows.filter(source=source)
    return rows.aggregate(first=Min("since"))["first"]
