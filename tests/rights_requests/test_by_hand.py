"""Alma asks; places without an interface are asked by hand, in time, and what they say is kept sealed."""

from datetime import date, timedelta
from email.message import Message

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import translation

from privacy_portal.data_sources.enums import ErasureOutcome
from privacy_portal.data_subjects.people import verify_email
from privacy_portal.erasure.actions import execute, progress
from privacy_portal.erasure.enums import StepState
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.evidence.outbox import OutboxMessage
from privacy_portal.evidence.sealed_files import stored_names
from privacy_portal.gdpr.calendars import DUTCH_HOLIDAYS
from privacy_portal.gdpr.deadlines import party_due
from privacy_portal.processing_register.queries import contacts
from privacy_portal.processing_register.readings.contacts import address_in
from privacy_portal.rights_requests import actions, events
from privacy_portal.rights_requests.attachments import open_attachment
from privacy_portal.rights_requests.by_hand.actions import ask, end
from privacy_portal.rights_requests.by_hand.enums import TaskState
from privacy_portal.rights_requests.by_hand.reminding import remind
from privacy_portal.rights_requests.by_hand.telling import latest_told, told_of
from privacy_portal.rights_requests.forgetting import forget
from privacy_portal.rights_requests.models import Attachment, HandTask
from tests.data_sources.small_register import small_register

from .people import MONDAY, desk, file_request, in_progress, subject

pytestmark = pytest.mark.django_db
KEYNIUS = "privacy@keynius.example"


@pytest.fixture
def case():
    return in_progress(right="access")


def task_of(case, source="keynius") -> HandTask:
    return case.hand_tasks.get(source=source)


def asked(case, source="keynius", now=MONDAY, **more) -> HandTask:
    told = {"email": KEYNIUS, "question": "", "with_address": False} | more
    return ask(task_of(case, source), by=desk(), now=now, **told)


def mails_to(address: str) -> list[Message]:
    return [message for message in mail.outbox if message.to == [address]]


# --- Which places, and by when


