"""The story of a case as steps: what is done, where it is, what comes next. Both faces draw the same one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.models import RightsRequest


class Stage(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"

    @property
    def label(self) -> Promise:
        """For those who hear the timeline instead of seeing it."""
        return STAGE_LABELS[self]


STAGE_LABELS = {Stage.DONE: _("Done"), Stage.NOW: _("Current step"), Stage.NEXT: _("Still to come")}


@dataclass(frozen=True)
class Step:
    label: Any
    stage: Stage
    at: datetime | None = None
    by: date | None = None

    @property
    def css(self) -> str:
        """The class of the look: done, now or todo."""
        return "todo" if self.stage == Stage.NEXT else self.stage.value


CLOSING_LABELS = {
    Status.ANSWERED: _("Answered"),
    Status.REFUSED: _("Refused, with reasons"),
    Status.WITHDRAWN: _("Withdrawn"),
}


def steps_of(rights_request: RightsRequest) -> list[Step]:
    """From receipt to the end, or to the step that is promised."""
    return [*_past(rights_request), *_present(rights_request), *_end(rights_request)]


def _past(case: RightsRequest) -> Iterator[Step]:
    """In the order in which it happened."""
    happened = [
        (_("Received"), case.received_at),
        (_("Taken up by the privacy desk"), case.taken_at),
        (_("Identity confirmed"), case.identity_confirmed_at),
        (_("Term extended"), case.extended_at),
        (_("Erasing began"), erasing_since(case)),
    ]
    dated = [(label, at) for label, at in happened if at is not None]
    for label, at in sorted(dated, key=lambda step: step[1]):
        yield Step(label, Stage.DONE, at=at)


def erasing_since(case: RightsRequest) -> datetime | None:
    """Only a request for erasure has an order, so others cost no query."""
    order = getattr(case, "erasure_order", None) if case.right == Right.ERASURE else None
    return order.approved_at if order else None


def _present(case: RightsRequest) -> Iterator[Step]:
    labels = {
        Status.RECEIVED: _("Waiting for someone at the privacy desk"),
        Status.IN_PROGRESS: _("The privacy desk works on it"),
        Status.WAITING_FOR_SUBJECT: _("A question was asked"),
        Status.IDENTITY_IN_DOUBT: _("Establishing who asks"),
    }
    if case.is_open:
        yield Step(labels[case.state], Stage.NOW)


def _end(case: RightsRequest) -> Iterator[Step]:
    if case.is_open:
        yield Step(_("Answer"), Stage.NEXT, by=case.due_on)
    else:
        yield Step(CLOSING_LABELS[case.state], Stage.DONE, at=case.closed_at)
