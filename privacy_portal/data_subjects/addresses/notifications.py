"""Mails about addresses. None says what the other address is: whoever reads the one need not know the other (H-07)."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.data_subjects import codes, times
from privacy_portal.data_subjects.identifiers import every_email_of
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.outbox import post_mail

from .enums import Purpose
from .links import link_to_undo
from .models import AddressChange, AddressProof


def page(name: str, language: str, *args: object) -> str:
    """SECURITY V-06: from the configured address, never from the Host header."""
    with translation.override(language):
        return settings.BASE_URL + reverse(f"self_service:{name}", args=args)


def send_proof(proof: AddressProof, *, code: str, token: str) -> None:
    """To an address that may be a stranger's: it says what pressing would mean, and that nothing happens without."""
    post_mail(
        to=proof.email,
        template="address_proof",
        context={
            "code": codes.readable(code),
            "link": page("address_link", proof.language, token),
            "minutes": int(times.CHALLENGE_LASTS.total_seconds() // 60),
            "is_change": proof.purpose == Purpose.CHANGE,
        },
        language=proof.language,
        now=proof.created_at,
    )


def changed(change: AddressChange, *, now: datetime) -> None:
    language = change.subject.language
    undo = {"undo_url": link_to_undo(change, language)}
    _post(change.subject, change.old.value, "address_changed_old", undo, now)
    if change.new is not None:
        stop = {"security_url": link_to_stop(change.subject, language)}
        _post(change.subject, change.new.value, "address_changed_new", stop, now)


def undone(change: AddressChange, *, contact: str, now: datetime) -> None:
    _post(change.subject, change.old.value, "address_change_undone", {"contact": contact}, now)


def joined(subjects: tuple[DataSubject, ...], *, now: datetime) -> None:
    """Both are told, each with a link of its own that stops all access."""
    for subject in subjects:
        for address in every_email_of(subject):
            context = {
                "url": page("security", subject.language),
                "security_url": link_to_stop(subject, subject.language),
            }
            _post(subject, address, "addresses_joined", context, now)


def parted(subjects: tuple[DataSubject, ...], *, now: datetime) -> None:
    for subject in subjects:
        for address in every_email_of(subject):
            context = {"security_url": link_to_stop(subject, subject.language)}
            _post(subject, address, "addresses_parted", context, now)


def _post(subject: DataSubject, address: str, template: str, context: dict, now: datetime) -> None:
    post_mail(to=address, template=template, context=context, language=subject.language, subject=subject.pk, now=now)
