"""What keeps an answer in the house: a request for somebody else whose papers nobody checked, or whose person can still
object (SECURITY V-12). One table, read by every verb that lets something out."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import RightsRequest

from .enums import ResultsTo
from .models import TIME_TO_OBJECT, Delegation

Rule = tuple[str, str | Promise, Callable[[Delegation, datetime], bool]]

RULES: tuple[Rule, ...] = (
    (
        "objected",
        _("The person concerned objected, so nothing may leave. Refuse the request, with reasons."),
        lambda asked, now: asked.is_stopped,
    ),
    (
        "not_checked",
        _("Check first whether who asks may ask this for somebody else."),
        lambda asked, now: not asked.is_accepted,
    ),
    (
        "not_told",
        _("The person concerned has not been told yet. Tell them, and write down how."),
        lambda asked, now: asked.told_at is None,
    ),
    (
        "time_to_object",
        _("The person concerned can object until %(moment)s. Nothing may leave before that."),
        lambda asked, now: asked.free_from is None or now < asked.free_from,
    ),
    (
        "nowhere_to_go",
        _("We have no e-mail address of the person concerned. Choose at the check where the answer goes."),
        lambda asked, now: asked.results_to == ResultsTo.PERSON and asked.rights_request.subject_id is None,
    ),
)


def delegation_of(case: RightsRequest) -> Delegation | None:
    """Django remembers it with the case, also that there is none: one query a page."""
    return getattr(case, "delegation", None)


def check_may_leave(case: RightsRequest, now: datetime) -> None:
    """Refusing is always possible; whatever tells or changes something waits."""
    asked = delegation_of(case)
    if asked is None:
        return
    for code, text, holds in RULES:
        if holds(asked, now):
            moment = asked.free_from and date_format(timezone.localtime(asked.free_from), "DATETIME_FORMAT")
            raise NotPossible(str(text), code=code, params={"moment": moment or ""})


def last_day_to_tell(case: RightsRequest) -> date:
    """Told later than this, the time to object runs past the day that the law sets (Art. 12(3)). Who is told by mail is
    told on the day of receipt; this is for a letter or a call."""
    return case.statutory_due_on - TIME_TO_OBJECT
