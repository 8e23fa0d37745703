"""The register of breaches counts 72 hours, stays for ever and is seen by staff only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from privacy_portal.processing_register.enums import BreachRisk
from privacy_portal.processing_register.models import Breach

AWARE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

LATE = {
    "within the term": (BreachRisk.RISK, None, AWARE + timedelta(hours=71), False),
    "at the last moment": (BreachRisk.RISK, None, AWARE + timedelta(hours=72), False),
    "a minute too late": (BreachRisk.RISK, None, AWARE + timedelta(hours=72, minutes=1), True),
    "notified in time": (BreachRisk.HIGH, AWARE + timedelta(hours=5), AWARE + timedelta(days=9), False),
    "notified too late": (BreachRisk.HIGH, AWARE + timedelta(hours=80), AWARE + timedelta(days=9), True),
    "nothing to notify": (BreachRisk.NONE, None, AWARE + timedelta(days=9), False),
    "not estimated yet": ("", None, AWARE + timedelta(days=9), True),
}


@pytest.mark.parametrize(("risk", "notified", "now", "late"), LATE.values(), ids=LATE)
def test_the_clock_of_article_33(risk, notified, now, late):
    breach = Breach(aware_at=AWARE, risk=risk, authority_notified_at=notified)
    assert breach.notify_before == AWARE + timedelta(hours=72)
    assert breach.is_late(now) is late


WRONG = {
    "ended_at": {"began_at": AWARE, "ended_at": AWARE - timedelta(days=1)},
    "people_max": {"people_min": 10, "people_max": 2},
    "risk": {"closed_on": AWARE.date()},
}


@pytest.mark.parametrize(("field", "values"), WRONG.items())
def test_what_cannot_be_is_refused_at_its_field(field, values):
    with pytest.raises(ValidationError) as caught:
        Breach(aware_at=AWARE, **values).clean()
    assert set(caught.value.message_dict) == {field}


def test_a_breach_that_makes_sense_is_accepted():
    Breach(aware_at=AWARE, began_at=AWARE, ended_at=AWARE, people_min=1, people_max=2).clean()
