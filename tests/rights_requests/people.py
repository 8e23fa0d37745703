"""The cast: Alma asks, Bas has somebody else's inbox, Chandni works at the privacy desk."""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.people import subject_for_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.models import RightsRequest

MONDAY = datetime(2026, 11, 2, 13, 5, tzinfo=UTC)
"""2 November 2026, five past two in the afternoon at the venue."""


def subject(email: str = "alma@example.org", language: str = "nl") -> DataSubject:
    return subject_for_email(email, language, by=Actor.system("test"), now=MONDAY)


def desk(email: str = "chandni@example.org") -> Actor:
    users = get_user_model().objects
    user = users.filter(email=email).first() or users.create_user(email, first_name=email.split("@")[0].title())
    return Actor.staff(user)


def as_subject(person: DataSubject) -> Actor:
    return Actor.subject(person.pk, "A1")


def file_request(person: DataSubject | None = None, *, right: str = Right.ACCESS, now=MONDAY, **more) -> RightsRequest:
    person = person or subject()
    return actions.receive(
        subject=person,
        right=right,
        details={"answers": [{"key": "extra", "question": "?", "answer": ["my postcode is 9712 AA"]}]},
        language=more.pop("language", "nl"),
        by=as_subject(person),
        now=now,
        **more,
    )


def in_progress(**more) -> RightsRequest:
    case = file_request(**more)
    return actions.take(rights_request=case, by=desk(), now=more.get("now", MONDAY))
