"""One step of an erasure: claim it, let the source erase, write down what became of every item.

Steps may be tried twice, at once or after a crash: the claim lets one worker in, and the source does one round once
because the idempotency key stays the same (SECURITY E-02, E-03)."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import CannotDo, Erased, PlanItem
from privacy_portal.data_sources.enums import ErasureOutcome, PlanVerdict
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events, notices
from .enums import StepState
from .models import ErasureStep
from .portal_source import KEY as PORTAL
from .signals import handed_over, settled
from .suppression import suppress

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
# How long to wait after each try in vain; after the eighth try the privacy desk acts (SECURITY E-04).
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
WORKER = Actor.system("erasure")


@dataclass(frozen=True)
class Result:
    """What one round in one source came to."""

    erased: tuple[Erased, ...]
    waits_until: date | None

    @property
    def has_failures(self) -> bool:
        return any(each.outcome == ErasureOutcome.FAILED for each in self.erased)

    @property
    def needs_a_colleague(self) -> bool:
        """What stays without a day to go by itself: the source could not, so somebody does it there."""
        return any(each.outcome == ErasureOutcome.RETAINED and each.until is None for each in self.erased)


def run_step(step_id: UUID, *, now: datetime, today: date) -> ErasureStep | None:
    """Does what is due in one step. None when another worker has it or nothing is due."""
    step = _claim(step_id, now=now, today=today)
    if step is None:
        return None
    try:
        with transaction.atomic():
            result = _erase(step, today)
            _write_down(step, result, now)
    except (CannotDo, KeyError):
        _end(step, StepState.BY_HAND, now)
    except Exception as error:
        # The text of the error may hold an address, so the log gets its kind alone (STYLE 23).
        logger.warning("Erasure step %s failed: %s", step.pk, type(error).__name__)
        _try_again_later(step, now)
    return step


def _claim(step_id: UUID, *, now: datetime, today: date) -> ErasureStep | None:
    claimed = (
        ErasureStep.objects.claimable(now, today)
        .filter(pk=step_id)
        .update(state=StepState.RUNNING, attempts=F("attempts") + 1, lease_until=now + LEASE)
    )
    return ErasureStep.objects.select_related("subject").get(pk=step_id) if claimed else None


def _erase(step: ErasureStep, today: date) -> Result:
    """The plan of today decides; what waits for an event is left for a later round."""
    source = registry.source(step.source)
    plan = list(source.plan_erasure(step.subject, today))
    erased = source.erase(step.subject, plan, step.idempotency_key, on=today)
    return Result(tuple(erased), _first_end(plan))


def _first_end(plan: list[PlanItem]) -> date | None:
    waiting = [item.until for item in plan if item.verdict == PlanVerdict.WAIT_FOR and item.until]
    return min(waiting, default=None)


def _write_down(step: ErasureStep, result: Result, now: datetime) -> None:
    step.items = _merged(step.items or [], result.erased)
    step.counts = dict(Counter(item["outcome"] for item in step.items))
    if result.has_failures:
        step.save(update_fields=["items", "counts"])
        _try_again_later(step, now)
    elif result.waits_until:
        step.deferred_until, step.round = result.waits_until, step.round + 1
        _end(step, StepState.DEFERRED, now)
    elif result.needs_a_colleague:
        _end(step, StepState.BY_HAND, now)
    else:
        suppress(step.subject, source=step.source, case_ref=step.case_ref, now=now)
        _end(step, StepState.DONE, now)


def _merged(earlier: list[dict], erased: tuple[Erased, ...]) -> list[dict]:
    """The latest outcome of every item; what an earlier round erased stays told."""
    items = {item["reference"]: item for item in earlier}
    for each in erased:
        gone_before = each.outcome == ErasureOutcome.NOT_FOUND and each.reference in items
        if not gone_before:
            items[each.reference] = {
                "reference": each.reference,
                "outcome": each.outcome.value,
                "until": each.until.isoformat() if each.until else None,
                "reason": str(each.reason),
            }
    return list(items.values())


def _try_again_later(step: ErasureStep, now: datetime) -> None:
    if step.attempts > len(BACKOFF):
        _end(step, StepState.FAILED, now)
        return
    step.state, step.lease_until = StepState.WAITING, None
    step.next_attempt_at = now + BACKOFF[step.attempts - 1]
    step.save(update_fields=["state", "lease_until", "next_attempt_at"])


@transaction.atomic
def _end(step: ErasureStep, state: StepState, now: datetime) -> None:
    """The step comes to rest: finished, waiting for a day, or handed to a colleague."""
    step.state, step.lease_until = state, None
    if step.is_settled:
        step.attempts = 0
    if state == StepState.DONE:
        step.finished_at, step.deferred_until = now, None
    step.save()
    settle(step, by=WORKER, now=now)
    if state == StepState.BY_HAND:
        handed_over.send(ErasureStep, case_ref=step.case_ref, sources=[step.source], by=WORKER, now=now)


def settle(step: ErasureStep, *, by: Actor, now: datetime) -> None:
    """Tells the ledger, and the room above when the whole case has come to rest."""
    event = events.STEP_FINISHED if step.is_settled else events.STEP_FAILED
    facts = {"case": step.case_ref, "source": step.source, "state": str(step.state), "outcomes": step.counts}
    record(event, by=by, subject=step.subject_id, target=step.case_ref, facts=facts, now=now)
    steps = list(ErasureStep.objects.of_case(step.case_ref))
    if all(each.state == StepState.DONE for each in steps):
        record(events.FINISHED, by=by, subject=step.subject_id, target=step.case_ref, now=now)
    # This site's own step only waits to forget the sign-in: it is told before that.
    others = [each for each in steps if each.source != PORTAL]
    if (step in others or not others) and all(each.is_settled for each in others):
        is_whole = all(each.state == StepState.DONE for each in others)
        notices.tell_done(step.subject, step.case_ref, is_whole=is_whole, by=by, now=now)
    if all(each.is_settled for each in steps):
        settled.send(ErasureStep, case_ref=step.case_ref)
