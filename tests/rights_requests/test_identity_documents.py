"""Nobody is asked for a copy of an identity document, unless the venue switched that on and the desk gave a reason for
this one case; and then it is gone as soon as somebody looked at it, and after seven days at most (SECURITY V-07)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from PIL import Image

from cms.jobs import JOBS
from cms.settings import base
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import Ground, IdentityMethod, Status
from privacy_portal.rights_requests.forgetting import forget
from privacy_portal.rights_requests.identity_documents.actions import (
    ask_for_document,
    destroy_old,
    look_at_document,
    note_looked_at,
    send_document,
)
from privacy_portal.rights_requests.identity_documents.enums import Ending
from privacy_portal.rights_requests.identity_documents.models import IdentityDocument
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import Attachment
from tests.support.customers import BAS, person

from .people import MONDAY, as_subject, desk, in_progress, subject
from .test_identity import doubt

pytestmark = [pytest.mark.django_db, pytest.mark.security("V-07")]
REASON = "The order number and the letter both failed."
SWEEPER = Actor.system("test")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def switched_on(settings):
    settings.IDENTITY_DOCUMENTS = True


@pytest.fixture
def asked(switched_on):
    return ask(doubt(in_progress()))


def ask(case, now=MONDAY + HOUR):
    return ask_for_document(rights_request=case, reason=REASON, by=desk(), now=now)


def picture(name="kopie.jpg", form="JPEG") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, form)
    return SimpleUploadedFile(name, data.getvalue())


def send(case, upload=None, now=MONDAY + DAY) -> IdentityDocument:
    return send_document(rights_request=case, upload=upload or picture(), by=as_subject(case.subject), now=now)


def looked(case, ending=Ending.MATCHES, now=MONDAY + 2 * DAY):
    return note_looked_at(rights_request=case, ending=ending, by=desk(), now=now)


def on_disk(name: str) -> bool:
    return storages["private"].exists(name)


def stored() -> str:
    return Attachment.objects.get().stored_as


def events_of(case) -> list[str]:
    return list(LedgerEntry.objects.filter(target=case.number).order_by("seq").values_list("event", flat=True))


def test_V07_out_of_the_box_nobody_can_be_asked():
    assert base.IDENTITY_DOCUMENTS is False
    case = doubt(in_progress())
    with pytest.raises(NotPossible):
        ask(case)
    assert not IdentityDocument.objects.exists() and "rights_request.document_asked" not in events_of(case)


def test_V07_the_switch_alone_asks_nobody_there_has_to_be_doubt(switched_on):
    with pytest.raises(NotPossible):
        ask(in_progress())


def test_V07_asking_keeps_the_reason_unreadable_and_tells_the_person_by_mail_without_it(asked):
    [document] = asked.identity_documents.all()
    assert document.reason == REASON
    [kept] = IdentityDocument.objects.values_list("reason", flat=True)
    assert b"letter" not in bytes(kept)
    [mail] = OutboxMessage.objects.filter(template="rights_request_document_asked")
    assert asked.number in mail.content["text"] and REASON not in mail.content["text"]
    assert events_of(asked)[-1] == "rights_request.document_asked"


def test_V07_one_at_a_time(asked):
    with pytest.raises(NotPossible):
        ask(asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityDocument.objects.create(rights_request=asked, reason="again", asked_at=MONDAY)


@pytest.mark.usefixtures("switched_on")
def test_V07_what_nobody_asked_for_is_not_taken():
    case = doubt(in_progress())
    with pytest.raises(NotPossible):
        send(case)
    assert not Attachment.objects.exists()


def test_V07_a_switch_turned_off_meanwhile_takes_nothing_more(asked, settings):
    settings.IDENTITY_DOCUMENTS = False
    with pytest.raises(NotPossible):
        send(asked)


@pytest.mark.parametrize(
    "upload", [SimpleUploadedFile("id.pdf", b"%PDF-1.7 x"), SimpleUploadedFile("id.jpg", b"GIF89a")]
)
def test_V07_only_a_picture_of_which_we_wash_off_where_it_was_made(asked, upload):
    with pytest.raises(ValidationError):
        send(asked, upload)
    assert not Attachment.objects.exists()


def test_V07_the_desk_looks_and_that_is_in_the_ledger(asked, django_capture_on_commit_callbacks):
    document = send(asked)
    content_type, chunks = look_at_document(document, by=desk(), now=MONDAY + 2 * DAY)
    assert content_type == "image/jpeg" and b"".join(chunks).startswith(b"\xff\xd8")
    assert events_of(asked)[-2:] == ["rights_request.document_sent", "rights_request.attachment_opened"]


@pytest.mark.parametrize("ending", [Ending.MATCHES, Ending.DIFFERS, Ending.NOT_COVERED])
def test_V07_looked_at_is_destroyed_at_once(asked, ending, django_capture_on_commit_callbacks):
    send(asked)
    assert on_disk(name := stored())
    with django_capture_on_commit_callbacks(execute=True):
        looked(asked, ending)
    assert not on_disk(name) and not Attachment.objects.exists()
    [document] = asked.identity_documents.all()
    assert (document.ending, document.ended_at) == (ending, MONDAY + 2 * DAY)
    last = LedgerEntry.objects.order_by("-seq").first()
    assert (last.event, last.facts) == ("rights_request.document_ended", {"ending": ending})


def test_V07_nobody_says_what_they_did_not_look_at(asked):
    with pytest.raises(NotPossible):
        looked(asked)
    send(asked)
    with pytest.raises(NotPossible):
        looked(asked, Ending.TOO_OLD)
    assert Attachment.objects.count() == 1


def test_V07_seven_days_and_no_longer(asked, django_capture_on_commit_callbacks):
    send(asked, now=MONDAY)
    name = stored()
    assert destroy_old(MONDAY + 7 * DAY - timedelta(seconds=1), SWEEPER) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_old(MONDAY + 7 * DAY, SWEEPER) == 1
    assert not on_disk(name) and not Attachment.objects.exists()
    assert asked.identity_documents.get().ending == Ending.TOO_OLD
    assert destroy_old(MONDAY + 8 * DAY, SWEEPER) == 0


def test_V07_a_venue_that_switches_it_off_keeps_no_picture_and_no_question(
    asked, settings, django_capture_on_commit_callbacks
):
    unanswered = ask(doubt(in_progress(person=person(BAS))))
    send(asked)
    name = stored()
    settings.IDENTITY_DOCUMENTS = False
    with pytest.raises(NotPossible):
        send(unanswered)
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_old(MONDAY + DAY, SWEEPER) == 2
    assert not on_disk(name) and not Attachment.objects.exists()
    for case in (asked, unanswered):
        assert case.identity_documents.get().ending == Ending.NOT_NEEDED
        case.refresh_from_db()
        assert case.state == Status.IDENTITY_IN_DOUBT, "the doubt stays, and so do the other ways to show who it is"
    assert destroy_old(MONDAY + DAY, SWEEPER) == 0


def test_V07_another_picture_takes_its_place_and_wins_no_days(asked, django_capture_on_commit_callbacks):
    send(asked, now=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        send(asked, picture("beter.png", "PNG"), now=MONDAY + 5 * DAY)
    [kept] = Attachment.objects.all()
    assert kept.name == "beter.png"
    assert destroy_old(MONDAY + 7 * DAY, SWEEPER) == 1


def test_V07_every_hour_somebody_looks_for_old_ones(asked, capsys):
    assert "destroy_identity_documents" in JOBS["hour"]
    send(asked, now=MONDAY - 400 * DAY)
    call_command("destroy_identity_documents")
    assert "1 ended" in capsys.readouterr().out and not Attachment.objects.exists()


@pytest.mark.parametrize("how", ["resumed", "withdrawn", "refused"])
def test_V07_the_doubt_is_over_so_no_picture_stays(asked, how):
    send(asked)
    now = MONDAY + 3 * DAY
    if how == "resumed":
        actions.resume(rights_request=asked, by=desk(), now=now)
    elif how == "withdrawn":
        actions.withdraw(rights_request=asked, by=as_subject(asked.subject), now=now)
    else:
        actions.refuse(rights_request=asked, ground=Ground.EXCESSIVE, reason="No proof", by=desk(), now=now)
    assert not Attachment.objects.exists()
    assert asked.identity_documents.get().ending == Ending.NOT_NEEDED
    assert "rights_request.document_ended" in events_of(asked)


def test_V07_what_it_proved_is_said_by_two_people_and_only_after_somebody_looked(asked):
    def confirm(who, now):
        by, method = desk(f"{who}@example.org"), IdentityMethod.DOCUMENT_COPY
        return actions.confirm_identity(rights_request=asked, method=method, by=by, now=now)

    send(asked)
    with pytest.raises(NotPossible):
        confirm("chandni", MONDAY + 2 * DAY)
    looked(asked)
    confirm("chandni", MONDAY + 2 * DAY)
    case = confirm("dirk", MONDAY + 2 * DAY)
    assert case.identity_method == IdentityMethod.DOCUMENT_COPY and case.identity_confirmed_at


def test_V07_a_copy_that_shows_nothing_proves_nothing(asked):
    send(asked)
    looked(asked, Ending.DIFFERS)
    with pytest.raises(NotPossible):
        actions.confirm_identity(
            rights_request=asked, method=IdentityMethod.DOCUMENT_COPY, by=desk(), now=MONDAY + 3 * DAY
        )


def test_V07_the_files_of_a_colleague_and_of_another_case_stay(asked, django_capture_on_commit_callbacks):
    other = ask(doubt(in_progress(person=subject("bas@example.org"))))
    send(other, now=MONDAY + 3 * DAY)
    send(asked, now=MONDAY)
    assert destroy_old(MONDAY + 8 * DAY, SWEEPER) == 1
    assert Attachment.objects.get().rights_request == other


def test_V07_with_the_case_its_reason_is_forgotten(asked):
    case = actions.withdraw(rights_request=asked, by=as_subject(asked.subject), now=MONDAY + DAY)
    forget(case, by=SWEEPER, now=MONDAY + 900 * DAY)
    assert not IdentityDocument.objects.exists()


def test_V07_a_rolled_back_question_leaves_no_trace(switched_on):
    case = doubt(in_progress())
    before = LedgerEntry.objects.count(), OutboxMessage.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        ask(case)
        raise RuntimeError
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count()) == before
    assert not IdentityDocument.objects.exists()
