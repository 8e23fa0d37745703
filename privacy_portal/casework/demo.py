"""Believable cases for the demo, made by the same actions people use, each at its own moment."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from privacy_portal.data_subjects.identifiers import find_by_email
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.people import create_subject, verify_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.by_hand import actions as by_hand
from privacy_portal.rights_requests.by_hand.enums import TaskState
from privacy_portal.rights_requests.enums import IdentityMethod
from privacy_portal.rights_requests.models import RightsRequest

from .groups import DESK

ALMA, GIJS = "alma@example.org", "gijs@example.org"


@transaction.atomic
def load_cases(*, now: datetime) -> None:
    """Nothing when there are cases already, so running it again changes nothing."""
    if RightsRequest.objects.exists():
        return
    desk = Actor.staff(get_user_model().objects.filter(groups__name=DESK).first())
    answered_access(known(ALMA, now), desk, now - timedelta(days=70))
    overdue_erasure(known(GIJS, now), desk, now - timedelta(days=33))
    waiting_correction(known(ALMA, now), desk, now - timedelta(days=9))
    fresh_objection(known(GIJS, now), now - timedelta(days=1))


def known(email: str, now: datetime) -> DataSubject:
    found = find_by_email(email)
    if found is None:
        found = create_subject(email, language="nl", by=Actor.system("demo"), now=now)
        verify_email(found, email, by=Actor.system("demo"), now=now)
    return found


def receive(person: DataSubject, right: Right, question: str, answer: str, now: datetime) -> RightsRequest:
    details = {"answers": [{"key": "question", "question": question, "answer": [answer]}], "keys": {}}
    return actions.receive(
        subject=person, right=right, details=details, language="nl", by=Actor.subject(person.pk, "A1"), now=now
    )


def answered_access(person: DataSubject, desk: Actor, start: datetime) -> None:
    case = receive(person, Right.ACCESS, "Welke gegevens wil je zien?", "Alles over mijn bestellingen.", start)
    actions.take(rights_request=case, by=desk, now=start + timedelta(days=2))
    actions.confirm_identity(
        rights_request=case, method=IdentityMethod.SIGNED_IN, by=desk, now=start + timedelta(days=2)
    )
    asked_by_hand(case, desk, start + timedelta(days=3))
    actions.answer(
        rights_request=case,
        text="Je ziet al je bestellingen nu bij Inzage. Onder Downloads kun je ze meenemen.",
        by=desk,
        now=start + timedelta(days=12),
    )


def asked_by_hand(case: RightsRequest, desk: Actor, asked: datetime) -> None:
    """The lockers were asked by telephone, the others hold nothing that the request is about."""
    ended = asked + timedelta(days=2)
    for task in case.hand_tasks.all():
        if task.source == "keynius":
            by_hand.ask(task, email="", question="", with_address=False, by=desk, now=asked)
            answer = "Telefonisch: geen kluisjes op dit adres."
            by_hand.end(task, outcome=TaskState.NOTHING, answer=answer, is_shown=True, by=desk, now=ended)
        else:
            answer = "De vraag gaat alleen over bestellingen."
            by_hand.end(task, outcome=TaskState.NOT_NEEDED, answer=answer, by=desk, now=ended)


def overdue_erasure(person: DataSubject, desk: Actor, start: datetime) -> None:
    case = receive(person, Right.ERASURE, "Wat wil je laten wissen?", "Al mijn gegevens, ik kom niet meer.", start)
    actions.take(rights_request=case, by=desk, now=start + timedelta(days=5))


def waiting_correction(person: DataSubject, desk: Actor, start: datetime) -> None:
    case = receive(person, Right.RECTIFICATION, "Wat klopt er niet?", "Mijn huisnummer is 14, niet 41.", start)
    actions.take(rights_request=case, by=desk, now=start + timedelta(days=1))
    actions.ask_subject(
        rights_request=case,
        question="Geldt het nieuwe huisnummer ook voor de kaarten die al besteld zijn?",
        by=desk,
        now=start + timedelta(days=2),
    )


def fresh_objection(person: DataSubject, start: datetime) -> None:
    receive(person, Right.OBJECTION, "Waar maak je bezwaar tegen?", "Tegen post op basis van mijn bezoek.", start)
