"""Replacing a key is killed without warning, again and again: everything can be read all the while, and in the end the
old key is needed by nothing (SECURITY C-02)."""

import io
import random
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from privacy_portal.evidence.crypto import key_id_of
from privacy_portal.evidence.models import OutboxMessage
from tests.support.killing import arena

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.security("C-02")]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FIRST, SECOND, NEW = (f"{name}:{letter * 42}A=" for name, letter in (("first", "C"), ("second", "D"), ("new", "B")))
MESSAGES, TIMES = 400, 6


def rotate() -> None:
    call_command("rotate_field_keys", stdout=io.StringIO())


def post(count: int) -> None:
    """One by one, because each is sealed to its own row."""
    for number in range(count):
        OutboxMessage.objects.create(
            template="x", language="nl", content={"to": f"a{number}@example.org"}, created_at=NOW, next_attempt_at=NOW
        )


def readable() -> set[str]:
    return {message.content["to"] for message in OutboxMessage.objects.all()}


def under_the_new_key() -> int:
    return sum(key_id_of(sealed) == "new" for sealed in OutboxMessage.objects.values_list("content", flat=True))


def test_it_goes_on_after_every_kill_and_everything_is_readable_meanwhile(tmp_path, settings):
    everybody = {f"a{number}@example.org" for number in range(MESSAGES)}
    old = list(settings.OUTBOX_KEYS)
    with arena(tmp_path) as place:
        place.run(lambda: post(MESSAGES))

        def rotate_to(*keys: str) -> None:
            settings.OUTBOX_KEYS = [*keys]
            rotate()

        lasts = place.seconds(lambda: rotate_to(FIRST, *old), lambda: rotate_to(SECOND, FIRST))
        settings.OUTBOX_KEYS = [NEW, SECOND]
        done, killed = 0, 0
        for _each in range(TIMES):
            killed += place.kill(rotate, after=random.uniform(0.05, 0.5) * lasts)
            assert place.run(readable) == everybody
            before, done = done, place.run(under_the_new_key)
            assert done >= before, "what was sealed again stays so"
        assert killed, "no run was killed halfway; give it more to do"
        place.run(rotate)
        assert place.run(under_the_new_key) == MESSAGES
        settings.OUTBOX_KEYS = [NEW]
        assert place.run(readable) == everybody
