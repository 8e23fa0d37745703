"""Everything that can happen to a case. Each verb in one transaction: may it happen, change, record, tell.

The row is locked before it is judged, so of two people who decide at once the second is refused. Every verb
returns the case as it became; the caller's own copy may be stale."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor, ActorKind
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import erasing, events, identity, notifications
from privacy_portal.rights_requests.bookkeeping import log, move, staff_id
from privacy_portal.rights_requests.by_hand.actions import give_more_time, note_needed
from privacy_portal.rights_requests.clock import OBJECTION_TERM, check_extension, day_of, wind
from privacy_portal.rights_requests.enums import (
    Channel,
    Direction,
    ExtensionReason,
    Ground,
    IdentityMethod,
    LookingReason,
    MessageKind,
    Outcome,
    StaffRole,
    Status,
)
from privacy_portal.rights_requests.identity_documents.actions import end_documents, was_shown
from privacy_portal.rights_requests.lifecycle import NotPossible, Verb, check_ground
from privacy_portal.rights_requests.models import (
    Attachment,
    CasePause,
    Decision,
    Message,
    Note,
    RightsRequest,
)
from privacy_portal.rights_requests.numbers import next_number
from privacy_portal.rights_requests.on_behalf.gate import check_may_leave


@transaction.atomic
def receive(
    *,
    subject: DataSubject | None,
    right: Right | str,
    details: dict,
    language: str,
    channel: Channel | str = Channel.PORTAL,
    by: Actor,
    attachments: Iterable[Attachment] = (),
    delegate: DataSubject | None = None,
    received_at: datetime | None = None,
    now: datetime | None = None,
) -> RightsRequest:
    """Starts the clock. A letter or a call is entered after it came: `received_at` tells when that was. With a
    `delegate` somebody asks for the subject, whom `on_behalf` tells of it; the files are the delegate's."""
    now = now or timezone.now()
    rights_request = RightsRequest(
        number=next_number(day_of(now).year),
        subject=subject,
        right=Right(right),
        channel=Channel(channel),
        language=language,
        level=by.level if by.kind == ActorKind.SUBJECT else "",
        scope=details,
        received_at=received_at or now,
        received_on=day_of(received_at or now),
    )
    wind(rights_request)
    rights_request.save(force_insert=True)
    _attach(attachments, rights_request, owner=delegate)
    log(events.RECEIVED, rights_request, by, now, right=rights_request.right, channel=rights_request.channel)
    if rights_request.right != Right.ERASURE:
        # What must go is asked of others only after two people agreed (erasing).
        note_needed(rights_request, by=by, now=now)
    if delegate is None:
        notifications.received(rights_request, now=now)
    return rights_request


@transaction.atomic
def take(*, rights_request: RightsRequest, by: Actor, now: datetime | None = None) -> RightsRequest:
    """The desk's own business: someone answers for the case from now on."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.TAKE)
    case.assigned_to_id, case.taken_at = staff_id(by), case.taken_at or now
    case.save(update_fields=["status", "assigned_to", "taken_at"])
    log(events.TAKEN, case, by, now, before)
    return case


@transaction.atomic
def ask_subject(
    *, rights_request: RightsRequest, question: str, by: Actor, now: datetime | None = None
) -> RightsRequest:
    """The person is to move, but the clock runs on: only doubt about who asks stops it (Art. 12(6))."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.ASK)
    case.save(update_fields=["status"])
    _write(case, question, by, now, kind=MessageKind.QUESTION)
    log(events.ASKED, case, by, now, before)
    notifications.asked(case, now=now)
    return case


@transaction.atomic
def send_message(*, rights_request: RightsRequest, body: str, by: Actor, now: datetime | None = None) -> RightsRequest:
    """From the desk to the person, without asking anything."""
    now = now or timezone.now()
    case, _before = move(rights_request, Verb.MESSAGE)
    _write(case, body, by, now)
    log(events.MESSAGE_SENT, case, by, now)
    notifications.message_sent(case, now=now)
    return case


