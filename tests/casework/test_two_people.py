"""What the desk sees of the second person: who spoke first, what is still missing, and that nobody is enough alone."""

from datetime import timedelta

import pytest
import time_machine

from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import Status
from tests.rights_requests.people import MONDAY, desk, in_progress
from tests.support import staff

from .people import DESK, signed_in
from .test_case_page import act, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False) as travelled:
        yield travelled


@pytest.fixture
def doubted():
    return actions.doubt_identity(rights_request=in_progress(), question="?", reason="?", by=desk(), now=MONDAY)


@pytest.fixture
def ella():
    """A second member of the desk."""
    signed_in("chandni")
    return staff.signed_in(staff.member_of(DESK, email="ella@example.org"))


def test_A10_after_doubt_the_page_asks_for_a_colleague(doubted, ella):
    chandni = signed_in("chandni")
    first = act(chandni, doubted, "identity", method="called_back")
    assert "Na twijfel moet een collega hetzelfde zeggen" in chandni.get(first.url).text
    seen = ella.get(page_of(doubted))
    assert "Een collega moet akkoord gaan" in seen.text
    [form] = [tool["form"] for tool in seen.context["tools"] if tool["verb"].name == "identity"]
    assert [value for value, _label in form.fields["method"].choices] == ["called_back"]
    second = act(ella, doubted, "identity", method="called_back")
    assert "Na twijfel gezegd door" in ella.get(second.url).text
    doubted.refresh_from_db()
    assert doubted.state == Status.IN_PROGRESS


def test_A10_pressing_twice_is_answered_at_the_form(doubted):
    chandni = signed_in("chandni")
    act(chandni, doubted, "identity", method="called_back")
    refused = act(chandni, doubted, "identity", method="called_back")
    assert "Een collega moet akkoord gaan" in refused.text
    doubted.refresh_from_db()
    assert doubted.state == Status.IDENTITY_IN_DOUBT


def test_A10_a_team_of_one_reads_from_when(settings, clock):
    settings.TWO_PEOPLE = False
    case = in_progress(right="erasure")
    actions.confirm_identity(rights_request=case, method="signed_in", by=desk(), now=MONDAY)
    chandni = signed_in("chandni")
    act(chandni, case, "erase")
    assert "Zonder collega kun je zelf akkoord gaan vanaf 7 november 2026" in chandni.get(page_of(case)).text
    assert "Zonder collega" in act(chandni, case, "erase").text
    clock.shift(timedelta(hours=24))
    act(signed_in("chandni"), case, "erase")
    assert "er zat een dag tussen" in signed_in("chandni").get(page_of(case)).text
