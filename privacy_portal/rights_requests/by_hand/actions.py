"""What can happen to a task: it comes up, the place is asked, and somebody writes down what came of it. An erasure step
that is done by hand ends with its task: two tables, one telling."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_sources.assignments import assignments
from privacy_portal.data_sources.enums import ErasureOutcome
from privacy_portal.erasure.actions import done_by_hand
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.evidence.actors import Actor
from privacy_portal.gdpr.calendars import DUTCH_HOLIDAYS
from privacy_portal.gdpr.deadlines import party_due
from privacy_portal.rights_requests import events
from privacy_portal.rights_requests.attachments import store
from privacy_portal.rights_requests.bookkeeping import log, staff_id
from privacy_portal.rights_requests.clock import day_of
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import HandTask, RightsRequest
from privacy_portal.rights_requests.on_behalf.gate import check_may_leave

from . import mails
from .enums import OUTCOMES, TaskState
from .needs import asked_by_hand

# What became of an item by hand -> how the task ends.
ENDS: dict[ErasureOutcome, TaskState] = {
    ErasureOutcome.ERASED: TaskState.ANSWERED,
    ErasureOutcome.ANONYMISED: TaskState.ANSWERED,
    ErasureOutcome.RETAINED: TaskState.ANSWERED,
    ErasureOutcome.NOT_FOUND: TaskState.NOTHING,
}


@transaction.atomic
def note_needed(
    case: RightsRequest, *, by: Actor, now: datetime, sources: Iterable[str] | None = None
) -> list[HandTask]:
    """A task for each place that does not answer by itself. Doing it again adds nothing."""
    wanted = [source.key for source in asked_by_hand(case.right)] if sources is None else list(sources)
    assigned = assignments() if wanted else {}
    known = set(case.hand_tasks.values_list("source", flat=True)) if wanted else set()
    tasks = [
        HandTask(
            rights_request=case,
            source=source,
            processor=assigned[source].processor if source in assigned else "",
            due_on=due_on(case, now),
        )
        for source in wanted
        if source not in known
    ]
    if tasks:
        HandTask.objects.bulk_create(tasks)
        log(events.BY_HAND_NEEDED, case, by, now, sources=", ".join(task.source for task in tasks))
    return tasks


def due_on(case: RightsRequest, now: datetime):
    return party_due(day_of(now), case_due=case.due_on, holidays=DUTCH_HOLIDAYS)


def give_more_time(case: RightsRequest, *, now: datetime) -> int:
    """After the case itself got more: how many tasks move. A day that was told to somebody stays as it was told; asking
    again tells a new one."""
    untold = case.hand_tasks.filter(state=TaskState.TO_ASK)
    return untold.update(due_on=due_on(case, now), reminded_at=None, chased_at=None)


@transaction.atomic
def ask(
    task: HandTask, *, email: str, question: str, with_address: bool, by: Actor, now: datetime | None = None
) -> HandTask:
    """By mail to the contact; without an address the desk asked in another way, and only writes it down. The day to
    answer counts from the last time that it was asked."""
    now = now or timezone.now()
    task = _locked(task)
    check_open(task.rights_request)
    check_may_leave(task.rights_request, now)
    if not task.is_askable:
        raise NotPossible(_("This place has answered already."), code="answered")
    task.state, task.ended_at = TaskState.ASKED, None
    task.asked_at, task.asked_by_id = now, staff_id(by)
    task.contact, task.question, task.due_on = email, question, due_on(task.rights_request, now)
    task.reminded_at = task.chased_at = None
    task.save()
    due, mailed = task.due_on.isoformat(), "yes" if email else "no"
    log(events.BY_HAND_ASKED, task.rights_request, by, now, source=task.source, due_on=due, mail=mailed)
    if email:
        mails.asked(task, with_address=with_address, now=now)
    return task


@transaction.atomic
def end(
    task: HandTask,
    *,
    outcome: TaskState | ErasureOutcome | str,
    answer: str,
    by: Actor,
    uploads: Iterable[UploadedFile] = (),
    is_shown: bool = False,
    now: datetime | None = None,
) -> HandTask:
    """What the place said. For an erasure the outcome is the step's own, which ends with the task (SECURITY E-04)."""
    now = now or timezone.now()
    task = _locked(task)
    check_open(task.rights_request)
    if not task.is_pending:
        raise NotPossible(_("A colleague wrote down already what came of this."), code="ended")
    task.state, task.ended_at, task.answer, task.is_shown = state_after(outcome), now, answer, is_shown
    task.save()
    files = [_keep(task, upload, now) for upload in uploads]
    count, shown = str(len(files)), "yes" if is_shown else "no"
    log(
        events.BY_HAND_ENDED,
        task.rights_request,
        by,
        now,
        source=task.source,
        state=task.state,
        files=count,
        shown=shown,
    )
    step = step_of(task)
    if step and outcome in ENDS:
        done_by_hand(step, outcome=ErasureOutcome(outcome), reason=answer, by=by, now=now)
    return task


def state_after(outcome: TaskState | ErasureOutcome | str) -> TaskState:
    if outcome in ENDS:
        return ENDS[ErasureOutcome(outcome)]
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    return TaskState(outcome)


def step_of(task: HandTask) -> ErasureStep | None:
    return ErasureStep.objects.of_case(task.rights_request.number).filter(source=task.source).first()


def check_open(case: RightsRequest) -> None:
    """While we doubt who asks, nobody else is told about that person; a closed case needs nobody's answer."""
    if not case.is_open:
        raise NotPossible(_("This request is closed."), code="closed")
    if case.state == Status.IDENTITY_IN_DOUBT:
        raise NotPossible(_("Settle first who is asking. Until then nobody else is told about it."), code="doubt")


def _locked(task: HandTask) -> HandTask:
    return HandTask.objects.select_for_update(of=("self",)).select_related("rights_request__subject").get(pk=task.pk)


def _keep(task: HandTask, upload: UploadedFile, now: datetime):
    """Sealed like every file of a case (attachments), and gone with it."""
    case = task.rights_request
    if case.subject is None:
        raise NotPossible(_("This request is closed."), code="closed")
    kept = store(subject=case.subject, upload=upload, now=now)
    kept.rights_request, kept.hand_task = case, task
    kept.save(update_fields=["rights_request", "hand_task"])
    return kept
