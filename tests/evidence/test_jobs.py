"""What an operator runs: forgetting, and replacing keys."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from privacy_portal.evidence.crypto import DecryptionFailed, key_id_of
from privacy_portal.evidence.enums import MailState
from privacy_portal.evidence.models import OutboxMessage

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NEW = "new:" + "B" * 42 + "A="


def message(**more) -> OutboxMessage:
    given = {"template": "x", "language": "nl", "content": {"to": "alma@example.org"}, "created_at": NOW}
    return OutboxMessage.objects.create(**{**given, "next_attempt_at": NOW, **more})


def told(command: str, **options) -> str:
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_nightly_tidying_forgets_finished_mail_only():
    long_ago = timezone.now() - timedelta(days=31)
    message(state=MailState.SENT, finished_at=long_ago, content=None)
    message(state=MailState.FAILED, finished_at=long_ago)
    waiting = message()
    assert told("tidy_evidence").startswith("2 messages")
    assert OutboxMessage.objects.get() == waiting


@pytest.mark.security("C-02")
def test_every_ring_is_sealed_again_under_its_newest_key(settings):
    waiting = message()
    settings.OUTBOX_KEYS = [NEW, *settings.OUTBOX_KEYS]
    assert "evidence.OutboxMessage.content: 1 sealed again" in told("rotate_field_keys")
    [sealed] = OutboxMessage.objects.values_list("content", flat=True)
    assert key_id_of(sealed) == "new"
    settings.OUTBOX_KEYS = [NEW]
    assert OutboxMessage.objects.get(pk=waiting.pk).content == {"to": "alma@example.org"}


@pytest.mark.security("C-02")
def test_value_that_does_not_open_stops_the_rotation(settings):
    message()
    settings.OUTBOX_KEYS = [NEW]
    with pytest.raises(DecryptionFailed):
        call_command("rotate_field_keys", stdout=io.StringIO())
