"""Who hears of a correction: the person at every proven address, and whoever reads an address that stands beside a
contact detail which changed (SECURITY V-11). No mail says what the value was or is (H-07)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from privacy_portal.data_subjects.digests import of_identifier
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.identifiers import every_email_of, normalise_email
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.outbox import post_mail

from .enums import StepState
from .models import Correction


def started(correction: Correction, *, now: datetime) -> None:
    _tell(correction, "correction_started", every_email_of(correction.subject), now)


def finished(correction: Correction, *, now: datetime) -> None:
    """Of a correction that a newer one replaced nothing is told: the newer one tells how it ends."""
    wrong = set(correction.steps.not_right().values_list("state", flat=True))
    if wrong == {StepState.OVERTAKEN}:
        return
    context = {
        "all_right": not wrong,
        "number": correction.rights_request.number if correction.rights_request else "",
    }
    _tell(correction, "correction_finished", every_email_of(correction.subject), now, **context)


def beside(correction: Correction, addresses: Collection[str], *, now: datetime) -> None:
    """To the addresses in the records themselves, as far as the person did not prove them: the old way to reach them
    is told too."""
    proven = every_email_of(correction.subject)
    others = {address for address in map(_mailable, addresses) if address and address not in proven}
    _tell(correction, "correction_started", sorted(others), now)


def _mailable(address: str) -> str:
    try:
        return normalise_email(address)
    except ValidationError:
        return ""


def _tell(correction: Correction, template: str, addresses: Collection[str], now: datetime, **context: Any) -> None:
    with translation.override(correction.language):
        url = settings.BASE_URL + reverse("self_service:correction", args=[correction.pk])
    common = {
        "url": url,
        "label": correction.label,
        "is_contact": correction.is_contact,
        "security_url": link_to_stop(correction.subject, correction.language),
    }
    for address in addresses:
        post_mail(
            to=address,
            template=template,
            context={**common, **context},
            language=correction.language,
            key=f"{template}-{correction.pk}-{of_identifier(IdentifierKind.EMAIL, address)[:16]}",
            subject=correction.subject_id,
            now=now,
        )
