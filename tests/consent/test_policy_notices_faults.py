"""Killed halfway, started twice: every reader is told, and nobody twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy_portal.consent.models import PolicyNotice, PolicySubscription
from privacy_portal.consent.policy_notices import actions, sending
from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.privacy_policy.models import PolicyVersion
from tests.privacy_policy.conftest import (  # noqa: F401  fixtures
    chandni,
    dutch,
    english,
    front_page,
    policy_page,
    publish,
    published,
    section,
    text,
)
from tests.support.killing import arena
from tests.support.races import race

pytestmark = pytest.mark.django_db(transaction=True)

READERS = 40


@pytest.fixture
def version(published, monkeypatch) -> PolicyVersion:  # noqa: F811
    monkeypatch.setattr(sending, "BATCH", 3)
    monkeypatch.setattr("privacy_portal.evidence.tasks.enqueue_delivery", lambda *args, **kwargs: None)
    monkeypatch.setattr("privacy_portal.consent.policy_notices.tasks.send_notices", lambda *args, **kwargs: 0)
    then = timezone.now() - timedelta(hours=1)
    for number in range(READERS):
        email = f"reader{number}@example.org"
        PolicySubscription.objects.create(
            email=email, index=actions.index_of(email), language="nl", asked_at=then, confirmed_at=then
        )
    return publish(published, section("Gegevens", "data", text("Anders.")), change_summary="<p>Anders.</p>")


def told() -> tuple[int, int]:
    """Markers, and mails to different readers."""
    mails = OutboxMessage.objects.filter(template="policy_notice")
    return PolicyNotice.objects.count(), len({message.content["to"] for message in mails})


def test_it_goes_on_where_it_was_killed(version, tmp_path):
    def work():
        sending.send_notices(version, now=timezone.now())

    with arena(tmp_path) as here:
        for moment in (0.05, 0.1, 0.15, 0.2, 0.3):
            here.kill(work, after=moment)
            markers, mails = here.run(told)
            assert markers == mails, "a reader has a marker and a mail, or neither"
        here.run(work)
        assert here.run(told) == (READERS, READERS)
        assert here.run(OutboxMessage.objects.filter(template="policy_notice").count) == READERS


def test_two_workers_at_once_tell_nobody_twice(version, tmp_path):
    def work(_number):
        return sending.send_notices(version, now=timezone.now())

    def finish():
        sending.send_notices(version, now=timezone.now())
        return told(), OutboxMessage.objects.filter(template="policy_notice").count()

    *answers, outcome = race(work, 2, tmp_path, then=finish)
    assert all(isinstance(answer, int) for answer in answers), answers
    assert outcome == ((READERS, READERS), READERS)


def test_one_address_signs_up_twice_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("privacy_portal.evidence.tasks.enqueue_delivery", lambda *args, **kwargs: None)

    def work(_number):
        actions.ask(email="alma@example.org", language="nl", ip="192.0.2.1")

    *answers, count = race(work, 3, tmp_path, then=PolicySubscription.objects.count)
    assert answers == [None] * 3
    assert count == 1
