"""Files that come with a request: looked at, cleaned, encrypted with a key of their own, and gone with the case."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence import sealed_files
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.rights_requests import events
from privacy_portal.rights_requests.file_types import EXTENSIONS, FileType, extension_of, recognise
from privacy_portal.rights_requests.image_metadata import without_metadata
from privacy_portal.rights_requests.models import Attachment
from privacy_portal.rights_requests.virus_scanner import check_for_viruses

LONGEST_NAME = 100
UNSENT_LASTS = timedelta(hours=24)
"""A file uploaded in the wizard and never handed in outlives the session (12 hours) and no longer."""


def check_upload(upload: UploadedFile) -> FileType:
    """Says at the field what is wrong and what would be right; the file is read only when it is small enough."""
    if (upload.size or 0) > settings.ATTACHMENT_MAX_BYTES:
        size = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        raise ValidationError(
            _("“%(name)s” is too big. A file may be %(size)s at most."),
            code="too_big",
            params={"name": display_name(upload.name), "size": size},
        )
    data = _bytes_of(upload)
    found = recognise(upload.name or "", data)
    if found is None:
        raise ValidationError(
            _("“%(name)s” is not a file that we can read. Choose one of these types: %(types)s."),
            code="type",
            params={"name": display_name(upload.name), "types": ", ".join(EXTENSIONS)},
        )
    check_for_viruses(data)
    return found


def check_count(already: int, more: int) -> None:
    if already + more > settings.ATTACHMENT_MAX_FILES:
        raise ValidationError(
            _("You can send %(count)s files at most."),
            code="too_many",
            params={"count": settings.ATTACHMENT_MAX_FILES},
        )


@transaction.atomic
def store(*, subject: DataSubject, upload: UploadedFile, now: datetime | None = None) -> Attachment:
    """The name on disk is made up; the name the person gave lives encrypted in the row."""
    kind = check_upload(upload)
    data = without_metadata(kind.content_type, _bytes_of(upload))
    key = sealed_files.new_key()
    stored_as = sealed_files.store("attachment", [data], key=key)
    try:
        with transaction.atomic():
            return Attachment.objects.create(
                subject=subject,
                name=display_name(upload.name),
                content_type=kind.content_type,
                size=len(data),
                stored_as=stored_as,
                key=b64encode(key).decode(),
                uploaded_at=now or timezone.now(),
            )
    except Exception:
        sealed_files.delete(stored_as)
        raise


@transaction.atomic
def open_attachment(attachment: Attachment, *, by: Actor, now: datetime | None = None) -> Iterator[bytes]:
    """Every opening is in the ledger, whoever opens it."""
    case = attachment.rights_request
    record(
        events.ATTACHMENT_OPENED,
        by=by,
        subject=attachment.subject_id,
        target=case.number if case else "",
        facts={"attachment": attachment.pk.hex},
        now=now,
    )
    return sealed_files.open_chunks(attachment.stored_as, key=b64decode(attachment.key))


@transaction.atomic
def discard(attachment: Attachment) -> None:
    """The row holds the only key, so once it is gone no copy of the file can be read again."""
    stored_as = attachment.stored_as
    attachment.delete()
    transaction.on_commit(lambda: sealed_files.delete(stored_as))


def purge_unsent(now: datetime | None = None) -> int:
    """Files nobody handed in."""
    old = Attachment.objects.unsent().filter(uploaded_at__lt=(now or timezone.now()) - UNSENT_LASTS)
    attachments = list(old)
    for attachment in attachments:
        discard(attachment)
    return len(attachments)


def display_name(name: str | None) -> str:
    """What a person called the file, without folders and signs that could fool who reads it; the type stays."""
    base = PurePosixPath((name or "").replace("\\", "/")).name
    clean = "".join(letter for letter in base if letter.isprintable() and letter not in '"<>|:*?%;')
    extension = extension_of(clean)
    stem = clean[: -len(extension) - 1] if extension else clean
    return f"{stem[:LONGEST_NAME].strip() or 'file'}.{extension}" if extension else stem[:LONGEST_NAME] or "file"


def _bytes_of(upload: UploadedFile) -> bytes:
    upload.seek(0)
    return upload.read()
