"""Whether what a case asks for waits, and until when (SECURITY V-10)."""

from datetime import date, datetime

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.risks import risks_of
from privacy_portal.gdpr.holds import A_WEEK, Act, Hold, Risk, hold_on, last_moment
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.clock import VENUE_ZONE, day_of
from privacy_portal.rights_requests.enums import Channel
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf.gate import delegation_of

# What each right asks for that cannot be taken back. Other rights wait for nothing.
ACT_OF = {Right.ACCESS: Act.EXPORT, Right.PORTABILITY: Act.EXPORT, Right.ERASURE: Act.ERASURE}


def hold_on_case(case: RightsRequest, *, now: datetime) -> Hold | None:
    act = ACT_OF.get(Right(case.right))
    if act is None or case.subject is None or not case.is_open:
        return None
    pauses = [pause.as_pause for pause in case.pauses.all()]
    return hold_on(
        act,
        risks_in(case, case.subject),
        asked_at=case.received_at,
        not_after=last_moment(case.received_on, pauses=pauses, today=day_of(now), zone=VENUE_ZONE),
        now=now,
    )


def risks_in(case: RightsRequest, subject: DataSubject) -> dict[Risk, datetime]:
    """Those of the person, and those of the request itself. No device is kept, so the site knows none: what comes in
    through it comes from a new one."""
    risks = risks_of(subject, since=case.received_at - A_WEEK)
    if case.channel == Channel.PORTAL:
        risks[Risk.NEW_DEVICE] = case.received_at
    if delegation_of(case) is not None:
        risks[Risk.DELEGATE] = case.received_at
    return risks


def asked_since(subject: DataSubject) -> date | None:
    """The day on which this person first asked for a copy in a request that is still open: a download of their own
    does not start the law's month anew."""
    copies = [right for right, act in ACT_OF.items() if act is Act.EXPORT]
    asked = RightsRequest.objects.of(subject).open().filter(right__in=copies).order_by("received_on")
    return asked.values_list("received_on", flat=True).first()
