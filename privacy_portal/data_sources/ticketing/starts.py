"""From which day a period runs: the register says from what, the row says when (Art. 5(1)(e))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.conf import settings

from privacy_portal.processing_register.enums import StartEvent
from privacy_portal.processing_register.queries import explanations


@dataclass(frozen=True, slots=True)
class Starts:
    """What the register lets the period of each activity count from, read once for many rows."""

    events: Mapping[str, StartEvent | None]

    @classmethod
    def read(cls) -> Self:
        known = explanations(settings.LANGUAGE_CODE)
        return cls({key: explanation.start_event for key, explanation in known.items()})

    def __call__(
        self, activity: str, *, recorded: date | None, last_visit: date | None = None, ended: date | None = None
    ) -> date | None:
        """The day the period of one row starts, or None while it has not (a membership that runs).

        No visit known counts as recorded.
        """
        event = self.events.get(activity)
        if event == StartEvent.CONSENT_WITHDRAWN:
            return ended
        if event == StartEvent.LAST_VISIT and last_visit:
            return last_visit
        return recorded
