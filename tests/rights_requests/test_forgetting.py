"""Long after a case is closed what was said goes, and the figures stay."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from privacy_portal.processing_register.queries import retention_end
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.attachments import store
from privacy_portal.rights_requests.clock import day_of
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.forgetting import ACTIVITY, due_for_forgetting
from privacy_portal.rights_requests.models import Attachment, CasePause, Message, Note, RightsRequest
from tests.processing_register.loaded import load_register

from .people import MONDAY, as_subject, desk, file_request, in_progress, subject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register():
    load_register()


def full_case() -> RightsRequest:
    alma = subject()
    attachment = store(subject=alma, upload=SimpleUploadedFile("a.pdf", b"%PDF-1"), now=MONDAY)
    case = in_progress(person=alma, attachments=[attachment])
    actions.note(rights_request=case, body="note", by=desk(), now=MONDAY)
    actions.doubt_identity(rights_request=case, question="q", reason="r", by=desk(), now=MONDAY)
    actions.resume(rights_request=case, by=desk(), now=MONDAY)
    actions.reply(rights_request=case, body="secret", by=as_subject(alma), now=MONDAY)
    return actions.answer(rights_request=case, text="secret", by=desk(), now=MONDAY)


def last_day():
    return retention_end(ACTIVITY, day_of(MONDAY))


def test_a_case_is_due_the_day_after_the_period_of_the_register():
    case = full_case()
    assert due_for_forgetting(last_day()) == []
    assert due_for_forgetting(last_day() + timedelta(days=1)) == [case]


def test_an_open_case_is_never_due():
    file_request()
    assert due_for_forgetting(last_day() + timedelta(days=5000)) == []


def test_the_contents_go_and_the_figures_stay(django_capture_on_commit_callbacks):
    case = full_case()
    someone_else = file_request(subject("bas@example.org"), now=MONDAY)
    out = StringIO()
    with time_machine.travel(last_day() + timedelta(days=2)), django_capture_on_commit_callbacks(execute=True):
        call_command("forget_rights_requests", stdout=out)
    assert case.number in out.getvalue()
    case.refresh_from_db()
    assert (case.number, case.status, case.right) == ("SPOT-2026-0001", Status.ANSWERED, "access")
    assert case.subject is None
    assert case.scope == {}
    assert case.decision.text == ""
    for model in (Attachment, Message, Note, CasePause):
        assert not model.objects.exists()
    someone_else.refresh_from_db()
    assert someone_else.scope["answers"]


def test_a_dry_run_only_tells():
    case = full_case()
    with time_machine.travel(last_day() + timedelta(days=2)):
        call_command("forget_rights_requests", "--dry-run", stdout=StringIO())
    case.refresh_from_db()
    assert case.subject is not None
