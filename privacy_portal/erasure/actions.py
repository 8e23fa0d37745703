"""What can be done with an erasure: carry it out, try a step again, and report what a colleague did by hand."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import Source
from privacy_portal.data_sources.enums import GONE, Capability, ErasureOutcome
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events, tasks
from .enums import NEEDS_STAFF, StepState
from .models import ErasureStep
from .saga import settle
from .signals import handed_over
from .suppression import suppress


class NotForStaff(Exception):
    """A worker is busy with this step, or it is finished."""


@dataclass(frozen=True)
class Progress:
    """How far one case is."""

    steps: tuple[ErasureStep, ...]

    @property
    def can_be_answered(self) -> bool:
        """Everything that could go is gone and what stays has a day (SECURITY E-04)."""
        return bool(self.steps) and all(step.is_settled for step in self.steps)

    @property
    def is_finished(self) -> bool:
        return bool(self.steps) and all(step.state == StepState.DONE for step in self.steps)

    @property
    def needing_staff(self) -> tuple[ErasureStep, ...]:
        return tuple(step for step in self.steps if step.state in NEEDS_STAFF)


def progress(case_ref: str) -> Progress:
    return Progress(tuple(ErasureStep.objects.of_case(case_ref)))


@transaction.atomic
def execute(case_ref: str, subject: DataSubject, by: Actor, *, now: datetime | None = None) -> Progress:
    """Art. 17: one step per source, run by the worker after commit. Asking again starts nothing twice.

    Who may decide this, and that two people did, is the case's affair (SECURITY A-10)."""
    now = now or timezone.now()
    made = [_step(case_ref, subject, source, now) for source in registry.sources()]
    fresh = [step for step, is_new in made if is_new]
    if fresh:
        facts = {"sources": [step.source for step in fresh]}
        record(events.STARTED, by=by, subject=subject.pk, target=case_ref, facts=facts, now=now)
    by_hand = [step.source for step in fresh if step.state == StepState.BY_HAND]
    if by_hand:
        handed_over.send(ErasureStep, case_ref=case_ref, sources=by_hand, by=by, now=now)
    for step in fresh:
        if step.state == StepState.WAITING:
            transaction.on_commit(partial(tasks.run.enqueue, str(step.pk)))
    return progress(case_ref)


def _step(case_ref: str, subject: DataSubject, source: Source, now: datetime) -> tuple[ErasureStep, bool]:
    state = StepState.WAITING if source.can(Capability.ERASE) else StepState.BY_HAND
    return ErasureStep.objects.get_or_create(
        case_ref=case_ref,
        source=source.key,
        defaults={"subject": subject, "state": state, "started_at": now, "next_attempt_at": now},
    )


@transaction.atomic
def try_again(step: ErasureStep, *, by: Actor, now: datetime | None = None) -> ErasureStep:
    """After the privacy desk mended what was wrong: eight fresh tries."""
    step = _for_staff(step)
    step.state, step.attempts, step.next_attempt_at = StepState.WAITING, 0, now or timezone.now()
    step.save(update_fields=["state", "attempts", "next_attempt_at"])
    facts = {"sources": [step.source]}
    record(events.STARTED, by=by, subject=step.subject_id, target=step.case_ref, facts=facts, now=now)
    transaction.on_commit(partial(tasks.run.enqueue, str(step.pk)))
    return step


@transaction.atomic
def done_by_hand(
    step: ErasureStep, *, outcome: ErasureOutcome, reason: str, by: Actor, now: datetime | None = None
) -> ErasureStep:
    """A colleague had the processor erase it, or established that there is nothing."""
    now = now or timezone.now()
    step = _for_staff(step)
    told = {"reference": step.source, "outcome": outcome.value, "until": None, "reason": reason}
    step.items = [*(item for item in step.items or [] if item["outcome"] in GONE), told]
    step.counts = dict(Counter(item["outcome"] for item in step.items))
    step.state, step.finished_at = StepState.DONE, now
    step.save()
    suppress(step.subject, source=step.source, case_ref=step.case_ref, now=now)
    settle(step, by=by, now=now)
    return step


def _for_staff(step: ErasureStep) -> ErasureStep:
    step = ErasureStep.objects.select_for_update().select_related("subject").get(pk=step.pk)
    if step.state not in NEEDS_STAFF:
        raise NotForStaff
    return step
