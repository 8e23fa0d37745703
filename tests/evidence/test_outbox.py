"""Every mail leaves through the outbox, once, whatever the mail server is doing."""

import io
import itertools
import socket
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.delivery import attempt, send_due
from privacy_portal.evidence.enums import LEASE, MOST_ATTEMPTS, WAITS, MailState
from privacy_portal.evidence.housekeeping import purge_mail
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.evidence.outbox import UnsafeHeader, post_mail, withdraw_mail
from tests.evidence.mail_server import mail_server
from tests.support.races import race

pytestmark = pytest.mark.django_db

ALMA = uuid.UUID(int=1)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def templates(settings):
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder, *settings.TEMPLATES[0]["DIRS"]]}]


def post(**more) -> OutboxMessage:
    given = {
        "to": "alma@example.org",
        "template": "evidence_test",
        "context": {"number": "SPOT-2026-0142", "words": "Alma’s <b> & it's"},
        "language": "nl",
        "now": NOW,
    }
    return post_mail(**{**given, **more})


def raw_row() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM evidence_outboxmessage")
        return bytes(cursor.fetchone()[0])


# --- Posting


@pytest.mark.security("H-07")
def test_mail_arrives_in_two_forms_in_the_readers_language(settings):
    with mail_server(settings) as box:
        post()
        assert send_due(now=NOW) == {"sent": 1}
    [mail] = box.messages
    assert box.recipients == ["alma@example.org"]
    assert mail["Subject"] == "Er is een bericht verstuurd: SPOT-2026-0142"
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert "Hallo," in text
    assert "Alma’s <b> & it's" in text, "plain text is not escaped"
    assert "Alma’s &lt;b&gt; &amp; it&#x27;s" in html, "HTML is"
    assert '<html lang="nl">' in html
    assert settings.BASE_URL in text
    assert "http" not in html.replace(settings.BASE_URL, ""), "nothing loads from elsewhere, nothing is tracked"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_nothing_leaves_before_the_transaction_is_through(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post(now=None)
        assert mailoutbox == []
    assert len(mailoutbox) == 1
    assert OutboxMessage.objects.get().state == MailState.SENT


def test_mail_of_an_act_that_is_rolled_back_never_leaves(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        post(now=None)
        raise RuntimeError
    assert mailoutbox == []
    assert not OutboxMessage.objects.exists()


def test_waiting_text_is_sealed_and_gone_after_delivery(mailoutbox):
    message = post()
    assert b"alma" not in raw_row().lower()
    assert "alma" not in str(OutboxMessage.objects.values_list().get()).lower()
    assert attempt(message.id, now=NOW).state == MailState.SENT
    assert OutboxMessage.objects.get().content is None


def test_same_key_is_the_same_mail(mailoutbox):
    assert post(key="case:1:received") == post(key="case:1:received")
    assert post(key="case:2:received") != post()
    send_due(now=NOW)
    assert len(mailoutbox) == 3
    assert post(key="case:1:received").state == MailState.SENT, "also after it has left"


@pytest.mark.security("H-06")
def test_unsubscribe_headers_pass_through(mailoutbox):
    headers = {"List-Unsubscribe": "<https://example.org/u/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    post(headers=headers)
    send_due(now=NOW)
    assert mailoutbox[0].extra_headers.items() >= headers.items()


@pytest.mark.security("H-07", "ASVS 1.3.11")
@pytest.mark.parametrize(
    "unsafe",
    [
        {"to": "alma@example.org\r\nBcc: bas@example.org"},
        {"to": "alma@example.org\n"},
        {"to": "alma@example.org, bas@example.org"},
        {"to": "not an address"},
        {"context": {"number": "1\r\nBcc: bas@example.org"}},
        {"context": {"number": "1\u2028x"}},
        {"headers": {"X-Note": "a\nBcc: bas@example.org"}},
        {"headers": {"X-Note\r\nBcc": "bas@example.org"}},
        {"headers": {"Bcc": "bas@example.org"}},
        {"headers": {"from": "bas@example.org"}},
    ],
)
def test_header_injection_is_refused(unsafe):
    with pytest.raises(UnsafeHeader):
        post(**unsafe)
    assert not OutboxMessage.objects.exists()


# --- Mail servers


def test_server_that_is_down_is_tried_again_later(settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        message = attempt(post().id, now=NOW)
    assert (message.state, message.attempts) == (MailState.QUEUED, 1)
    assert message.next_attempt_at == NOW + timedelta(minutes=1)
    assert message.last_error == "ConnectionRefusedError"
    assert OutboxMessage.objects.failing().get() == message, "staff can see it"
    assert send_due(now=NOW) == {}, "not before its time"
    with mail_server(settings) as box:
        assert send_due(now=NOW + timedelta(minutes=1)) == {"sent": 1}
    assert len(box.messages) == 1
    assert not OutboxMessage.objects.failing().exists()


@pytest.mark.parametrize("answer", ["451 Try again later", "421 Too busy"])
def test_server_that_says_later_is_believed(settings, answer):
    with mail_server(settings, answer=answer):
        message = attempt(post().id, now=NOW)
    assert message.state == MailState.QUEUED
    assert message.last_error.endswith(answer[:3])


@pytest.mark.parametrize("answer", ["550 No such alma@example.org here", "554 No, alma@example.org"])
def test_server_that_says_never_is_believed(settings, answer):
    with mail_server(settings, answer=answer) as box:
        message = attempt(post(subject=ALMA).id, now=NOW)
    assert (message.state, message.attempts) == (MailState.FAILED, 1)
    assert box.messages == []
    assert "alma" not in message.last_error, "the answer's words are not kept"
    entry = entries_about(ALMA).get()
    assert entry.event == "mail.failed"
    assert entry.facts["error"].endswith(answer[:3])


def test_slow_server_costs_one_attempt(settings):
    with mail_server(settings, delay=3):
        message = attempt(post().id, now=NOW)
    assert message.state == MailState.QUEUED
    assert message.last_error in {"TimeoutError", "SMTPServerDisconnected"}


def test_after_eight_attempts_it_has_failed(settings):
    now, moments = NOW, []
    with mail_server(settings, answer="451 Later"):
        message = post()
        while message.state == MailState.QUEUED:
            moments.append(now)
            message = attempt(message.id, now=now)
            now = message.next_attempt_at
    assert message.state == MailState.FAILED
    assert len(moments) == MOST_ATTEMPTS == 8
    assert [after - before for before, after in itertools.pairwise(moments)] == list(WAITS)
    assert message.content, "the text stays a while, so that staff can have it sent again"


# --- Workers


def test_message_that_is_held_is_not_sent_twice(mailoutbox):
    message = post()
    OutboxMessage.objects.update(state=MailState.SENDING, leased_until=NOW + LEASE)
    assert attempt(message.id, now=NOW) is None
    assert mailoutbox == []


def test_message_of_a_worker_that_died_is_taken_over(mailoutbox):
    post()
    OutboxMessage.objects.update(state=MailState.SENDING, leased_until=NOW + LEASE, attempts=1)
    assert send_due(now=NOW + LEASE) == {"sent": 1}
    assert len(mailoutbox) == 1


def test_what_comes_back_goes_to_a_mailbox_of_its_own(settings):
    settings.BOUNCE_EMAIL, settings.DEFAULT_FROM_EMAIL = "returned@bounces.venue.example", "privacy@venue.example"
    with mail_server(settings) as box:
        post()
        send_due(now=NOW)
    [mail] = box.messages
    assert mail["From"] == "privacy@venue.example" and box.senders == ["returned@bounces.venue.example"]


def test_second_copy_carries_the_same_message_id(mailoutbox):
    message = post()
    attempt(message.id, now=NOW)
    again = OutboxMessage.objects.get()
    again.state, again.content = (
        MailState.SENDING,
        {"to": "alma@example.org", "subject": "", "text": "", "html": "", "headers": {}},
    )
    again.leased_until = NOW
    again.save()
    attempt(message.id, now=NOW)
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_send_one_copy(settings, tmp_path):
    with mail_server(settings, delay=0.2) as box:
        message = _posted_and_waiting()
        *results, state = race(
            lambda number: attempt(message.id), 6, tmp_path, then=lambda: OutboxMessage.objects.get().state
        )
    assert len(box.messages) == 1
    assert sum(result is not None for result in results) == 1
    assert state == MailState.SENT


def _posted_and_waiting() -> OutboxMessage:
    """Kept by the transaction, with the worker away."""
    with transaction.atomic():
        message = post()
        connection.run_on_commit.clear()
    return message


def test_queue_worker_and_command_do_the_same(mailoutbox):
    post(now=None)
    out = io.StringIO()
    call_command("send_outbox", stdout=out)
    assert out.getvalue() == "sent 1\n"
    call_command("send_outbox", stdout=out)
    assert out.getvalue().endswith("nothing due\n")


def test_delivery_is_told_without_a_name(mailoutbox):
    post(subject=ALMA)
    send_due(now=NOW)
    entry = entries_about(ALMA).get()
    assert (entry.event, entry.facts["template"]) == ("mail.sent", "evidence_test")
    assert "alma" not in str(LedgerEntry.objects.values_list().get()).lower()


# --- Forgetting


def test_waiting_mail_of_someone_who_is_erased_never_leaves(mailoutbox):
    post(subject=ALMA)
    other = post(subject=uuid.uuid4())
    assert withdraw_mail(ALMA, by=Actor.system("erasure"), now=NOW) == 1
    send_due(now=NOW)
    assert len(mailoutbox) == 1
    gone = OutboxMessage.objects.exclude(pk=other.pk).get()
    assert (gone.state, gone.content) == (MailState.WITHDRAWN, None)


def test_finished_mail_is_forgotten_after_a_month(mailoutbox):
    post()
    send_due(now=NOW)
    waiting = post()
    assert purge_mail(now=NOW + timedelta(days=29)) == 0
    assert purge_mail(now=NOW + timedelta(days=31)) == 1
    assert OutboxMessage.objects.get() == waiting
