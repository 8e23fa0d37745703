"""Asking every source: a failure is an answer, and a source that failed is left alone for a while."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from privacy_portal.data_sources import breaker, registry
from privacy_portal.data_sources.collecting import ask, collect
from privacy_portal.data_sources.contract import Field, Health, Record, Source, SourceUnavailable
from privacy_portal.data_sources.enums import AnswerState, Capability
from privacy_portal.data_sources.masking import masked
from tests.support.customers import ALMA, person

from . import ticket_shop as shop


class Flaky(Source):
    """Fails at once, or after so many records, or not at all."""

    key, label, processor_key = "flaky", "Flaky", "flaky"
    capabilities = frozenset({Capability.COLLECT})

    def __init__(self, records: int = 0, fails: bool = True) -> None:
        self.records, self.fails, self.asked = records, fails, 0

    def check(self) -> Health:
        return Health(ok=not self.fails)

    def collect(self, subject):
        self.asked += 1
        for number in range(self.records):
            yield Record("flaky", "thing", "Thing", str(number), "account", (), "You", None, "Thing")
        if self.fails:
            raise SourceUnavailable("alma@example.org did not answer")


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def flaky():
    """Registered for one test; yields a way to choose how it fails."""

    def make(**how):
        return registry.register(Flaky(**how))

    yield make
    registry.unregister("flaky")


def test_every_source_gives_one_answer(db):
    answers = list(collect(person(ALMA), now=shop.NOW))
    assert [answer.source.key for answer in answers] == [source.key for source in registry.sources()]
    states = {answer.source.key: answer.state for answer in answers}
    assert states["ticketing"] == AnswerState.NOTHING
    assert states["keynius"] == AnswerState.BY_HAND


def test_a_dead_source_is_told_and_silences_no_other(db, flaky, caplog):
    flaky()
    shop.customer()
    answers = {answer.source.key: answer for answer in collect(person(ALMA), now=shop.NOW)}
    assert answers["flaky"].state == AnswerState.COULD_NOT_ASK
    assert answers["flaky"].retry_at == shop.NOW + breaker.PAUSES[0]
    assert answers["ticketing"].state == AnswerState.ANSWERED
    assert "flaky" in caplog.text and ALMA not in caplog.text


def test_a_source_that_dies_halfway_gives_no_half_answer(db):
    source = Flaky(records=2)
    answer = ask(source, person(ALMA), now=shop.NOW)
    assert answer.state == AnswerState.ANSWERED
    settled = answer.settled()
    assert (settled.state, settled.records) == (AnswerState.COULD_NOT_ASK, ())
    assert settled.retry_at


def test_a_source_that_answers_is_kept_whole(db):
    settled = ask(Flaky(records=3, fails=False), person(ALMA), now=shop.NOW).settled()
    assert len(settled.records) == 3


def test_it_rests_longer_after_each_failure(db):
    """SECURITY E-08."""
    source, subject, now = Flaky(), person(ALMA), shop.NOW
    for pause in (*breaker.PAUSES, breaker.PAUSES[-1]):
        assert ask(source, subject, now=now).retry_at == now + pause
        tries = source.asked
        resting = ask(source, subject, now=now + pause - timedelta(seconds=1))
        assert (resting.state, resting.retry_at, source.asked) == (AnswerState.COULD_NOT_ASK, now + pause, tries)
        now += pause


def test_an_answer_makes_it_well_again(db):
    subject = person(ALMA)
    ask(Flaky(), subject, now=shop.NOW)
    later = shop.NOW + timedelta(minutes=2)
    assert ask(Flaky(records=1, fails=False), subject, now=later).state == AnswerState.ANSWERED
    assert ask(Flaky(), subject, now=later).retry_at == later + breaker.PAUSES[0]


@pytest.mark.parametrize(
    ("category", "value", "shown"),
    [
        ("bank-account", "NL13TEST0123456789", "•••• 6789"),
        ("birth-date", shop.TODAY, "•••• 2026"),
        ("other", "anything", "••••"),
        ("bank-account", None, None),
    ],
)
def test_a_secret_shows_just_enough_to_recognise(category, value, shown):
    assert masked(Field("x", "X", value, category, secret=True)) == shown


def test_what_is_no_secret_is_not_masked():
    assert masked(Field("x", "X", "Alma", "name")) == "Alma"
