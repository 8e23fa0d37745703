"""Files are unreadable on disk, belong to one person, and go when nobody handed them in."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import open_attachment, purge_unsent, store
from privacy_portal.rights_requests.models import Attachment

from .people import MONDAY, as_subject, desk, file_request, subject

pytestmark = pytest.mark.django_db
LETTER = b"%PDF-1.7 " + b"my address is Trompsingel 27 " * 5000


def upload(name: str = "letter.pdf", data: bytes = LETTER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def on_disk(attachment: Attachment) -> bytes:
    with storages["private"].open(attachment.stored_as) as file:
        return file.read()


@pytest.mark.security("ASVS 5.3.2")
def test_a_file_opens_for_who_has_the_row_and_not_from_disk():
    attachment = store(subject=subject(), upload=upload(), now=MONDAY)
    assert b"Trompsingel" not in on_disk(attachment)
    assert "letter" not in attachment.stored_as
    assert b"".join(open_attachment(attachment, by=desk(), now=MONDAY)) == LETTER


def test_the_name_is_not_readable_in_the_database():
    store(subject=subject(), upload=upload(), now=MONDAY)
    [name] = Attachment.objects.values_list("name", flat=True)
    assert b"letter" not in bytes(name)


def test_a_case_takes_only_files_of_its_own_person():
    alma, bas = subject(), subject("bas@example.org")
    of_bas = store(subject=bas, upload=upload(), now=MONDAY)
    case = file_request(alma, attachments=[of_bas])
    assert not case.attachments.exists()
    of_bas.refresh_from_db()
    assert of_bas.rights_request is None


def test_a_file_in_one_case_cannot_be_moved_to_another():
    alma = subject()
    attachment = store(subject=alma, upload=upload(), now=MONDAY)
    first = file_request(alma, attachments=[attachment])
    actions.reply(
        rights_request=file_request(alma), body="x", by=as_subject(alma), attachments=[attachment], now=MONDAY
    )
    attachment.refresh_from_db()
    assert attachment.rights_request == first


@pytest.mark.security("ASVS 14.2.7")
def test_files_nobody_handed_in_go_after_a_day(django_capture_on_commit_callbacks):
    alma = subject()
    kept = store(subject=alma, upload=upload(), now=MONDAY)
    file_request(alma, attachments=[kept])
    left = store(subject=alma, upload=upload(), now=MONDAY)
    assert purge_unsent(MONDAY + timedelta(hours=24)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_unsent(MONDAY + timedelta(hours=25)) == 1
    assert list(Attachment.objects.all()) == [kept]
    assert not storages["private"].exists(left.stored_as)
    assert storages["private"].exists(kept.stored_as)
