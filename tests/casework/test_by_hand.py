"""Chandni asks the places that do not answer by themselves, and writes down what they say."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.by_hand.enums import TaskState
from privacy_portal.rights_requests.models import HandTask
from tests.rights_requests.people import MONDAY, in_progress

from .people import signed_in
from .test_case_page import page_of
from .test_erasing import being_erased, by_hand, case, second, step_page  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False):
        yield


@pytest.fixture
def access():
    return in_progress(right="access")


def task_of(case, source="keynius") -> HandTask:  # noqa: F811
    return case.hand_tasks.get(source=source)


def post(client, task, verb, **fields):
    prefix = {"ask": "ask", "end": "end"}[verb]
    data = {f"{prefix}-{task.pk}-{name}": value for name, value in fields.items()}
    data |= {"ask": "1"} if verb == "ask" else {}
    return client.post(reverse("casework:by_hand", args=[task.rights_request_id, task.pk]), data)


def test_the_page_names_each_place_with_its_day_and_forms(access):
    response = signed_in("chandni").get(page_of(access))
    text = response.content.decode()
    assert 'id="by-hand"' in text and "Keynius" in text and "16 november 2026" in text
    rows = response.context["by_hand"]
    assert {row.task.source for row in rows} == set(access.hand_tasks.values_list("source", flat=True))
    assert all(row.ask_form and row.end_form for row in rows)


def test_asking_mails_the_contact_and_shows_until_when(access, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    chandni = signed_in("chandni")
    with django_capture_on_commit_callbacks(execute=True):
        response = post(chandni, task_of(access), "ask", email="privacy@keynius.example")
    assert response.status_code == 302
    assert [message.to for message in mail.outbox] == [["privacy@keynius.example"]]
    task = task_of(access)
    assert (task.state, task.asked_by.email) == (TaskState.ASKED, "chandni@example.org")
    assert "privacy@keynius.example" in chandni.get(page_of(access)).content.decode()


def test_a_wrong_address_is_refused_at_its_field_with_the_fold_open(access):
    response = post(signed_in("chandni"), task_of(access), "ask", email="privacy@", question="Locker 12")
    [row] = [row for row in response.context["by_hand"] if row.task.source == "keynius"]
    assert row.ask_form.errors.keys() == {"email"} and row.is_refused
    assert "Locker 12" in response.content.decode()
    assert task_of(access).state == TaskState.TO_ASK


def test_the_answer_with_a_file_is_written_down(access):
    file = SimpleUploadedFile("antwoord.pdf", b"%PDF-1.7 locker", "application/pdf")
    chandni = signed_in("chandni")
    post(chandni, task_of(access), "end", outcome="answered", reason="By mail of today", upload=file)
    task = task_of(access)
    [kept] = task.files.all()
    assert (task.state, task.answer, kept.name) == (TaskState.ANSWERED, "By mail of today", "antwoord.pdf")
    download = chandni.get(reverse("casework:attachment", args=[kept.pk]))
    assert b"".join(download.streaming_content) == b"%PDF-1.7 locker"


def test_a_file_of_another_kind_is_refused_at_its_field(access):
    program = SimpleUploadedFile("antwoord.pdf", b"MZ", "application/pdf")
    response = post(signed_in("chandni"), task_of(access), "end", outcome="answered", reason="x", upload=program)
    [row] = [row for row in response.context["by_hand"] if row.task.source == "keynius"]
    assert row.end_form.errors.keys() == {"upload"}
    assert task_of(access).state == TaskState.TO_ASK


def test_the_second_colleague_is_told_that_it_is_written_down(access):
    post(signed_in("chandni"), task_of(access), "end", outcome="nothing", reason="By phone")
    response = post(signed_in("chandni"), task_of(access), "end", outcome="answered", reason="Other")
    assert response.status_code == 200 and task_of(access).answer == "By phone"


@pytest.mark.parametrize("who", ["dirk", "lena", "farah", "otto"])
def test_only_the_desk_asks_and_writes_down(access, who):
    client = signed_in(who)
    post(client, task_of(access), "ask", email="privacy@keynius.example")
    post(client, task_of(access), "end", outcome="nothing", reason="x")
    assert task_of(access).state == TaskState.TO_ASK


def test_the_officer_reads_along_without_forms(access):
    rows = signed_in("farah").get(page_of(access)).context["by_hand"]
    assert rows and all(row.ask_form is None and row.end_form is None for row in rows)


def test_a_task_of_another_case_is_not_found(access):
    other = in_progress(right="access")
    task = task_of(access)
    url = reverse("casework:by_hand", args=[other.pk, task.pk])
    assert signed_in("chandni").post(url, {"ask": "1"}).status_code == 404


def test_the_queue_finds_who_is_still_to_ask_and_who_is_late(access):
    chandni = signed_in("chandni")
    index = reverse("casework:index")
    assert access.number in chandni.get(index, {"clock": "to_ask"}).content.decode()
    assert access.number not in chandni.get(index, {"clock": "party_late"}).content.decode()
    HandTask.objects.update(state=TaskState.ASKED, due_on=MONDAY.date())
    assert access.number not in chandni.get(index, {"clock": "to_ask"}).content.decode()
    assert access.number in chandni.get(index, {"clock": "party_late"}).content.decode()
    actions.answer(rights_request=access, text="-", by=actor(), now=MONDAY)
    assert access.number not in chandni.get(index, {"clock": "party_late"}).content.decode()


def actor():
    from tests.rights_requests.people import desk

    return desk()


def test_a_step_of_an_erasure_is_asked_and_ended_in_one_place(being_erased):  # noqa: F811
    chandni, step = signed_in("chandni"), by_hand(being_erased)
    task = task_of(being_erased, step.source)
    post(chandni, task, "ask", email="privacy@keynius.example")
    [row] = [row for row in chandni.get(page_of(being_erased)).context["erasure"]["steps"] if row.step == step]
    assert row.hand.task.state == TaskState.ASKED and row.hand.end_form is None and row.form
    prefix = f"step-{step.pk}"
    chandni.post(
        step_page(being_erased, step), {f"{prefix}-outcome": "erased", f"{prefix}-reason": "Mail of 6 November"}
    )
    step.refresh_from_db()
    assert (step.state, task_of(being_erased, step.source).state) == ("done", TaskState.ANSWERED)
