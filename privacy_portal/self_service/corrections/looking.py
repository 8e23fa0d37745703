"""Finding the field a person points at, in the source itself: what it says now, and only if it is about them."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.collecting import ask_within
from privacy_portal.data_sources.contract import Field, Record, Source
from privacy_portal.data_sources.enums import AnswerState, Capability
from privacy_portal.data_sources.outside.together import PAGE_SECONDS
from privacy_portal.data_sources.rectifying import written
from privacy_portal.data_subjects.access import subject_actor
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.evidence.ledger import record
from privacy_portal.rights_requests.corrections.places import tells
from privacy_portal.self_service.data_view.events import OPENED
from privacy_portal.self_service.data_view.values import text

from .words import in_words


class CouldNotAsk(Exception):
    """The place did not answer; `source` says which."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.key)
        self.source = source


@dataclass(frozen=True)
class Aim:
    """One field of one record, as its source tells it now."""

    source: Source
    record: Record
    field: Field

    @property
    def is_correctable(self) -> bool:
        return self.field.correctable and self.source.can(Capability.RECTIFY)

    @property
    def is_email(self) -> bool:
        return self.field.category == "email"

    @property
    def current(self) -> str:
        """As it is sent and compared."""
        return written(self.field.value)

    @property
    def shown(self) -> str:
        """As a person reads it."""
        value = text(self.field.value, self.field.unit)
        return in_words(self.field.category, value)


def note(request: SignedInRequest, source: str, masked: str | bool = False) -> None:
    """Seeing a value in full is an event, also when it is one's own (SECURITY L-01)."""
    if request.method == "GET":
        facts = {"masked": masked, "answered": [source]}
        record(OPENED, by=subject_actor(request), subject=request.data_subject.pk, facts=facts)


def look(subject: DataSubject, source_key: str, reference: str, name: str, *, now: datetime) -> Aim:
    source, held = find(subject, source_key, reference, now=now)
    return Aim(source, held, _field(held, name))


def find(subject: DataSubject, source_key: str, reference: str, *, now: datetime) -> tuple[Source, Record]:
    """Somebody else's record and one that does not exist are the same 404 (SECURITY A-08)."""
    source = place(source_key)
    answer = ask_within(source, subject, now=now, within=PAGE_SECONDS).settled()
    if answer.state == AnswerState.COULD_NOT_ASK:
        raise CouldNotAsk(source)
    for held in answer.records:
        if held.reference == reference:
            return source, held
    raise Http404


def place(key: str) -> Source:
    """A source of others that tells what it holds; one that was unplugged is not there."""
    try:
        source = registry.source(key)
    except KeyError:
        raise Http404 from None
    if not tells(source):
        raise Http404
    return source


def _field(record: Record, name: str) -> Field:
    for field in record.fields:
        if field.name == name:
            return field
    raise Http404
