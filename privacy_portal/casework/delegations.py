"""A request for somebody else, as the desk sees it: who asks for whom, how far the check is, what the clock allows."""

from dataclasses import dataclass
from datetime import date, datetime

from privacy_portal.data_subjects.masking import masked_email
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf.enums import PAPERS
from privacy_portal.rights_requests.on_behalf.gate import delegation_of, last_day_to_tell
from privacy_portal.rights_requests.on_behalf.models import Delegation


@dataclass(frozen=True)
class DelegationCard:
    """`is_free` when nothing of this card keeps an answer in the house any more; `is_tight` when the time to object
    would run past the day of the law."""

    asked: Delegation
    papers: object
    given_email: str
    free_from: datetime | None
    tell_by: date
    is_free: bool
    is_tight: bool


def card_of(case: RightsRequest, *, now: datetime) -> DelegationCard | None:
    asked = delegation_of(case)
    if asked is None:
        return None
    free_from = asked.free_from
    return DelegationCard(
        asked=asked,
        papers=PAPERS[asked.kind],
        given_email=masked_email(asked.given_email),
        free_from=free_from,
        tell_by=last_day_to_tell(case),
        is_free=asked.is_accepted and not asked.is_stopped and free_from is not None and now >= free_from,
        is_tight=free_from is not None and free_from.date() > case.statutory_due_on,
    )


def is_to_check(case: RightsRequest) -> bool:
    asked = delegation_of(case)
    return asked is not None and case.is_open and not asked.is_stopped


def is_to_tell(case: RightsRequest) -> bool:
    asked = delegation_of(case)
    return asked is not None and case.is_open and asked.told_at is None
