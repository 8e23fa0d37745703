"""Seeing one's bank account and date of birth in full: for a reason, after a fresh proof, for five minutes (A-09)."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.masking import Mask
from privacy_portal.data_subjects.access import subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.requests import SignedInRequest
from privacy_portal.evidence.ledger import record

from .events import UNMASKED

SHOWN_FOR = timedelta(minutes=5)
KEY = "unmasked"


class Reason(models.TextChoices):
    CHECK = "check", _("I want to see whether it is right")
    NEED = "need", _("I need it, for a refund or a form for example")
    OTHER = "other", _("Another reason")


@transaction.atomic
def unmask(request: SignedInRequest, reason: Reason, *, now: datetime) -> None:
    """The ledger holds the word for the reason, never what was shown."""
    until = now + SHOWN_FOR
    request.customer_session.put(KEY, {"until": until.isoformat(), "reason": reason.value})
    record(
        UNMASKED,
        by=subject_actor(request),
        subject=request.data_subject.pk,
        facts={"reason": reason.value},
        now=now,
    )


def mask_of(request: SignedInRequest, *, now: datetime) -> Mask:
    if request.level < Level.A2:
        return Mask.ALL
    return Mask.NOTHING if shown_until(request, now=now) else Mask.REASONED


def shown_until(request: SignedInRequest, *, now: datetime) -> datetime | None:
    """Until when everything is shown. It ends at once when the session is somebody less certain than A3."""
    given = request.customer_session.get(KEY)
    if given is None or request.level is not Level.A3:
        return None
    until = datetime.fromisoformat(given["until"])
    return until if now < until else None
