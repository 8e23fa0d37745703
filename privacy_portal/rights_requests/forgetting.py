"""The eraser of this room. Long after a case is closed its contents go; what stays names nobody and counts only."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.processing_register.queries import retention_end
from privacy_portal.rights_requests import events
from privacy_portal.rights_requests.attachments import discard
from privacy_portal.rights_requests.clock import day_of
from privacy_portal.rights_requests.models import Decision, Delegation, ErasureOrder, RightsRequest

ACTIVITY = "rights-request"
"""The entry of the register that says how long a case is kept."""


def due_for_forgetting(today: date) -> list[RightsRequest]:
    """Closed cases past the period of the register; a register that states no period keeps everything."""
    nobody_left = Q(subject=None, delegation=None)
    closed = RightsRequest.objects.closed().exclude(nobody_left).only("pk", "closed_at", "number")
    ends = [(case, retention_end(ACTIVITY, day_of(case.closed_at))) for case in closed.iterator()]
    return [case for case, end in ends if end is not None and end < today]


@transaction.atomic
def forget(rights_request: RightsRequest, *, by: Actor, now: datetime | None = None) -> None:
    """Number, right, dates and outcome stay for the yearly figures; the words, files and the person go."""
    case = RightsRequest.objects.select_for_update(of=("self",)).get(pk=rights_request.pk)
    for attachment in case.attachments.all():
        discard(attachment)
    for contents in (
        case.messages,
        case.pauses,
        case.identity_overrides,
        case.notes,
        case.hand_tasks,
        case.identity_documents,
    ):
        contents.all().delete()
    ErasureOrder.objects.filter(rights_request=case).delete()
    Delegation.objects.filter(rights_request=case).delete()
    for decision in Decision.objects.filter(rights_request=case):
        decision.text = ""
        decision.save(update_fields=["text"])
    subject_id, case.subject = case.subject_id, None
    case.scope, case.extension_explanation = {}, ""
    case.save()
    record(events.FORGOTTEN, by=by, subject=subject_id, target=case.number, now=now or timezone.now())
