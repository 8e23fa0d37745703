"""Who hears what when somebody asks for another. No mail names either of the two (SECURITY H-07)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from privacy_portal.data_subjects.identifiers import every_email_of, primary_email
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.outbox import post_mail
from privacy_portal.processing_register.queries import controller
from privacy_portal.rights_requests.by_hand.mails import desk_address

from .enums import ResultsTo
from .links import link_to_object
from .models import Delegation


def tell_person(delegation: Delegation, *, now: datetime) -> bool:
    """On every channel of their own, at once. False if there is none."""
    subject = delegation.rights_request.subject
    if subject is None:
        return False
    addresses = every_email_of(subject) or [primary_email(subject)]
    for address in filter(None, addresses):
        _post(
            delegation, subject, address, "delegate_asked", now, object_url=link_to_object(delegation, subject.language)
        )
    return any(addresses)


def tell_delegate(delegation: Delegation, what: str, *, now: datetime, **context: Any) -> None:
    """`what` is one of received, papers, accepted, rejected, objected, decided."""
    who = delegation.delegate
    address = primary_email(who)
    if address:
        _post(delegation, who, address, f"delegate_{what}", now, **context)


def decided(delegation: Delegation, *, now: datetime) -> None:
    tell_delegate(delegation, "decided", now=now, is_yours=delegation.results_to == ResultsTo.DELEGATE)


def tell_desk(delegation: Delegation, *, now: datetime) -> None:
    case = delegation.rights_request
    post_mail(
        to=desk_address(),
        template="delegate_objected_desk",
        context={"number": case.number, "due_on": case.due_on, "statutory_due_on": case.statutory_due_on},
        language=settings.LANGUAGE_CODE,
        now=now,
    )


def _post(
    delegation: Delegation, reader: DataSubject, address: str, template: str, now: datetime, **context: Any
) -> None:
    case = delegation.rights_request
    with translation.override(reader.language):
        url = settings.BASE_URL + reverse("self_service:delegation", args=[delegation.pk])
        right_label = case.get_right_display()
    free_from = delegation.free_from
    about = {
        "number": case.number,
        "right_label": right_label,
        "due_on": case.due_on,
        "free_from": timezone.localtime(free_from) if free_from else None,
        "url": url,
        "controller": controller(reader.language),
    }
    post_mail(
        to=address,
        template=template,
        context={**about, **context},
        language=reader.language,
        subject=reader.pk,
        now=now,
    )
