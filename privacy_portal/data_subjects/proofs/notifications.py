"""The mails about second proofs. Only the first holds a code; the others tell the owner what happened (V-11)."""

from datetime import datetime

from django.utils import translation

from privacy_portal.data_subjects import codes
from privacy_portal.data_subjects.identifiers import every_email_of
from privacy_portal.data_subjects.models import DataSubject, Identifier
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.outbox import post_mail

from .kinds import RULES, ProofKind
from .models import ProofCode


def send_code(address: Identifier, *, code: str, language: str, now: datetime) -> None:
    """To the other mailbox. Who reads it without having asked can stop all access from there."""
    post_mail(
        to=address.value,
        template="proof_code",
        context={
            "code": codes.readable(code),
            "minutes": int(RULES[ProofKind.SECOND_ADDRESS].lasts.total_seconds() // 60),
            "security_url": link_to_stop(address.subject, language),
        },
        language=language,
        subject=address.subject_id,
        now=now,
    )


def tell_made(row: ProofCode, *, now: datetime) -> None:
    tell(row.subject, "proof_code_made", row, now=now)


def tell_used(row: ProofCode, *, now: datetime) -> None:
    tell(row.subject, "proof_code_used", row, now=now)


def tell(subject: DataSubject, template: str, row: ProofCode, *, now: datetime) -> None:
    """To every proven address, so that an owner hears of it even if somebody else can read one of them."""
    with translation.override(subject.language):
        how = str(ProofKind(row.kind).label)
    for number, address in enumerate(every_email_of(subject)):
        post_mail(
            to=address,
            template=template,
            context={"how": how, "security_url": link_to_stop(subject, subject.language)},
            language=subject.language,
            key=f"{template}-{row.pk}-{number}",
            subject=subject.pk,
            now=now,
        )
