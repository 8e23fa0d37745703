"""Several people at the very same moment."""

from uuid import uuid4

import pytest

from privacy_portal.data_sources.ticketing.models import Customer
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.corrections.actions import Asked, correct
from privacy_portal.rights_requests.corrections.models import Correction
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import Decision, RightsRequest
from privacy_portal.rights_requests.on_behalf.actions import Asker, check_papers, object_to, receive_for
from privacy_portal.rights_requests.on_behalf.enums import Capacity
from privacy_portal.rights_requests.on_behalf.models import TIME_TO_OBJECT, Delegation
from tests.data_sources import ticket_shop as shop
from tests.support.customers import ALMA, person
from tests.support.races import race

from .people import MONDAY, desk, file_request, in_progress, subject

pytestmark = pytest.mark.django_db(transaction=True)


def test_numbers_have_no_gaps_and_no_doubles_when_a_year_begins(tmp_path):
    people = [subject(f"person{number}@example.org") for number in range(8)]
    numbers = race(lambda number: file_request(people[number]).number, 8, tmp_path)
    assert sorted(numbers) == [f"SPOT-2026-{number:04d}" for number in range(1, 9)]


def test_of_two_people_who_decide_at_once_one_is_refused(tmp_path):
    case, by = in_progress(), desk()

    def decide(number: int) -> RightsRequest:
        if number % 2:
            return actions.answer(rights_request=case, text="Yes", by=by, now=MONDAY)
        return actions.refuse(rights_request=case, ground="excessive", reason="No", by=by, now=MONDAY)

    *outcomes, decisions = race(decide, 6, tmp_path, then=Decision.objects.count)
    assert decisions == 1
    assert sum(isinstance(outcome, RightsRequest) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotPossible) for outcome in outcomes) == 5


def test_a_button_pressed_in_four_tabs_at_once_is_one_correction(tmp_path):
    alma, who, made = person(ALMA), shop.customer(), uuid4()
    field = Asked("ticketing", f"customer:{who.pk}", "phone", "phone", "phone", "Phone", who.phone, "050 1112223")
    by = Actor.subject(alma.pk, "A2")

    def press(_number: int) -> Correction:
        return correct(id=made, subject=alma, asked=field, systems=["ticketing"], by_hand=[], language="nl", by=by)

    def left() -> tuple[int, str]:
        return Correction.objects.count(), Customer.objects.get().phone

    *outcomes, found = race(press, 4, tmp_path, then=left)
    assert [outcome.pk for outcome in outcomes] == [made] * 4, outcomes
    assert found == (1, "050 1112223")


def test_V12_of_an_answer_and_an_objection_at_once_one_comes_first(tmp_path):
    """Never both: what was stopped did not leave, and what left was not stopped."""
    alma, gijs = person(ALMA), person("gijs@example.org")
    asker = Asker(gijs, Capacity.AGENT, "Gijs", "Alma", "", ALMA)
    details: dict = {"answers": [], "keys": {}}
    delegation = receive_for(
        asker=asker, right="access", details=details, language="nl", by=Actor.subject(gijs.pk, "A1"), now=MONDAY
    )
    by = desk()
    case = actions.take(rights_request=delegation.rights_request, by=by, now=MONDAY)
    check_papers(rights_request=case, outcome="accepted", seen="at_desk", reason="Seen", by=by, now=MONDAY)
    after = MONDAY + TIME_TO_OBJECT

    def act(number: int):
        if number % 2:
            return actions.answer(rights_request=case, text="Here", by=by, now=after)
        return object_to(Delegation.objects.get(), by=Actor.subject(alma.pk), now=after)

    def left() -> tuple[bool, bool]:
        return RightsRequest.objects.get().is_open, Delegation.objects.get().is_stopped

    *outcomes, (is_open, is_stopped) = race(act, 4, tmp_path, then=left)
    assert is_open == is_stopped, outcomes
    assert sum(isinstance(outcome, RightsRequest) or outcome is True for outcome in outcomes) == 1, outcomes
