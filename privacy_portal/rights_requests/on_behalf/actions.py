"""What can happen when somebody asks for another: it comes in, the person is told, the desk checks, the person objects.
Answering, erasing and asking others stay the verbs of the case; `gate` says when they may (SECURITY V-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_subjects.identifiers import emails_of, find_by_email, normalise_email
from privacy_portal.data_subjects.limits import allow
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.people import subject_for_email
from privacy_portal.evidence.actors import Actor, ActorKind
from privacy_portal.evidence.ledger import record
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests.actions import receive
from privacy_portal.rights_requests.attachments import check_count, store
from privacy_portal.rights_requests.bookkeeping import log, staff_id
from privacy_portal.rights_requests.enums import Channel
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import Attachment, ErasureOrder, RightsRequest

from . import events, notifications
from .enums import Capacity, Check, ResultsTo, Seen, Told
from .models import Delegation

MOST_MAILS, PER = 3, timedelta(days=1)
"""So many a day to one person, whoever asks: nobody fills another's mailbox by asking for them."""


@dataclass(frozen=True)
class Asker:
    """Who asks, as what, and for whom, in their own words."""

    delegate: DataSubject
    capacity: Capacity
    delegate_name: str
    person_name: str
    person_hints: str = ""
    person_email: str = ""


@transaction.atomic
def receive_for(
    *,
    asker: Asker,
    right: Right | str,
    details: dict,
    language: str,
    by: Actor,
    attachments: Iterable[Attachment] = (),
    channel: Channel | str = Channel.PORTAL,
    received_at: datetime | None = None,
    now: datetime | None = None,
) -> Delegation:
    """The clock runs from receipt: whether somebody may ask is our question, not a reason to be late. The person
    concerned hears of it at once; of a letter, when the desk enters it."""
    now = now or timezone.now()
    actor = by if by.kind == ActorKind.STAFF else Actor.delegate()
    person, was_known = _person_concerned(asker, language, now)
    case = receive(
        subject=person,
        right=right,
        details=details,
        language=person.language if person else language,
        channel=channel,
        by=actor,
        attachments=attachments,
        delegate=asker.delegate,
        received_at=received_at,
        now=now,
    )
    delegation = Delegation.objects.create(
        rights_request=case,
        delegate=asker.delegate,
        level=by.level if by.kind == ActorKind.SUBJECT else "",
        capacity=asker.capacity,
        delegate_name=asker.delegate_name,
        person_name=asker.person_name,
        person_hints=asker.person_hints,
        given_email=asker.person_email,
        channel_was_known=was_known,
        asked_at=now,
    )
    log(events.DELEGATED, case, actor, now, capacity=asker.capacity.value)
    record(events.ASKED, by=by, subject=asker.delegate.pk, target=str(delegation.pk), now=now)
    _tell_person(delegation, now)
    notifications.tell_delegate(delegation, "received", now=now)
    return delegation


def _person_concerned(asker: Asker, language: str, now: datetime) -> tuple[DataSubject | None, bool]:
    """Who asks learns nothing from what is found: their page and mails are the same either way (V-01). Their own
    address is no channel of somebody else, and nobody reads the mail of who has died."""
    address = normalise_email(asker.person_email) if asker.person_email else ""
    known = find_by_email(address) if address else None
    if not address or asker.capacity.is_about_deceased or known == asker.delegate:
        return None, False
    person = known or subject_for_email(address, language, by=Actor.delegate(), now=now)
    return person, bool(emails_of(person))


def _tell_person(delegation: Delegation, now: datetime) -> None:
    """Over the limit the desk tells them: nothing leaves before that either way."""
    if delegation.rights_request.subject is None:
        return
    person = str(delegation.rights_request.subject_id)
    if not allow("delegate-mails", person, limit=MOST_MAILS, per=PER, now=now):
        return
    delegation.told_at, delegation.told_how = now, Told.MAIL
    if notifications.tell_person(delegation, now=now):
        delegation.save(update_fields=["told_at", "told_how"])


@transaction.atomic
def note_told(
    *, rights_request: RightsRequest, how: Told | str, reason: str, by: Actor, now: datetime | None = None
) -> Delegation:
    """By letter or telephone, by the desk; or there is nobody to tell, and why. The time to object begins here."""
    now = now or timezone.now()
    delegation = _locked(rights_request)
    if delegation.told_at is not None:
        raise NotPossible(_("The person concerned was told already."), code="told")
    delegation.told_at, delegation.told_how = now, Told(how)
    delegation.save(update_fields=["told_at", "told_how"])
    _log(events.TOLD, delegation, by, now, personal={"reason": reason}, how=delegation.told_how)
    return delegation


@transaction.atomic
def check_papers(
    *,
    rights_request: RightsRequest,
    outcome: Check | str,
    reason: str,
    by: Actor,
    seen: Seen | str = "",
    results_to: ResultsTo | str = ResultsTo.PERSON,
    is_channel_checked: bool = False,
    person_email: str = "",
    question: str = "",
    now: datetime | None = None,
) -> Delegation:
    """A person decides, with a reason that is kept (V-13); a machine only sees to it that nothing is skipped. With
    `person_email` the desk says whose records it is about, when who asks gave no address that we know."""
    now = now or timezone.now()
    delegation = _locked(rights_request)
    _check_decision(delegation, Check(outcome), seen, is_channel_checked, question)
    if person_email:
        _name_person(delegation, person_email, by, now)
    delegation.check_state, delegation.reason, delegation.question = Check(outcome), reason, question
    delegation.seen, delegation.results_to = seen, ResultsTo(results_to)
    delegation.checked_at, delegation.checked_by_id = now, staff_id(by)
    delegation.save()
    facts = {"outcome": delegation.check_state, "seen": str(seen), "results_to": delegation.results_to}
    _log(events.CHECKED, delegation, by, now, personal={"reason": reason}, **facts)
    _tell_outcome(delegation, now)
    return delegation