@transaction.atomic
def reply(
    *,
    rights_request: RightsRequest,
    body: str,
    by: Actor,
    attachments: Iterable[Attachment] = (),
    now: datetime | None = None,
) -> RightsRequest:
    """From the person to the desk; answers an open question, but does not settle doubt about who asks."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.REPLY)
    case.save(update_fields=["status"])
    message = _write(case, body, by, now)
    _attach(attachments, case, message)
    log(events.REPLIED, case, by, now, before)
    return case


@transaction.atomic
def doubt_identity(
    *, rights_request: RightsRequest, question: str, reason: str, by: Actor, now: datetime | None = None
) -> RightsRequest:
    """Art. 12(6): with reasonable doubt more may be asked; the clock stands still. V-13: reason, question and
    who asked are kept."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.DOUBT_IDENTITY)
    case.identity_method, case.identity_confirmed_at = "", None
    case.save(update_fields=["status", "identity_method", "identity_confirmed_at"])
    identity.take_back(case)
    CasePause.objects.create(rights_request=case, started_on=day_of(now), reason=reason, doubted_by_id=staff_id(by))
    _write(case, question, by, now, kind=MessageKind.IDENTITY)
    log(events.IDENTITY_DOUBTED, case, by, now, before)
    notifications.identity_doubted(case, now=now)
    return case


@transaction.atomic
def confirm_identity(
    *, rights_request: RightsRequest, method: IdentityMethod | str, by: Actor, now: datetime | None = None
) -> RightsRequest:
    """The desk knows who asks. After doubt it takes two people to say so; then the doubt ends, and the dates move by as
    long as it lasted."""
    now, method = now or timezone.now(), IdentityMethod(method)
    case, before = move(rights_request, Verb.CONFIRM_IDENTITY)
    if method == IdentityMethod.DOCUMENT_COPY and not was_shown(case):
        raise NotPossible(_("Nobody looked at a copy for this case."), code="no_document")
    if identity.needs_two_people(case) and not identity.agree_on_identity(case, method, by, now=now):
        log(events.IDENTITY_PROPOSED, case, by, now, method=method)
        return RightsRequest.objects.get(pk=case.pk)
    case.identity_method, case.identity_confirmed_at = method, now
    _end_pause(case, by, now)
    case.save()
    if before == Status.IDENTITY_IN_DOUBT:
        give_more_time(case, now=now)
    log(events.IDENTITY_CONFIRMED, case, by, now, before, method=case.identity_method)
    if before == Status.IDENTITY_IN_DOUBT:
        notifications.clock_runs_again(case, now=now)
    return case


@transaction.atomic
def resume(*, rights_request: RightsRequest, by: Actor, now: datetime | None = None) -> RightsRequest:
    """The doubt is given up without proof: the clock runs again, and who asks stays unconfirmed."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.RESUME)
    identity.take_back(case)
    _end_pause(case, by, now)
    case.save()
    give_more_time(case, now=now)
    log(events.RESUMED, case, by, now, before)
    notifications.clock_runs_again(case, now=now)
    return case


@transaction.atomic
def extend(
    *,
    rights_request: RightsRequest,
    reason: ExtensionReason | str,
    explanation: str,
    by: Actor,
    now: datetime | None = None,
) -> RightsRequest:
    """Art. 12(3): two further months for complexity or number, told with reasons within the first month."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.EXTEND)
    check_extension(case, day_of(now))
    case.extended_at, case.extension_reason = now, ExtensionReason(reason)
    case.extension_explanation = explanation
    wind(case)
    case.save()
    give_more_time(case, now=now)
    log(events.EXTENDED, case, by, now, before, reason=case.extension_reason, due_on=case.due_on.isoformat())
    notifications.extended(case, now=now)
    return case


@transaction.atomic
def answer(*, rights_request: RightsRequest, text: str, by: Actor, now: datetime | None = None) -> RightsRequest:
    """Art. 12(3): told what was done on the request."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.ANSWER)
    check_may_leave(case, now)
    erasing.check_answerable(case)
    _decide(case, Outcome.ANSWERED, text, by, now)
    log(events.ANSWERED, case, by, now, before)
    notifications.answered(case, now=now)
    return case


@transaction.atomic
def refuse(
    *,
    rights_request: RightsRequest,
    ground: Ground | str,
    reason: str,
    by: Actor,
    now: datetime | None = None,
) -> RightsRequest:
    """Art. 12(4): told why, that one may complain to the authority, and go to court."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.REFUSE)
    erasing.check_not_begun(case)
    check_ground(case.right, ground)
    _end_pause(case, by, now)
    _decide(case, Outcome.REFUSED, reason, by, now, ground=Ground(ground))
    log(events.REFUSED, case, by, now, before, ground=Ground(ground).value)
    notifications.refused(case, now=now)
    return case


