"""What no machine can correct becomes a request, so that somebody answers for it and there is a date (Art. 12(3))."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from privacy_portal.data_sources import registry
from privacy_portal.evidence.actors import Actor
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.actions import receive
from privacy_portal.rights_requests.models import RightsRequest

from .enums import StepState
from .models import Correction


def file_the_rest(correction: Correction, *, now: datetime) -> RightsRequest | None:
    """The clock runs from the day the person asked, not from the day we gave up."""
    places = [step.source for step in correction.steps.filter(state=StepState.BY_HAND).order_by("source")]
    if not places:
        return None
    return receive(
        subject=correction.subject,
        right=Right.RECTIFICATION,
        details=_details(correction, places),
        language=correction.language,
        by=Actor.subject(correction.subject_id, correction.level),
        received_at=correction.asked_at,
        now=now,
    )


def _details(correction: Correction, places: list[str]) -> dict:
    with translation.override(correction.language):
        answers = (
            ("field", _("Which data is wrong or not complete?"), [correction.label]),
            ("current", _("What does it say?"), [correction.previous] if correction.previous else []),
            ("proposed", _("What should it be?"), [correction.proposed] if correction.proposed else []),
            ("places", _("Where does it still have to be corrected?"), [place_name(key) for key in places]),
        )
        return {
            "answers": [{"key": key, "question": question, "answer": answer} for key, question, answer in answers],
            "keys": {"field": correction.category, "places": places},
        }


def place_name(key: str) -> str:
    """A source that was unplugged since keeps its key."""
    try:
        return str(registry.source(key).label)
    except KeyError:
        return key
