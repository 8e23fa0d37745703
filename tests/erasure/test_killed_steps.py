"""A worker dies in the middle of erasing; every step finishes, none is lost, nothing is done twice (SECURITY E-03)."""

import random
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from privacy_portal.data_sources.ticketing.models import Customer, Order
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.erasure import actions
from privacy_portal.erasure.actions import execute
from privacy_portal.erasure.enums import StepState
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.erasure.saga import LEASE, run_step
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.evidence.verification import verify
from tests.data_sources import ticket_shop as shop
from tests.support.customers import person
from tests.support.fake_source import only
from tests.support.killing import arena

TIMES = 20
ORDERS = 40
LATER = shop.TODAY + timedelta(days=365)


def asked(number: int) -> ErasureStep:
    """A customer with forty orders whose erasure was decided."""
    email = f"k{number}@example.org"
    who, event = shop.customer(email), shop.event(-30)
    for _ in range(ORDERS):
        shop.order(who, event)
    execute(f"SPOT-{number}", person(email), Actor.system("test"), now=moment())
    return ErasureStep.objects.get(case_ref=f"SPOT-{number}")


def moment() -> datetime:
    return timezone.now() - timedelta(minutes=1)


def run(step: ErasureStep, *, now: datetime, today: date = LATER) -> None:
    run_step(step.pk, now=now, today=today)


@pytest.mark.django_db(transaction=True)
def test_it_finishes_every_step_once_when_killed_at_twenty_random_moments(tmp_path, monkeypatch):
    nobody = SimpleNamespace(enqueue=lambda step_id: None)  # the test itself is the worker
    monkeypatch.setattr(actions, "tasks", SimpleNamespace(run=nobody))
    with only(TicketingSource()), arena(tmp_path) as place:
        first, second, *steps = [place.run(lambda number=number: asked(number)) for number in range(TIMES + 2)]
        lasts = place.seconds(lambda: run(first, now=timezone.now()), lambda: run(second, now=timezone.now()))
        killed = sum(
            place.kill(lambda step=step: run(step, now=timezone.now()), after=random.uniform(0, lasts))
            for step in steps
        )
        assert killed > 3
        for step in steps:
            place.run(lambda step=step: run(step, now=timezone.now() + LEASE + timedelta(seconds=1)))
        place.run(check)


def check() -> None:
    assert set(ErasureStep.objects.values_list("state", flat=True)) == {StepState.DONE}
    assert not Customer.objects.filter(anonymised_on=None).exists()
    assert not Order.objects.filter(iban__isnull=False).exists()
    for step in ErasureStep.objects.all():
        assert step.counts == {"anonymised": ORDERS + 1}
    finished = LedgerEntry.objects.filter(event="erasure.step_finished")
    assert finished.count() == TIMES + 2, "each step is told once"
    assert verify().is_whole
