"""Bringing a correction to one place, and closing it when nothing is left to try.

May run twice or die halfway: a place is told a value and asked afterwards what it says, a step that a worker left is
taken up again by `pass_on_corrections`, and what is closed is closed once."""

import logging
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import CannotDo, Source
from privacy_portal.data_sources.enums import ChangeOutcome
from privacy_portal.data_sources.kept_answers.reading import forget_answers
from privacy_portal.data_sources.rectifying import Reached, reach
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record as write_ledger

from . import events, notifications
from .enums import PENDING, StepState
from .filing import file_the_rest
from .models import Correction, CorrectionStep

logger = logging.getLogger(__name__)

WORKER = Actor.system("corrections")
# So long a worker may be busy with one place before another takes it for dead.
LEASE = timedelta(minutes=10)
# How long to wait after each try in vain; after the last one the privacy desk does it (SECURITY E-04).
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180, 360, 720))
# What an outcome makes of a step; a failure is tried again.
STATE_OF = {
    ChangeOutcome.CHANGED: StepState.CORRECTED,
    ChangeOutcome.UNCHANGED: StepState.ALREADY,
    ChangeOutcome.NOT_FOUND: StepState.NOTHING,
    ChangeOutcome.REFUSED: StepState.BY_HAND,
}


def pass_on_correction(correction_id: UUID, *, now: datetime) -> datetime | None:
    """Tries every place that is due; when to try again, or None when nothing is left to try."""
    correction = Correction.objects.select_related("subject").filter(pk=correction_id).first()
    if correction is None:
        return None
    if correction.subject.is_frozen:
        _stop(correction, now)
    for step in correction.steps.due(now):
        if _claim(step, now):
            take(step, now=now)
    settle_if_over(correction.pk, now=now)
    return correction.steps.pending().order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()


def _claim(step: CorrectionStep, now: datetime) -> bool:
    mine = CorrectionStep.objects.due(now).filter(pk=step.pk).update(next_attempt_at=now + LEASE)
    return bool(mine)


def take(step: CorrectionStep, *, now: datetime) -> None:
    """One try. What lies in this database is changed in a savepoint; a place elsewhere is asked without holding a
    transaction."""
    try:
        source = registry.source(step.source)
        with transaction.atomic() if source.is_embedded else nullcontext():
            reached = _reach(source, step.correction, now)
    except (CannotDo, KeyError):
        _end(step, StepState.BY_HAND, now)
    except Exception as error:
        # The text of the error may hold a value, so the log gets its kind alone (STYLE 23).
        logger.warning("Correction step %s failed: %s", step.pk, type(error).__name__)
        _try_again_later(step, now)
    else:
        _write_down(step, reached, now)


def _reach(source: Source, correction: Correction, now: datetime) -> Reached:
    return reach(source, correction.subject, correction.wanted_in(source.key), today=timezone.localdate(now))


def _write_down(step: CorrectionStep, reached: Reached, now: datetime) -> None:
    if reached.outcome == ChangeOutcome.FAILED:
        _try_again_later(step, now)
        return
    state = _state_after(reached)
    with transaction.atomic():
        _end(step, state, now)
        forget_answers(step.correction.subject)
        if reached.outcome == ChangeOutcome.CHANGED and step.correction.is_contact:
            notifications.beside(step.correction, reached.addresses, now=now)


def _state_after(reached: Reached) -> StepState:
    """What a colleague has to do goes before what was left alone."""
    if reached.stale:
        return StepState.CHANGED_MEANWHILE
    state = STATE_OF[reached.outcome]
    return StepState.SPARED if reached.spared and state != StepState.BY_HAND else state


def _try_again_later(step: CorrectionStep, now: datetime) -> None:
    if step.attempts >= len(BACKOFF):
        _end(step, StepState.BY_HAND, now)
        return
    again_at = now + BACKOFF[step.attempts]
    _change(step, state=StepState.RETRYING, attempts=F("attempts") + 1, next_attempt_at=again_at, changed_at=now)


@transaction.atomic
def _end(step: CorrectionStep, state: StepState, now: datetime) -> None:
    """A correction that was overtaken or stopped while a place was asked stays so."""
    if _change(step, state=state, changed_at=now):
        correction = step.correction
        facts = {"field": correction.name, "source": step.source, "outcome": state.value}
        write_ledger(
            events.PASSED_ON,
            by=WORKER,
            subject=correction.subject_id,
            target=str(correction.pk),
            facts=facts,
            now=now,
        )


def _change(step: CorrectionStep, **values) -> int:
    return CorrectionStep.objects.filter(pk=step.pk, state__in=PENDING).update(**values)


def _stop(correction: Correction, now: datetime) -> None:
    """What was done before stays done: staff looks at it with the person."""
    if not correction.is_settled:
        correction.steps.unfinished().update(state=StepState.STOPPED, changed_at=now)


@transaction.atomic
def settle_if_over(correction_id: UUID, *, now: datetime) -> None:
    """Once nothing is left to try: what no machine could do becomes a request, and the person hears how it ended."""
    correction = Correction.objects.select_for_update(of=("self",)).select_related("subject").get(pk=correction_id)
    if correction.is_settled or correction.steps.pending().exists():
        return
    correction.settled_at = now
    correction.rights_request = file_the_rest(correction, now=now)
    correction.save(update_fields=["settled_at", "rights_request"])
    notifications.finished(correction, now=now)
    states = dict(correction.steps.order_by("source").values_list("source", "state"))
    write_ledger(
        events.SETTLED,
        by=WORKER,
        subject=correction.subject_id,
        target=str(correction.pk),
        facts={"field": correction.name, "places": states},
        now=now,
    )
