"""Mails about a task. To a party outside goes the number of the case, what is asked and by when; of the person at most
the one proven address by which the party can find them, never a name, a reason or what the person wrote. A reminder
holds nothing of the person at all, nor does a mail to the desk (SECURITY H-07)."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.data_sources.registry import labels
from privacy_portal.data_subjects.identifiers import emails_of, primary_email
from privacy_portal.evidence.outbox import post_mail
from privacy_portal.gdpr.rights import Right
from privacy_portal.processing_register.queries import contacts, controller
from privacy_portal.rights_requests.models import HandTask

from .needs import NEEDS


def asked(task: HandTask, *, with_address: bool, now: datetime) -> None:
    known_by = proven_address(task) if with_address else ""
    _to_party(task, "by_hand_asked", now, known_by=known_by)


def remind_party(task: HandTask, *, late: bool, now: datetime) -> None:
    """Only who was asked by mail."""
    if task.contact:
        _to_party(task, "by_hand_reminder", now, is_late=late)


def remind_desk(near: Sequence[HandTask], late: Sequence[HandTask], *, now: datetime) -> None:
    """One mail for all, so that it is read."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {"near": [_row(task) for task in near], "late": [_row(task) for task in late]}
        link = f"{settings.BASE_URL}{reverse('casework:index')}"
    post_mail(
        to=desk_address(),
        template="by_hand_desk",
        context={**context, "link": link},
        language=settings.LANGUAGE_CODE,
        now=now,
    )


def proven_address(task: HandTask) -> str:
    """What nobody proved is not passed on as theirs."""
    person = task.rights_request.subject
    address = primary_email(person) if person else None
    return address if address and person and address in emails_of(person) else ""


def desk_address() -> str:
    """Always somebody: without a word in the register it is the address this site mails from."""
    known = controller(settings.LANGUAGE_CODE)
    return known.privacy_email or known.dpo_email or known.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _row(task: HandTask) -> dict[str, Any]:
    return {
        "number": task.rights_request.number,
        "place": labels().get(task.source, task.source),
        "due_on": task.due_on,
        "is_asked": task.asked_at is not None,
    }


def _to_party(task: HandTask, template: str, now: datetime, **context: Any) -> None:
    language = settings.LANGUAGE_CODE
    party = contacts(language).get(task.processor)
    need = NEEDS[Right(task.rights_request.right)]
    with translation.override(language):
        told = {"request": str(need.question), "place": labels().get(task.source, task.source)}
    post_mail(
        to=task.contact,
        template=template,
        context={
            **told,
            "number": task.rights_request.number,
            "articles": need.articles,
            "due_on": task.due_on,
            "asked_at": task.asked_at,
            "question": task.question,
            "is_bound": bool(party and party.bound),
            "desk": desk_address(),
            "controller": controller(language),
            **context,
        },
        language=language,
        subject=task.rights_request.subject_id,
        headers={"Reply-To": desk_address()},
        now=now,
    )
