"""Chandni opens the queue: what is late stands on top and says so, in words."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from privacy_portal.data_subjects.purging import purge
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.models import RightsRequest
from tests.rights_requests.people import MONDAY, desk, file_request, in_progress
from tests.support.customers import person

from .people import signed_in

pytestmark = pytest.mark.django_db
TODAY = MONDAY + timedelta(days=30)
QUEUE = reverse("casework:index")


@pytest.fixture(autouse=True)
def thirty_days_later():
    """2 December 2026: four weeks and two days after the first request."""
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def late() -> RightsRequest:
    return file_request(now=MONDAY)


@pytest.fixture
def soon() -> RightsRequest:
    return file_request(now=MONDAY + timedelta(days=7))


@pytest.fixture
def fresh() -> RightsRequest:
    return file_request(now=TODAY)


@pytest.fixture
def answered() -> RightsRequest:
    """The oldest of all, but done."""
    case = in_progress(now=MONDAY - timedelta(days=20))
    actions.confirm_identity(rights_request=case, method="signed_in", by=desk(), now=MONDAY)
    return actions.answer(rights_request=case, text="Alsjeblieft.", by=desk(), now=MONDAY)


def queue(**asked: str) -> list[tuple[str, str, str]]:
    """Number, state and words of every row, from top to bottom."""
    html = signed_in("chandni").get(QUEUE, asked).content.decode()
    rows = re.findall(r"(SPOT-\d{4}-\d{4}).*?data-state=\"(\w+)\">(.*?)</td>", html, re.DOTALL)
    return [(number, state, " ".join(re.sub("<[^>]+>", " ", cell).split())) for number, state, cell in rows]


def test_the_most_urgent_stands_on_top_whatever_came_in_first(answered, fresh, soon, late):
    assert [number for number, *_ in queue()] == [late.number, soon.number, fresh.number, answered.number]


def test_what_is_late_says_so_in_words_and_not_in_colour_alone(late, soon, fresh):
    told = {number: (state, words) for number, state, words in queue()}
    assert told[late.number] == ("overdue", "30 november 2026 2 dagen te laat")
    assert told[soon.number] == ("soon", "7 december 2026 nog 5 dagen")
    assert told[fresh.number][0] == "on_track"


def test_one_day_late_is_one_day(late):
    with time_machine.travel(MONDAY + timedelta(days=29), tick=False):
        assert queue() == [(late.number, "overdue", "30 november 2026 1 dag te laat")]


def test_on_the_last_day_nothing_is_late_yet(late):
    with time_machine.travel(MONDAY + timedelta(days=28), tick=False):
        assert [state for _number, state, _words in queue()] == ["soon"]


@pytest.mark.security("V-13")
def test_a_case_whose_term_stands_still_is_not_late(late):
    actions.take(rights_request=late, by=desk(), now=MONDAY)
    actions.doubt_identity(
        rights_request=late, reason="Ander adres.", question="Welk ordernummer?", by=desk(), now=MONDAY
    )
    assert [state for _number, state, _words in queue()] == ["paused"]


def test_what_is_done_is_never_late(answered):
    assert [state for _number, state, _words in queue()] == ["closed"]


def test_another_order_can_be_asked_for(late, soon, fresh):
    assert [number for number, *_ in queue(ordering="-due_on")] == [fresh.number, soon.number, late.number]


@pytest.mark.security("V-14")
@pytest.mark.parametrize(("who", "sees"), [("chandni", True), ("farah", True), ("dirk", False)])
def test_V14_desk_and_officer_see_how_many_requests_nobody_confirmed(who, sees):
    now = timezone.now()
    for number, weeks in ((1, 2), (2, 2), (3, 10)):
        person(f"{number}@example.org", verified=False, now=now - timedelta(weeks=weeks))
    list(purge(now - timedelta(weeks=8)))
    list(purge(now))
    said = "In de afgelopen 30 dagen zijn 2 verzoeken na een week verdwenen" in page_text(who)
    assert said == sees


def page_text(who: str) -> str:
    return signed_in(who).get(reverse("wagtailadmin_home")).content.decode()
