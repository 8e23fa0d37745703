"""How near a case is to its date, in colour and in words: nobody has to see the colour."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from privacy_portal.rights_requests.models import RightsRequest


@dataclass(frozen=True)
class Urgency:
    """`state` is a name for the style sheet: overdue, soon, on_track, paused or closed."""

    state: str
    label: str | Promise


def urgency_of(case: RightsRequest, today: date) -> Urgency:
    if not case.is_open:
        return Urgency("closed", _("Closed"))
    if not case.clock_runs:
        return Urgency("paused", _("Clock stands still"))
    left = case.days_left(today)
    if left < 0:
        return Urgency("overdue", ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left})
    words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    return Urgency("soon" if case.is_due_soon(today) else "on_track", words)
