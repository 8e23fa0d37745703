"""An erasure that a colleague must have done by hand becomes a task of its case."""

from datetime import datetime

from django.dispatch import receiver

from privacy_portal.erasure.signals import handed_over
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests.models import RightsRequest

from .actions import note_needed


@receiver(handed_over)
def note_steps(sender, *, case_ref: str, sources: list[str], by: Actor, now: datetime, **kwargs) -> None:
    case = RightsRequest.objects.filter(number=case_ref).first()
    if case is not None:
        note_needed(case, by=by, now=now, sources=sources)