@pytest.mark.parametrize(
    ("asked_on", "case_due", "expected"),
    [
        # Two weeks, on a working day.
        (date(2026, 11, 2), date(2026, 11, 30), date(2026, 11, 16)),
        # A week before the case is due, when that is sooner.
        (date(2026, 11, 18), date(2026, 11, 30), date(2026, 11, 23)),
        # The week before ends in Christmas: the last working day before it.
        (date(2026, 12, 15), date(2027, 1, 2), date(2026, 12, 24)),
        # Nobody answers yesterday: the next working day, also when the case is late.
        (date(2026, 11, 27), date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_the_day_leaves_room_to_answer_the_person(asked_on, case_due, expected):
    assert party_due(asked_on, case_due=case_due, holidays=DUTCH_HOLIDAYS) == expected


@pytest.mark.parametrize("right", ["access", "portability", "rectification", "restriction"])
def test_each_place_that_cannot_do_it_becomes_a_task(right):
    tasks = {task.source: task for task in file_request(right=right).hand_tasks.all()}
    assert {"keynius", "ticketmaster", "zalsman"} <= set(tasks)
    assert "ticketing" not in tasks and "portal" not in tasks and "consent" not in tasks
    assert {(task.state, task.due_on) for task in tasks.values()} == {(TaskState.TO_ASK, date(2026, 11, 16))}
    [entry] = LedgerEntry.objects.filter(event=events.BY_HAND_NEEDED)
    assert "keynius" in entry.facts_json and "alma" not in entry.facts_json


@pytest.mark.parametrize("right", ["objection", "withdraw_consent", "erasure"])
def test_other_rights_ask_nobody_yet(right):
    assert not file_request(right=right).hand_tasks.exists()


# --- The question


def test_the_mail_tells_no_more_than_one_proven_address(case, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    verify_email(case.subject, "alma@example.org", by=Actor.system("test"), now=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        asked(case, with_address=True, question="Use this for nothing else.")
    [message] = mails_to(KEYNIUS)
    assert case.number in message.subject and "alma" not in message.subject
    assert "alma@example.org" in message.body and "Use this for nothing else." in message.body
    assert "9712 AA" not in message.body, "what she wrote stays here"
    assert message.extra_headers["Reply-To"]


def test_without_the_address_the_mail_names_nobody(case, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    verify_email(case.subject, "alma@example.org", by=Actor.system("test"), now=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        task = asked(case)
    [message] = mails_to(KEYNIUS)
    assert "alma" not in message.body + message.subject
    assert (task.state, task.contact, task.due_on) == (TaskState.ASKED, KEYNIUS, date(2026, 11, 16))


def test_an_address_nobody_proved_is_not_passed_on(case, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        asked(case, with_address=True)
    assert "alma" not in mails_to(KEYNIUS)[0].body


def test_asking_by_telephone_mails_nobody(case):
    before = OutboxMessage.objects.count()
    assert asked(case, email="").state == TaskState.ASKED
    assert OutboxMessage.objects.count() == before


def test_nobody_is_told_while_we_doubt_who_asks(case):
    actions.doubt_identity(rights_request=case, question="?", reason="odd", by=desk(), now=MONDAY)
    with pytest.raises(ValidationError) as refusal:
        asked(case)
    assert refusal.value.code == "doubt"
    assert task_of(case).state == TaskState.TO_ASK


def test_the_party_is_known_by_the_register(case):
    small_register()
    found = contacts("nl")["keynius"]
    assert (found.email, found.bound) == ("privacy@keynius.example", True)
    assert address_in("bel ons maar") == address_in("") == address_in("a@b, twee@@x") == ""


# --- Reminders


def test_contact_and_desk_hear_of_it_once_before_and_once_after(case, django_capture_on_commit_callbacks):
    asked(case, with_address=True)
    mail.outbox.clear()
    for day, expected in [(12, (0, 0)), (13, (7, 0)), (14, (0, 0)), (17, (0, 7)), (18, (0, 0))]:
        today = date(2026, 11, day)
        with django_capture_on_commit_callbacks(execute=True):
            near, late = remind(today=today, now=MONDAY + timedelta(days=day - 2))
        tasks = case.hand_tasks.count()
        assert (near, late) == (tasks if expected[0] else 0, tasks if expected[1] else 0), day
    to_keynius = mails_to(KEYNIUS)
    assert len(to_keynius) == 2 and len(mail.outbox) == 4, "and one mail to the desk each time"
    assert all("alma" not in message.body for message in mail.outbox)
    assert all(case.number in message.body for message in mail.outbox)


def test_who_answered_is_not_reminded(case):
    for task in case.hand_tasks.all():
        end(task, outcome=TaskState.NOT_NEEDED, answer="-", by=desk(), now=MONDAY)
    assert remind(today=date(2026, 11, 17), now=MONDAY) == (0, 0)


def test_the_nightly_command_says_how_many(case, capsys):
    HandTask.objects.exclude(source="keynius").delete()
    HandTask.objects.update(due_on=date(2020, 1, 1))
    call_command("remind_parties")
    assert "1 late" in capsys.readouterr().out


# --- The answer


def letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("antwoord.pdf", b"%PDF-1.7 locker 12 was Alma's", "application/pdf")


def test_the_answer_is_kept_sealed_and_goes_with_the_case(case):
    asked(case)
    task = end(task_of(case), outcome=TaskState.ANSWERED, answer="Locker 12", uploads=[letter()], by=desk(), now=MONDAY)
    [file] = task.files.all()
    assert b"".join(open_attachment(file, by=desk())) == b"%PDF-1.7 locker 12 was Alma's"
    assert "Locker 12" not in LedgerEntry.objects.filter(event=events.BY_HAND_ENDED).get().facts_json
    actions.answer(rights_request=case, text="-", by=desk(), now=MONDAY)
    forget(case, by=desk(), now=MONDAY)
    assert not HandTask.objects.exists() and not Attachment.objects.exists()


def test_a_file_that_is_no_file_is_refused_and_nothing_stays(case):
    stored = list(stored_names("attachment"))
    program = SimpleUploadedFile("antwoord.pdf", b"MZ", "application/pdf")
    with pytest.raises(ValidationError):
        end(task_of(case), outcome=TaskState.ANSWERED, answer="x", uploads=[program], by=desk(), now=MONDAY)
    assert task_of(case).state == TaskState.TO_ASK
    assert list(stored_names("attachment")) == stored


def test_what_a_colleague_wrote_down_is_not_written_over(case):
    end(task_of(case), outcome=TaskState.NOTHING, answer="by phone", by=desk(), now=MONDAY)
    with pytest.raises(ValidationError):
        end(task_of(case), outcome=TaskState.ANSWERED, answer="x", by=desk("ella@example.org"), now=MONDAY)
    assert task_of(case).answer == "by phone"


def test_what_could_not_be_asked_can_be_asked_again(case):
    end(task_of(case), outcome=TaskState.COULD_NOT, answer="bounced", by=desk(), now=MONDAY)
    task = asked(case, now=MONDAY + timedelta(days=3))
    assert (task.state, task.ended_at, task.due_on) == (TaskState.ASKED, None, date(2026, 11, 19))


# --- What the person hears


def test_the_person_reads_how_far_it_is_and_only_what_the_desk_shows(case):
    today = date(2026, 11, 3)
    asked(case)
    end(task_of(case, "zalsman"), outcome=TaskState.NOTHING, answer="secret of Bas", by=desk(), now=MONDAY)
    shown = task_of(case, "tribe")
    end(shown, outcome=TaskState.ANSWERED, answer="one card", uploads=[letter()], is_shown=True, by=desk(), now=MONDAY)
    with translation.override("en"):
        told = {each.source: each for each in told_of(case, today)}
        seen = latest_told(case.subject, today)
    assert told["keynius"].sentence == "We asked on Nov. 2, 2026. We expect the answer by Nov. 16, 2026."
    assert told["zalsman"].sentence.endswith("nothing about you is kept there.") and told["zalsman"].answer == ""
    assert told["tribe"].answer == "one card" and len(told["tribe"].files) == 1
    assert seen["keynius"].sentence == told["keynius"].sentence
    end(task_of(case, "ticketmaster"), outcome=TaskState.NOT_NEEDED, answer="-", by=desk(), now=MONDAY)
    assert "ticketmaster" not in latest_told(case.subject, today)
    assert latest_told(subject("bas@example.org"), today) == {}


def test_a_file_is_readable_only_when_it_is_shown(case):
    end(task_of(case), outcome=TaskState.ANSWERED, answer="x", uploads=[letter()], by=desk(), now=MONDAY)
    assert not Attachment.objects.readable_by(case.subject).exists()
    assert not case.attachments.with_request().exists()
    HandTask.objects.update(is_shown=True)
    assert Attachment.objects.readable_by(case.subject).exists()


# --- Together with the erasure


@pytest.fixture
def erasing():
    case = in_progress(right="erasure")
    execute(case.number, case.subject, desk(), now=MONDAY)
    return case


def test_a_step_by_hand_is_a_task_of_its_case(erasing):
    by_hand = {step.source for step in progress(erasing.number).needing_staff}
    assert by_hand and by_hand == set(erasing.hand_tasks.values_list("source", flat=True))
    execute(erasing.number, erasing.subject, desk(), now=MONDAY)
    assert erasing.hand_tasks.count() == len(by_hand)


def test_the_answer_ends_the_step(erasing):
    asked(erasing)
    end(task_of(erasing), outcome=ErasureOutcome.RETAINED, answer="invoice until 2030", by=desk(), now=MONDAY)
    step = next(step for step in progress(erasing.number).steps if step.source == "keynius")
    assert (step.state, step.items[0]["outcome"]) == (StepState.DONE, "retained")
    assert task_of(erasing).state == TaskState.ANSWERED


def test_giving_up_leaves_the_step_open(erasing):
    end(task_of(erasing), outcome=TaskState.COULD_NOT, answer="no answer", by=desk(), now=MONDAY)
    assert "keynius" in {step.source for step in progress(erasing.number).needing_staff}
