"""How a task is told to the person whose data it is about: what was asked when, by when, and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_sources.registry import labels
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.rights_requests.models import Attachment, HandTask, RightsRequest

from .enums import TaskState
from .needs import NEEDS


@dataclass(frozen=True)
class Told:
    """`answer` and `files` only where the desk chose to show them."""

    source: str
    label: str
    state: TaskState
    sentence: str
    number: str
    answer: str = ""
    files: tuple[Attachment, ...] = ()


def told_of(rights_request: RightsRequest, today: date) -> list[Told]:
    """What is asked by hand for one case."""
    tasks = rights_request.hand_tasks.prefetch_related("files")
    return list(_told(tasks, {rights_request.pk: rights_request}, today))


def latest_told(subject: DataSubject, today: date) -> dict[str, Told]:
    """Per source what was last asked for this person about what it holds (access and portability). That one request
    did not need a place says nothing to whoever looks at everything."""
    rights = [right for right, need in NEEDS.items() if need.capability == Capability.COLLECT]
    tasks = HandTask.objects.of(subject).filter(rights_request__right__in=rights)
    tasks = tasks.exclude(state=TaskState.NOT_NEEDED)
    newest_last = tasks.select_related("rights_request").order_by("rights_request__received_at")
    return {told.source: told for told in _told(newest_last, {}, today)}


def _told(tasks: Iterable[HandTask], cases: dict, today: date) -> Iterator[Told]:
    names = labels()
    for task in tasks:
        case = cases.get(task.rights_request_id) or task.rights_request
        yield Told(
            source=task.source,
            label=names.get(task.source, task.source),
            state=TaskState(task.state),
            sentence=sentence(task, case, today),
            number=case.number,
            answer=task.answer if task.is_shown else "",
            files=tuple(task.files.all()) if task.is_shown and cases else (),
        )


def sentence(task: HandTask, case: RightsRequest, today: date) -> str:
    words = {
        "asked": _day(task.asked_at),
        "due": date_format(task.due_on, "DATE_FORMAT"),
        "ended": _day(task.ended_at),
    }
    if task.is_pending and not case.is_open:
        if not task.asked_at:
            return _("We did not ask this organisation.")
        return _("We had no answer from this organisation when we closed your request.")
    if task.is_overdue(today) and task.asked_at:
        return _("We asked on %(asked)s. The answer was expected on %(due)s and is late.") % words
    return SENTENCES[TaskState(task.state)]() % words


SENTENCES = {
    TaskState.TO_ASK: lambda: _("We still have to ask this organisation."),
    TaskState.ASKED: lambda: _("We asked on %(asked)s. We expect the answer by %(due)s."),
    TaskState.ANSWERED: lambda: _("Answered on %(ended)s."),
    TaskState.NOTHING: lambda: _("Answered on %(ended)s: nothing about you is kept there."),
    TaskState.COULD_NOT: lambda: _("This did not work. We tell you why in our answer."),
    TaskState.NOT_NEEDED: lambda: _("Not asked: your request does not touch what this organisation keeps."),
}


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""
