"""The two dates of a case, worked out anew each time something happens to its clock."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from privacy_portal.gdpr.calendars import DUTCH_HOLIDAYS
from privacy_portal.gdpr.deadlines import last_day_to_extend, statutory_due, venue_due
from privacy_portal.gdpr.periods import Period
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import RightsRequest

VENUE_ZONE = ZoneInfo(settings.TIME_ZONE)
OBJECTION_TERM = timedelta(weeks=6)
"""Awb 6:7: six weeks to object to a decision of a public body; UAVG 34 makes the answer such a decision."""


def day_of(moment) -> date:
    """The day it is at the venue, whatever the clock of the server says."""
    return moment.astimezone(VENUE_ZONE).date()


def promised_period() -> Period:
    """The venue's own term, in weeks where it is whole weeks: that is how the policy says it."""
    weeks, days = divmod(settings.VENUE_ANSWER_DAYS, 7)
    return Period(days=settings.VENUE_ANSWER_DAYS) if days else Period(weeks=weeks)


def wind(rights_request: RightsRequest) -> None:
    """Set both dates from receipt, extension and ended pauses. No promise goes beyond what the law allows."""
    received, pauses = rights_request.received_on, pauses_of(rights_request)
    statutory = statutory_due(received, extended=rights_request.is_extended, pauses=pauses, holidays=DUTCH_HOLIDAYS)
    promised = venue_due(received, days=settings.VENUE_ANSWER_DAYS, pauses=pauses, holidays=DUTCH_HOLIDAYS)
    rights_request.statutory_due_on = statutory
    rights_request.due_on = statutory if rights_request.is_extended else min(promised, statutory)


def pauses_of(rights_request: RightsRequest) -> list:
    """Only what has ended counts: while a pause is open, the clock just stands still."""
    if rights_request._state.adding:
        return []
    return [pause.as_pause for pause in rights_request.pauses.all() if pause.ended_on]


def extension_possible_until(rights_request: RightsRequest) -> date:
    """Art. 12(3): the person hears of an extension within the first month, which a pause makes longer."""
    return last_day_to_extend(rights_request.received_on, pauses=pauses_of(rights_request), holidays=DUTCH_HOLIDAYS)


def check_extension(rights_request: RightsRequest, today: date) -> None:
    """Once, and not after the first month."""
    if rights_request.is_extended:
        raise NotPossible(_("This request has been extended already. The law allows that once."), code="extended")
    if today > extension_possible_until(rights_request):
        raise NotPossible(
            _("The first month is over. After that the law no longer allows an extension."), code="too_late"
        )
