"""What every verb does besides its own work: lock and judge the case, say in the ledger what happened, and know
which member of staff an actor is."""

from datetime import datetime

from privacy_portal.evidence.actors import Actor, ActorKind
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.two_people import AgreedByTwo
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.lifecycle import Verb, check_right, next_status
from privacy_portal.rights_requests.models import RightsRequest


def move(rights_request: RightsRequest, verb: Verb) -> tuple[RightsRequest, Status]:
    """The case, locked and in its next state but not saved yet, and the state it comes from."""
    case = RightsRequest.objects.select_for_update(of=("self",)).get(pk=rights_request.pk)
    before = case.state
    case.status = next_status(before, verb)
    check_right(case.right, verb)
    return case, before


def log(event: str, case: RightsRequest, by: Actor, now: datetime, before: Status | None = None, **facts: str) -> None:
    moved = {"from": before.value, "to": case.status} if before else {}
    record(event, by=by, subject=case.subject_id, target=case.number, facts={**moved, **facts}, now=now)


def how_agreed(order: AgreedByTwo) -> dict[str, str]:
    """The ledger says so when there was no second person."""
    return {"agreed": "alone"} if order.alone else {}


def staff_id(by: Actor) -> str | None:
    return by.reference if by.kind == ActorKind.STAFF else None
