"""Carrying out an erasure (Art. 17): two people agree, the person had time to change their mind, then the saga of the
erasure room runs, and the case is answered when everything has an outcome."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.erasure.actions import execute, progress
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests import events
from privacy_portal.rights_requests.bookkeeping import how_agreed, log, move
from privacy_portal.rights_requests.holding import hold_on_case
from privacy_portal.rights_requests.lifecycle import NotPossible, Verb
from privacy_portal.rights_requests.models import ErasureOrder, RightsRequest
from privacy_portal.rights_requests.on_behalf.gate import check_may_leave
from privacy_portal.rights_requests.second_person import agree, check_is_staff

TIME_TO_CHANGE_YOUR_MIND = timedelta(hours=72)
"""SECURITY E-05: so long after asking, nothing is erased that could not be kept."""


@transaction.atomic
def agree_to_erase(*, rights_request: RightsRequest, by: Actor, now: datetime | None = None) -> RightsRequest:
    """The first person of the desk proposes, a second one agrees and thereby carries it out (SECURITY A-10)."""
    now = now or timezone.now()
    case, _before = move(rights_request, Verb.ERASE)
    check_may_leave(case, now)
    subject = check_identity(case)
    order = ErasureOrder.objects.filter(rights_request=case).first()
    if order is None:
        check_is_staff(by)
        ErasureOrder.objects.create(rights_request=case, proposed_by_id=by.reference, proposed_at=now)
        log(events.ERASURE_PROPOSED, case, by, now)
        return case
    if order.is_approved:
        raise NotPossible(_("Two people agreed to this already."), code="approved")
    check_time_passed(case, now)
    check_not_held(case, now)
    agree(order, by, now=now)
    log(events.ERASURE_APPROVED, case, by, now, None, **how_agreed(order))
    execute(case.number, subject, by, now=now)
    return case


def erasure_possible_from(rights_request: RightsRequest) -> datetime:
    return rights_request.received_at + TIME_TO_CHANGE_YOUR_MIND


def check_identity(case: RightsRequest) -> DataSubject:
    """Erasing somebody at a stranger's wish cannot be undone."""
    if case.identity_confirmed_at is None:
        raise NotPossible(_("Confirm first who is asking. Erasing cannot be undone."), code="identity")
    if case.subject is None or case.subject.is_frozen:
        raise NotPossible(_("This person told us that something is wrong. Look at that first."), code="frozen")
    return case.subject


def check_time_passed(case: RightsRequest, now: datetime) -> None:
    possible_from = erasure_possible_from(case)
    if now < possible_from:
        moment = date_format(timezone.localtime(possible_from), "DATETIME_FORMAT")
        raise NotPossible(
            _("The person can change their mind until %(moment)s. Agree after that."),
            code="too_early",
            params={"moment": moment},
        )


def check_not_held(case: RightsRequest, now: datetime) -> None:
    """SECURITY V-10: something may be wrong, so its owner gets the time to say so."""
    hold = hold_on_case(case, now=now)
    if hold:
        raise NotPossible(
            _("This waits until %(moment)s: %(reasons)s."),
            code="held",
            params={
                "moment": date_format(timezone.localtime(hold.until), "DATETIME_FORMAT"),
                "reasons": "; ".join(str(reason.label) for reason in hold.reasons),
            },
        )


def check_answerable(case: RightsRequest) -> None:
    """SECURITY E-04: no answer while something that should go is still there."""
    order = ErasureOrder.objects.filter(rights_request=case).first()
    if order is None:
        return
    if not order.is_approved:
        raise NotPossible(_("A colleague still has to agree to the erasure."), code="not_approved")
    if not progress(case.number).can_be_answered:
        raise NotPossible(_("Not everything is erased yet. See the steps of the erasure."), code="not_erased")


def check_not_begun(case: RightsRequest) -> None:
    """What is gone cannot be refused or withdrawn any more."""
    if ErasureOrder.objects.filter(rights_request=case, approved_at__isnull=False).exists():
        raise NotPossible(_("The erasure is being carried out already."), code="erasing")
