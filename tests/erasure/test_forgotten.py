"""After an erasure nothing in the database leads to the person, sealed fields opened and all (SECURITY E-07)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_sources.ticketing.demo import load_customers
from privacy_portal.data_sources.ticketing.models import Customer
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.erasure.actions import execute, progress
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.erasure.portal_source import LAST_LOOK, PortalSource
from privacy_portal.erasure.saga import run_step
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.delivery import send_due
from privacy_portal.exports.actions import expire, request_export
from privacy_portal.exports.building import build
from tests.support.customers import ALMA, GIJS, person, sign_in
from tests.support.fake_source import only

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Streets and family names are shared with invented neighbours; these are hers alone.
TRACES = (ALMA, "Alma Zomerdijk", "06 00123456", "Waterviolierkade 12 ")


def lived(subject):
    """She signed in, chose, and took her data along."""
    sign_in(Client(), subject)
    by = Actor.subject(subject.pk, "A2")
    set_choice(subject=subject, key="loyalty", on=False, by=by, method=Method.PORTAL, language="nl", now=NOW)
    build(request_export(subject=subject, by=by, language="nl", now=NOW).pk, now=NOW)


def everything_readable():
    """Every value of every row of every table, opened."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for row in model._base_manager.all():
                yield model, " ".join(str(getattr(row, field.attname)) for field in model._meta.concrete_fields)


def found(traces):
    return {model._meta.label for model, text in everything_readable() if any(trace in text for trace in traces)}


def test_it_leaves_no_trace_of_alma_and_every_trace_of_gijs():
    load_customers(NOW)
    with only(TicketingSource(), ConsentSource(), PortalSource()):
        alma = person(now=NOW)
        lived(alma)
        assert found(TRACES) >= {"data_sources.Customer", "data_subjects.Identifier"}
        execute("SPOT-2026-0001", alma, Actor.system("test"), now=NOW)
        day = NOW
        while not progress("SPOT-2026-0001").is_finished:
            for step in ErasureStep.objects.unfinished():
                run_step(step.pk, now=day, today=day.date())
            send_due(now=day)
            day += timedelta(days=1)
            assert day < NOW + timedelta(days=400), "it comes to an end"
        assert day - NOW > LAST_LOOK
        expire(day)
    assert found(TRACES) == set()
    assert found([GIJS]) >= {"data_sources.Customer"}
    assert Customer.objects.filter(anonymised_on=None).exists()
