"""Corrections are data about a person too: shown with the rest, forgotten with the person, and gone by themselves soon
after they are over. That one was made stays in the ledger, without the values."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Field, Record
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.erasure.portal_source import ACTIVITY, KEY

from .models import Correction

LOOK_BACK = timedelta(days=30)
"""Our own decision: so long the person can look back at what was corrected."""


def records(subject: DataSubject) -> Iterator[Record]:
    for correction in Correction.objects.of(subject).order_by("asked_at", "pk"):
        yield _record(correction)


def forget(subject: DataSubject) -> None:
    Correction.objects.of(subject).delete()


def forget_old(now: datetime) -> int:
    old = Correction.objects.settled_before(now - LOOK_BACK)
    count = old.count()
    old.delete()
    return count


def _record(correction: Correction) -> Record:
    return Record(
        source=KEY,
        kind="correction",
        kind_label=_("Corrections you made"),
        reference=f"correction-{correction.pk}",
        activity=ACTIVITY,
        fields=(
            Field("field", _("What"), correction.label, "rights-request"),
            Field("previous", _("It said"), correction.previous, correction.category, secret=True),
            Field("also", _("Elsewhere it said"), _also(correction), correction.category, secret=True),
            Field("proposed", _("You made it"), correction.proposed, correction.category, secret=True),
            Field("asked_at", _("When"), correction.asked_at, "rights-request"),
        ),
        origin=_("From yourself"),
        retention_start=timezone.localdate(correction.settled_at) if correction.settled_at else None,
        title=correction.label,
        as_of=correction.asked_at,
    )


def _also(correction: Correction) -> str:
    return ", ".join(dict.fromkeys(value for _place, _record, _name, value in correction.confirmed or ()))
