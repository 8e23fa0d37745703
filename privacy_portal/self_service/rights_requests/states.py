"""How a case is shown to the person whose it is: in words that say who is to move, and by when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from privacy_portal.gdpr.deadlines import days_left
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.self_service.rights_requests.guides import GUIDES


@dataclass(frozen=True)
class Words:
    """`tag` in one or two words, `next` in a sentence; the colours are the design system's."""

    tag: Any
    next: Any
    colour: str
    state: str


WORDS: dict[Status, Words] = {
    Status.RECEIVED: Words(
        _("Received"), _("Someone at the privacy desk will read your request soon."), "info", "open"
    ),
    Status.IN_PROGRESS: Words(
        _("We are working on it"), _("You do not have to do anything. We write when we need something."), "info", "open"
    ),
    Status.WAITING_FOR_SUBJECT: Words(
        _("Waiting for you"), _("We asked you something. Please reply below."), "warning", "waiting"
    ),
    Status.IDENTITY_IN_DOUBT: Words(
        _("Waiting for you"),
        _("We want to be sure that it is you. Your request says what you can do. Until then the term stands still."),
        "warning",
        "waiting",
    ),
    Status.ANSWERED: Words(_("Answered"), _("Our answer is below."), "success", "closed"),
    Status.REFUSED: Words(
        _("Not done"), _("Below you read why, and what you can do if you do not agree."), "danger", "closed"
    ),
    Status.WITHDRAWN: Words(
        _("Withdrawn"), _("You withdrew this request. You can always make a new one."), "neutral", "closed"
    ),
}


@dataclass(frozen=True)
class Face:
    rights_request: RightsRequest
    words: Words
    days_left: int
    is_overdue: bool
    is_soon: bool

    @property
    def title(self) -> Any:
        """What the person wanted, in the words of the start page."""
        guide = GUIDES.get(Right(self.rights_request.right))
        return guide.title if guide else self.rights_request.get_right_display()

    @property
    def due_state(self) -> str:
        return "overdue" if self.is_overdue else "soon" if self.is_soon else ""


def face_of(rights_request: RightsRequest, today: date) -> Face:
    return Face(
        rights_request,
        WORDS[rights_request.state],
        days_left(rights_request.due_on, today),
        rights_request.is_overdue(today),
        rights_request.is_due_soon(today),
    )
