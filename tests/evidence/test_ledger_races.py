"""Appends from many processes still make one chain."""

import pytest
from django.db import transaction

from privacy_portal.evidence import events
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.verification import verify
from tests.support.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_parallel_appends_make_one_chain_without_gaps(monkeypatch, tmp_path):
    monkeypatch.setitem(events.EVENTS, "test.raced", "Raced")

    def append(number: int) -> None:
        for turn in range(10):
            with transaction.atomic():
                record("test.raced", by=Actor.system("race"), facts={"worker": number, "turn": turn})

    *results, verdict = race(append, 8, tmp_path, then=verify)
    assert results == [None] * 8
    assert verdict.is_whole
    assert verdict.entries == 80
