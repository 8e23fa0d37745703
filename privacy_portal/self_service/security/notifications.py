"""Who hears that a person stopped all access: the person at every proven address, and the privacy desk."""

from datetime import datetime

from django.conf import settings

from privacy_portal.data_subjects.identifiers import emails_of
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.outbox import post_mail

from .contact import contact_of, desk


def tell_person(subject: DataSubject, *, now: datetime) -> None:
    contact = contact_of(subject.language)
    for address in emails_of(subject):
        post_mail(
            to=address,
            template="access_stopped",
            context={"contact": contact},
            language=subject.language,
            subject=subject.id,
            now=now,
        )


def tell_desk(subject: DataSubject, *, now: datetime) -> None:
    """Names nobody: the desk finds the person by this reference."""
    post_mail(
        to=desk(),
        template="access_stopped_desk",
        context={"reference": str(subject.id)},
        language=settings.LANGUAGE_CODE,
        now=now,
    )
