"""A case in the words of the person whose it is, as records of a source: what they asked, what was said, what we
decided.

Left out is what concerns others or is the desk's own (Art. 15(4); SECURITY X-04): names of colleagues and of contacts
elsewhere, what a contact was asked, notes, the reasons of a doubt, and what a processor sent as long as nobody has
looked whether it says something about somebody else."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from privacy_portal.data_sources.contract import Field, Record, Value
from privacy_portal.data_sources.registry import labels
from privacy_portal.data_subjects.models import DataSubject

from .clock import day_of
from .enums import GROUNDS, Direction, Ground
from .models import Attachment, CasePause, Decision, HandTask, IdentityDocument, Message, RightsRequest

KEY = "rights-requests"
ACTIVITY = CATEGORY = "rights-request"
AT_ONCE = 100


def records_of(subject: DataSubject) -> Iterator[Record]:
    """Newest case first, each followed by what belongs to it; a number of queries that grows with hundreds only."""
    cases = RightsRequest.objects.of(subject).select_related("decision").prefetch_related(*_parts())
    for case in cases.order_by("-received_at", "pk").iterator(chunk_size=AT_ONCE):
        yield _case(case)
        yield from _belonging(case)


def _parts() -> tuple[str | Prefetch, ...]:
    files = Attachment.objects.select_related("hand_task")
    return ("messages", "pauses", "hand_tasks", "identity_documents", Prefetch("attachments", files))


def _belonging(case: RightsRequest) -> Iterator[Record]:
    names = labels()
    yield from (_message(case, message) for message in case.messages.all())
    if decision := getattr(case, "decision", None):
        yield _decision(case, decision)
    yield from (_file(case, file, names) for file in case.attachments.all() if _is_readable(file))
    yield from (_place(case, task, names) for task in case.hand_tasks.all())
    yield from (_document(case, document) for document in case.identity_documents.all())
    yield from (_pause(case, pause) for pause in case.pauses.all())


def _is_readable(file: Attachment) -> bool:
    """As `Attachment.objects.readable_by`, of what is in memory."""
    return file.hand_task is None or file.hand_task.is_shown


def _case(case: RightsRequest) -> Record:
    return _record(
        case,
        "rights-request",
        _("Requests"),
        str(case.pk),
        f"{case.get_right_display()} ({case.number})",
        (
            _noted("number", _("Number"), case.number),
            _noted("right", _("Right"), str(case.get_right_display())),
            _noted("received_at", _("Received"), case.received_at),
            _noted("channel", _("Came in by"), str(case.get_channel_display())),
            _noted("status", _("Status"), str(case.get_status_display())),
            *_answers(case),
            _noted("due_on", _("Answer promised by"), case.due_on),
            _noted("statutory_due_on", _("Legally due by"), case.statutory_due_on),
            _noted("identity_method", _("Identity confirmed by"), str(case.get_identity_method_display())),
            _noted("identity_confirmed_at", _("Identity confirmed"), case.identity_confirmed_at),
            _noted("extended_at", _("Term extended"), case.extended_at),
            _noted("extension_reason", _("Reason of the extension"), str(case.get_extension_reason_display())),
            _written("extension_explanation", _("Explanation of the extension"), case.extension_explanation),
            _noted("closed_at", _("Closed"), case.closed_at),
        ),
    )


def _answers(case: RightsRequest) -> Iterator[Field]:
    """What the person filled in, under the questions as they were shown."""
    for number, one in enumerate(case.scope.get("answers", []), start=1):
        yield _written(f"asked-{number}-{one['key']}", one["question"], "\n".join(map(str, one["answer"])))


def _message(case: RightsRequest, message: Message) -> Record:
    sender = _("You") if message.is_from_subject else str(Direction.TO_SUBJECT.label)
    return _record(
        case,
        "rights-request-message",
        pgettext("of a rights request", "Messages"),
        f"message-{message.pk}",
        _titled(sender, message.sent_at),
        (
            _noted("at", _("When"), message.sent_at),
            _noted("from", _("From whom"), sender),
            _noted("kind", _("Kind"), str(message.get_kind_display())),
            _written("text", _("Text"), message.body),
            _noted("read_at", _("Read"), message.read_at),
        ),
        origin=_("From yourself") if message.is_from_subject else _("Written by the privacy desk"),
    )


def _decision(case: RightsRequest, decision: Decision) -> Record:
    outcome = str(decision.get_outcome_display())
    return _record(
        case,
        "rights-request-decision",
        pgettext("of a rights request", "Decision"),
        f"decision-{decision.pk}",
        _titled(outcome, decision.decided_at),
        (
            _noted("at", _("When"), decision.decided_at),
            _noted("outcome", _("Outcome"), outcome),
            _noted("ground", _("Ground"), _ground(decision)),
            _written("text", _("Text"), decision.text),
            _noted("objection_until", _("Objection possible until"), decision.objection_until),
        ),
        origin=_("Written by the privacy desk"),
    )


def _ground(decision: Decision) -> str:
    if not decision.ground:
        return ""
    return f"{decision.get_ground_display()} ({GROUNDS[Ground(decision.ground)].article})"


def _file(case: RightsRequest, file: Attachment, names: dict[str, str]) -> Record:
    """By name and size; the file itself is fetched on the page of the request."""
    sender = names.get(file.hand_task.source, file.hand_task.source) if file.hand_task else _("You")
    return _record(
        case,
        "rights-request-file",
        pgettext("of a rights request", "Files"),
        f"file-{file.pk}",
        _titled(sender, file.uploaded_at),
        (
            _written("name", _("Name"), file.name),
            _noted("size", _("Size"), filesizeformat(file.size)),
            _noted("content_type", _("Type"), file.content_type),
            _noted("from", _("From whom"), sender),
            _noted("at", _("When"), file.uploaded_at),
        ),
        origin=_("From yourself") if file.hand_task is None else sender,
    )


def _place(case: RightsRequest, task: HandTask, names: dict[str, str]) -> Record:
    place = names.get(task.source, task.source)
    return _record(
        case,
        "rights-request-place",
        pgettext("of a rights request", "Organisations we ask"),
        f"place-{task.pk}",
        place,
        (
            _noted("place", _("Organisation"), place),
            _noted("state", _("Status"), str(task.get_state_display())),
            _noted("asked_at", _("Asked"), task.asked_at),
            _noted("due_on", _("Answer expected by"), task.due_on),
            _noted("ended_at", _("Settled"), task.ended_at),
            _written("answer", _("Answer"), task.answer if task.is_shown else ""),
        ),
        origin=_("Noted by this site"),
    )


def _pause(case: RightsRequest, pause: CasePause) -> Record:
    return _record(
        case,
        "rights-request-pause",
        pgettext("of a rights request", "Days on which the term stood still"),
        f"pause-{pause.pk}",
        date_format(pause.started_on, "DATE_FORMAT"),
        (_noted("started_on", _("Since"), pause.started_on), _noted("ended_on", _("Until"), pause.ended_on)),
        origin=_("Noted by this site"),
    )


def _document(case: RightsRequest, document: IdentityDocument) -> Record:
    """That one was asked, and why; the picture itself is no data of ours to keep or to hand out."""
    return _record(
        case,
        "rights-request-document",
        pgettext("of a rights request", "Copies of an identity document"),
        f"document-{document.pk}",
        _titled(_("Asked"), document.asked_at),
        (
            _noted("asked_at", _("Asked"), document.asked_at),
            _written("reason", _("Why we ask this"), document.reason),
            _noted("sent_at", _("Sent"), document.sent_at),
            _noted("ending", _("What came of it"), str(document.get_ending_display())),
            _noted("ended_at", _("Destroyed, or no longer asked"), document.ended_at),
        ),
        origin=_("Written by the privacy desk"),
    )


def _record(
    case: RightsRequest, kind: str, kind_label: str, reference: str, title: str, fields: tuple[Field, ...], **more: Any
) -> Record:
    """The period of all of it starts when the case is closed."""
    return Record(
        source=KEY,
        kind=kind,
        kind_label=kind_label,
        reference=reference,
        activity=ACTIVITY,
        fields=fields,
        origin=more.get("origin", _("From yourself")),
        retention_start=day_of(case.closed_at) if case.closed_at else None,
        title=title,
        parent="" if reference == str(case.pk) else str(case.pk),
    )


def _noted(name: str, label: str | Promise, value: Value) -> Field:
    return Field(name, label, value, CATEGORY)


def _written(name: str, label: str | Promise, text: str) -> Field:
    """What somebody wrote may hold anything, so a mailbox alone does not open it (SECURITY A1)."""
    return Field(name, label, text, CATEGORY, secret=True)


def _titled(who: str, moment: datetime) -> str:
    return f"{who}, {date_format(timezone.localtime(moment), 'DATE_FORMAT')}"
