"""How to greet a person: by first name if a source that answers by itself knows it, else just hello."""

from datetime import datetime

from privacy_portal.data_sources.collecting import ask
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_sources.registry import sources
from privacy_portal.data_subjects.models import CustomerSession, DataSubject


def first_name(session: CustomerSession, *, now: datetime) -> str:
    """Asked once a session; the answer is sealed with the session and goes with it."""
    known = session.get("first_name")
    if known is None:
        known = name_in_sources(session.subject, now=now)
        session.put("first_name", known)
    return known


def name_in_sources(subject: DataSubject, *, now: datetime) -> str:
    """A source tells first who somebody is, so its first record is enough. A name is not worth a call to elsewhere."""
    for source in sources():
        if not source.is_embedded:
            continue
        answer = ask(source, subject, now=now)
        if answer.state is AnswerState.ANSWERED:
            name = next(iter(answer.records)).value("first_name")
            if name:
                return str(name)
    return ""