def _name_person(delegation: Delegation, email: str, by: Actor, now: datetime) -> None:
    """Found by the desk, so it is no word of who asks. The person hears of it as if it had been given at once."""
    case = delegation.rights_request
    if case.subject_id is not None:
        raise NotPossible(_("This case is about somebody we can reach already."), code="known")
    person = subject_for_email(email, case.language, by=by, now=now)
    if person == delegation.delegate:
        raise ValidationError(_("This is the address of who asks."), code="same")
    case.subject, delegation.channel_was_known = person, True
    case.save(update_fields=["subject"])
    if delegation.told_at is None and not delegation.kind.is_about_deceased:
        _tell_person(delegation, now)


def _check_decision(delegation: Delegation, outcome: Check, seen: str, is_channel_checked: bool, question: str) -> None:
    if outcome == Check.WAITING:
        raise ValidationError(_("Choose what came of the check."), code="outcome")
    if delegation.is_stopped:
        raise NotPossible(_("The person concerned objected. There is nothing left to check."), code="objected")
    if outcome == Check.MORE_NEEDED and not question:
        raise ValidationError(_("Write what is still needed."), code="question")
    if outcome != Check.ACCEPTED:
        return
    if not seen:
        raise ValidationError(_("Say how you saw the papers."), code="seen")
    is_new = delegation.rights_request.subject_id and not delegation.channel_was_known
    if is_new and not is_channel_checked:
        raise ValidationError(
            _("Who asks gave this address and we never saw it before. Check first that it is the person's own."),
            code="channel",
        )


def _tell_outcome(delegation: Delegation, now: datetime) -> None:
    what = {Check.ACCEPTED: "accepted", Check.MORE_NEEDED: "papers", Check.REJECTED: "rejected"}
    notifications.tell_delegate(delegation, what[Check(delegation.check_state)], now=now)


@transaction.atomic
def send_papers(
    delegation: Delegation, *, uploads: Iterable[UploadedFile], by: Actor, now: datetime | None = None
) -> int:
    """More papers, from who asks; the desk looks again. They stay theirs: the person concerned does not get them."""
    now = now or timezone.now()
    delegation = _locked(delegation.rights_request)
    files = list(uploads)
    check_count(Attachment.objects.filter(rights_request=delegation.rights_request_id).count(), len(files))
    for upload in files:
        kept = store(subject=delegation.delegate, upload=upload, now=now)
        Attachment.objects.filter(pk=kept.pk).update(rights_request=delegation.rights_request_id)
    if delegation.check_state == Check.MORE_NEEDED:
        delegation.check_state = Check.WAITING
        delegation.save(update_fields=["check_state"])
    log(events.PAPERS_SENT, delegation.rights_request, Actor.delegate(), now, files=str(len(files)))
    return len(files)


@transaction.atomic
def object_to(delegation: Delegation, *, by: Actor, now: datetime | None = None) -> bool:
    """The person concerned does not want it: nothing leaves any more, whatever was checked. False if it was stopped
    or is over already. The desk still decides in time, with reasons: the clock of the law runs on."""
    now = now or timezone.now()
    # The same lock as every verb of the desk takes: of an answer and an objection at once, one comes first.
    case = RightsRequest.objects.select_for_update(of=("self",)).get(pk=delegation.rights_request_id)
    if not can_be_stopped(case):
        return False
    if not Delegation.objects.filter(pk=delegation.pk, objected_at=None).update(objected_at=now):
        return False
    delegation.refresh_from_db()
    log(events.OBJECTED, delegation.rights_request, by, now)
    notifications.tell_delegate(delegation, "objected", now=now)
    notifications.tell_desk(delegation, now=now)
    return True


def can_be_stopped(case: RightsRequest) -> bool:
    """What is answered or being erased already is past stopping."""
    return case.is_open and not ErasureOrder.objects.filter(rights_request=case, approved_at__isnull=False).exists()


def _locked(rights_request: RightsRequest) -> Delegation:
    found = Delegation.objects.select_for_update(of=("self",)).select_related("rights_request", "delegate")
    delegation = found.filter(rights_request=rights_request.pk).first()
    if delegation is None:
        raise NotPossible(_("This person asks for themselves."), code="no_delegate")
    if not delegation.rights_request.is_open:
        raise NotPossible(_("This request is closed."), code="closed")
    return delegation


def _log(event: str, delegation: Delegation, by: Actor, now: datetime, personal: dict, **facts: str) -> None:
    """A reason is words of a person about a person: beside the chain, behind its commitment (L-05)."""
    case = delegation.rights_request
    record(event, by=by, subject=case.subject_id, target=case.number, facts=facts, personal=personal, now=now)