@transaction.atomic
def withdraw(*, rights_request: RightsRequest, by: Actor, now: datetime | None = None) -> RightsRequest:
    """The person lets it go. Nothing is decided; the same can be asked again."""
    now = now or timezone.now()
    case, before = move(rights_request, Verb.WITHDRAW)
    erasing.check_not_begun(case)
    _end_pause(case, by, now)
    case.closed_at = now
    case.save()
    log(events.WITHDRAWN, case, by, now, before)
    notifications.withdrawn(case, now=now)
    return case


@transaction.atomic
def note(*, rights_request: RightsRequest, body: str, by: Actor, now: datetime | None = None) -> Note:
    """Something the desk wants to remember; allowed in every state, told to nobody."""
    now = now or timezone.now()
    written = Note.objects.create(rights_request=rights_request, body=body, author_id=staff_id(by), written_at=now)
    log(events.NOTED, rights_request, by, now)
    return written


@transaction.atomic
def mark_viewed(
    *, rights_request: RightsRequest, by: Actor, role: StaffRole = StaffRole.DESK, now: datetime | None = None
) -> None:
    """Who looked, as what, and when (VNG logging standard): each time someone opens the case."""
    log(events.VIEWED, rights_request, by, now or timezone.now(), role=role.value)


@transaction.atomic
def mark_unmasked(
    *,
    rights_request: RightsRequest,
    reason: LookingReason | str,
    by: Actor,
    role: StaffRole,
    now: datetime | None = None,
) -> None:
    """Before anything is shown in full: who, why, and a mail to the person concerned (SECURITY A-09, L-01, V-11). The
    ledger holds the word for the reason, never what was shown."""
    now, reason = now or timezone.now(), LookingReason(reason)
    log(events.UNMASKED, rights_request, by, now, role=role.value, reason=reason.value)
    notifications.unmasked(rights_request, reason, now=now)


@transaction.atomic
def mark_read(*, rights_request: RightsRequest, by: Actor, now: datetime | None = None) -> int:
    """One side opened the thread: what the other wrote is read. No change of state, so no ledger entry."""
    return unread(rights_request, by).update(read_at=now or timezone.now())


def unread(rights_request: RightsRequest, by: Actor):
    """What the other side wrote and this side has not seen."""
    direction = Direction.TO_SUBJECT if by.kind == ActorKind.SUBJECT else Direction.FROM_SUBJECT
    return rights_request.messages.filter(direction=direction, read_at=None)


def _decide(case: RightsRequest, outcome: Outcome, text: str, by: Actor, now: datetime, ground="") -> None:
    case.closed_at = now
    case.save()
    Decision.objects.create(
        rights_request=case,
        outcome=outcome,
        ground=ground,
        text=text,
        decided_at=now,
        decided_by_id=staff_id(by),
        objection_until=day_of(now) + OBJECTION_TERM,
    )


def _end_pause(case: RightsRequest, by: Actor, now: datetime) -> None:
    end_documents(case, by, now)
    case.pauses.filter(ended_on=None).update(ended_on=day_of(now))
    wind(case)


def _write(case: RightsRequest, body: str, by: Actor, now: datetime, kind=MessageKind.MESSAGE) -> Message:
    from_subject = by.kind == ActorKind.SUBJECT
    return Message.objects.create(
        rights_request=case,
        direction=Direction.FROM_SUBJECT if from_subject else Direction.TO_SUBJECT,
        kind=kind,
        body=body,
        author_id=staff_id(by),
        sent_at=now,
    )


def _attach(
    attachments: Iterable[Attachment],
    case: RightsRequest,
    message: Message | None = None,
    owner: DataSubject | None = None,
) -> None:
    """Only files of the person whose case it is or who asks for them, and only ones that belong to no other case."""
    ids = [attachment.pk for attachment in attachments]
    of_subject = Attachment.objects.unsent().filter(pk__in=ids, subject=owner or case.subject)
    of_subject.update(rights_request=case, message=message)
