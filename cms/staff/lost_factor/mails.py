"""The person whose second step it is hears of it, at the address they sign in with."""

from datetime import datetime

from django.utils import timezone

from cms.staff.models import FactorReset
from privacy_portal.evidence.outbox import post_mail
from privacy_portal.evidence.two_people import ALONE_WAITS


def asked(reset: FactorReset, *, now: datetime) -> None:
    _post("staff_reset_asked", reset, now=now)


def done(reset: FactorReset, *, now: datetime) -> None:
    _post("staff_reset_done", reset, now=now)


def _post(template: str, reset: FactorReset, *, now: datetime) -> None:
    post_mail(
        to=reset.user.email,
        template=template,
        context={
            "first": reset.proposed_by,
            "second": reset.approved_by,
            "alone_from": None if reset.proposed_by_id else timezone.localtime(reset.proposed_at + ALONE_WAITS),
        },
        language=reset.user.language,
        key=f"{template}:{reset.pk}",
        now=now,
    )
