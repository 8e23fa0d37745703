"""What erasing would do, in words a person can weigh, before anything is done (SECURITY E-05)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from privacy_portal.data_sources.enums import PlanVerdict
from privacy_portal.data_sources.ticketing.demo import load_customers
from privacy_portal.data_sources.ticketing.models import Customer, Order, Ticket
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.erasure.planning import plan
from privacy_portal.erasure.portal_source import LAST_LOOK, PortalSource
from tests.support.customers import person
from tests.support.fake_source import FakeSource, only, planned

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def sentences(items):
    with translation.override("nl"):
        return [item.sentence for item in items]


def test_it_says_what_goes_what_stays_and_what_waits_with_the_reason():
    items = [
        planned("1", PlanVerdict.REMOVE),
        planned("2", PlanVerdict.ANONYMISE),
        planned("3", PlanVerdict.KEEP_UNTIL, date(2033, 12, 31)),
        planned("4", PlanVerdict.WAIT_FOR, date(2026, 12, 5)),
    ]
    with only(FakeSource("shop", plan=items)):
        found = plan(person(), today=TODAY)
    assert sentences(found.going) == ["Order 1: dit wissen we.", "Order 2: we halen alles weg wat naar jou leidt."]
    assert sentences(found.staying) == ["Order 3: blijft tot en met 31 december 2033 en gaat dan weg."]
    assert sentences(found.waiting) == ["Order 4: gaat weg na 5 december 2026."]
    assert found.waiting[0].reason == "because"


def test_it_says_what_a_colleague_does_in_the_source_itself():
    with only(FakeSource("crm", plan=[planned("1", PlanVerdict.BY_HAND)])):
        found = plan(person(), today=TODAY)
    assert sentences(found.staying) == ["Order 1: een collega doet dit met de hand."]


def test_it_says_who_is_asked_by_hand_and_who_did_not_answer():
    class Away(FakeSource):
        def plan_erasure(self, subject, on):
            self._answer()

    with only(Away("crm", failures=1), FakeSource("lockers", capabilities=frozenset())):
        found = plan(person(), today=TODAY)
    assert [each.source for each in found.unanswered] == ["crm"]
    assert [each.source for each in found.by_hand] == ["lockers"]
    assert not found.items


def test_it_lets_the_person_read_the_answer_before_the_sign_in_goes():
    with only(PortalSource()):
        found = plan(person(), today=TODAY)
    [identity] = found.waiting
    assert identity.until == TODAY + LAST_LOOK


def test_it_changes_nothing():
    load_customers(NOW)
    before = Customer.objects.count(), Order.objects.count(), Ticket.objects.count()
    with only(TicketingSource(), PortalSource()):
        subject = person()
        assert plan(subject, today=TODAY) == plan(subject, today=TODAY)
    assert (Customer.objects.count(), Order.objects.count(), Ticket.objects.count()) == before
    assert not Customer.objects.exclude(anonymised_on=None).exists()


def test_it_waits_for_the_concert_alma_still_visits_and_not_a_day_longer():
    load_customers(NOW)
    with only(TicketingSource()):
        alma = person()
        found = plan(alma, today=TODAY)
        assert found.waiting
        after = max(item.until for item in found.waiting) + timedelta(days=1)
        assert not plan(alma, today=after).waiting
