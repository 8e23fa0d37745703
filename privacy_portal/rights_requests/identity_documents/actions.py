"""Asking for a copy, sending one, looking at it, and destroying it."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests import events, notifications
from privacy_portal.rights_requests.attachments import check_upload, discard, open_attachment, store
from privacy_portal.rights_requests.bookkeeping import log, staff_id
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.file_types import FileType
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import Attachment, RightsRequest

from .enums import LOOKED_AT, Ending
from .models import IdentityDocument

# Of a picture the device and the place are washed off, and it is looked at without a program of its own.
PICTURES = ("image/jpeg", "image/png")


def is_askable(case: RightsRequest) -> bool:
    """Only where the venue switched it on, only while it is in doubt who asks (Art. 12(6)), and one at a time."""
    in_doubt = settings.IDENTITY_DOCUMENTS and case.state == Status.IDENTITY_IN_DOUBT
    return in_doubt and case.subject_id is not None and open_document(case) is None


def open_document(case: RightsRequest) -> IdentityDocument | None:
    return case.identity_documents.open().first()


def was_shown(case: RightsRequest) -> bool:
    """Whether somebody looked at a copy for this case and it was theirs."""
    return case.identity_documents.filter(ending=Ending.MATCHES).exists()


def is_to_look_at(case: RightsRequest) -> bool:
    return case.identity_documents.sent().exists()


@transaction.atomic
def ask_for_document(
    *, rights_request: RightsRequest, reason: str, by: Actor, now: datetime | None = None
) -> RightsRequest:
    now = now or timezone.now()
    case = _locked(rights_request)
    if not is_askable(case):
        raise NotPossible(_("A copy cannot be asked for in this case."), code="not_askable")
    IdentityDocument.objects.create(rights_request=case, reason=reason, asked_at=now, asked_by_id=staff_id(by))
    log(events.DOCUMENT_ASKED, case, by, now)
    notifications.document_asked(case, now=now)
    return case


@transaction.atomic
def send_document(
    *, rights_request: RightsRequest, upload: UploadedFile, by: Actor, now: datetime | None = None
) -> IdentityDocument:
    """A second picture takes the place of the first, and does not make it last longer."""
    now = now or timezone.now()
    case = _locked(rights_request)
    document = open_document(case)
    if document is None or case.subject is None or not settings.IDENTITY_DOCUMENTS:
        raise NotPossible(_("We do not ask you for a copy any more."), code="not_asked")
    check_picture(upload)
    _destroy(document)
    picture = store(subject=case.subject, upload=upload, now=now)
    picture.rights_request, picture.identity_document = case, document
    picture.save(update_fields=["rights_request", "identity_document"])
    document.sent_at = document.sent_at or now
    document.save(update_fields=["sent_at"])
    log(events.DOCUMENT_SENT, case, by, now)
    return document


def check_picture(upload: UploadedFile) -> FileType:
    found = check_upload(upload)
    if found.content_type not in PICTURES:
        raise ValidationError(_("Send a picture: a photo or a scan, as JPG or PNG."), code="type")
    return found


@transaction.atomic
def look_at_document(
    document: IdentityDocument, *, by: Actor, now: datetime | None = None
) -> tuple[str, Iterator[bytes]]:
    """Its type and its bytes; in the ledger, and on the page where a person sees who looked."""
    picture = Attachment.objects.get(identity_document=document)
    return picture.content_type, open_attachment(picture, by=by, now=now)


@transaction.atomic
def note_looked_at(
    *, rights_request: RightsRequest, ending: Ending | str, by: Actor, now: datetime | None = None
) -> RightsRequest:
    """The picture is destroyed with the words about it. What it proved is said by two people, as after any doubt."""
    now, ending = now or timezone.now(), Ending(ending)
    case = _locked(rights_request)
    document = case.identity_documents.sent().first()
    if document is None or ending not in LOOKED_AT:
        raise NotPossible(_("There is no copy to look at."), code="no_document")
    _end(document, ending, by, now)
    return case


def end_documents(case: RightsRequest, by: Actor, now: datetime) -> None:
    """The doubt is over, or the case is: nothing is asked any more, and no picture stays."""
    for document in case.identity_documents.open():
        _end(document, Ending.NOT_NEEDED, by, now)


def destroy_old(now: datetime, by: Actor) -> int:
    """Pictures at which nobody looked in time; of a venue that switched it off every picture and question. Each in a
    transaction of its own."""
    documents = IdentityDocument.objects.all()
    if settings.IDENTITY_DOCUMENTS:
        due, ending = documents.too_old(now), Ending.TOO_OLD
    else:
        due, ending = documents.open(), Ending.NOT_NEEDED
    count = 0
    for found in due.select_related("rights_request"):
        with transaction.atomic():
            _locked(found.rights_request)
            document = due.filter(pk=found.pk).first()
            if document is not None:
                _end(document, ending, by, now)
                count += 1
    return count


def _locked(rights_request: RightsRequest) -> RightsRequest:
    return RightsRequest.objects.select_for_update(of=("self",)).get(pk=rights_request.pk)


def _end(document: IdentityDocument, ending: Ending, by: Actor, now: datetime) -> None:
    _destroy(document)
    document.ending, document.ended_at = ending, now
    document.save(update_fields=["ending", "ended_at"])
    log(events.DOCUMENT_ENDED, document.rights_request, by, now, ending=ending.value)


def _destroy(document: IdentityDocument) -> None:
    for picture in Attachment.objects.filter(identity_document=document):
        discard(picture)
