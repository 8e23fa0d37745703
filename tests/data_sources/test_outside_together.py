"""An act that must know asks every system elsewhere at once, and is done in time whichever of them hangs."""

import time
from datetime import UTC, datetime

import pytest
from django.utils.translation import get_language, override

from privacy_portal.consent.known import known_by_sources
from privacy_portal.data_sources.outside.together import TooLate, ask_together
from tests.support.customers import ALMA, person
from tests.support.outside.connected import connected

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def service():
    with connected() as (state, outside):
        state.outside = outside
        yield state


@pytest.fixture
def alma(db):
    return person(ALMA)


class TestPreferences:
    def test_switches_elsewhere_are_known(self, service, alma):
        service.add(ALMA)
        known = known_by_sources(alma, now=NOW)
        assert known.is_complete
        assert known.by_key["9143cf3bd1"][1].label == "Klassiek"

    def test_a_system_that_does_not_answer_is_missed(self, service, alma):
        service.outside.fault = "unavailable"
        known = known_by_sources(alma, now=NOW)
        assert not known.is_complete
        assert "9143cf3bd1" not in known.by_key
        assert not known_by_sources(alma, now=NOW).is_complete


def test_questions_run_in_the_readers_language():
    with override("en"):
        assert ask_together({"a": get_language}, 2) == {"a": "en"}


def test_late_and_failed_answers_are_told_apart():
    def fail():
        raise ValueError

    answers = ask_together({"slow": lambda: time.sleep(0.5), "bad": fail, "good": lambda: 1}, 0.2)
    assert isinstance(answers["slow"], TooLate)
    assert isinstance(answers["bad"], ValueError)
    assert answers["good"] == 1
