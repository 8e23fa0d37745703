"""Two colleagues erase Alma; one of them writes down what was done by hand."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from privacy_portal.erasure.enums import StepState
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.models import ErasureOrder
from tests.rights_requests.people import MONDAY, desk, in_progress
from tests.support import staff

from .people import DESK, signed_in
from .test_case_page import act, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False):
        yield


@pytest.fixture
def case():
    found = in_progress(right="erasure")
    return actions.confirm_identity(rights_request=found, method="signed_in", by=desk(), now=MONDAY)


@pytest.fixture
def second():
    """A second member of the desk."""
    signed_in("chandni")
    return staff.signed_in(staff.member_of(DESK, email="ella@example.org"))


@pytest.fixture
def being_erased(case, second, django_capture_on_commit_callbacks):
    act(signed_in("chandni"), case, "erase")
    with django_capture_on_commit_callbacks(execute=True):
        act(second, case, "erase")
    return case


def step_page(case, step) -> str:
    return reverse("casework:erasure_step", args=[case.pk, step.pk])


def by_hand(case) -> ErasureStep:
    return ErasureStep.objects.of_case(case.number).filter(state=StepState.BY_HAND).first()


def test_the_page_shows_what_would_happen(case):
    text = signed_in("chandni").get(page_of(case)).content.decode()
    assert 'id="erasure"' in text
    assert 'id="erase"' in text


def test_another_right_shows_no_erasure():
    text = signed_in("chandni").get(page_of(in_progress(right="access"))).content.decode()
    assert 'id="erasure"' not in text
    assert 'id="erase"' not in text


def test_one_colleague_pressing_twice_erases_nothing(case):
    chandni = signed_in("chandni")
    act(chandni, case, "erase")
    response = act(chandni, case, "erase")
    assert response.status_code == 200
    assert response.context["tools"] and response.context["refused_verb"] == "erase"
    assert not ErasureOrder.objects.get(rights_request=case).is_approved
    assert not ErasureStep.objects.exists()


def test_two_colleagues_do(being_erased):
    assert ErasureOrder.objects.get(rights_request=being_erased).is_approved
    assert ErasureStep.objects.of_case(being_erased.number).exists()


def test_what_was_done_by_hand_is_written_down(being_erased):
    step = by_hand(being_erased)
    prefix = f"step-{step.pk}"
    data = {f"{prefix}-outcome": "not-found", f"{prefix}-reason": "Mail of 5 November"}
    signed_in("chandni").post(step_page(being_erased, step), data)
    step.refresh_from_db()
    assert step.state == StepState.DONE
    assert step.items[0]["reason"] == "Mail of 5 November"


def test_without_saying_how_you_know_it_is_refused_at_the_field(being_erased):
    step = by_hand(being_erased)
    response = signed_in("chandni").post(step_page(being_erased, step), {f"step-{step.pk}-outcome": "erased"})
    forms = [row.form for row in response.context["erasure"]["steps"] if row.step == step]
    assert forms[0].errors.keys() == {"reason"}
    step.refresh_from_db()
    assert step.state == StepState.BY_HAND


def test_a_step_that_failed_can_be_tried_again(being_erased):
    step = by_hand(being_erased)
    ErasureStep.objects.filter(pk=step.pk).update(state=StepState.FAILED, attempts=8)
    signed_in("chandni").post(step_page(being_erased, step), {"again": "1"})
    step.refresh_from_db()
    assert (step.state, step.attempts) == (StepState.WAITING, 0)


def test_a_step_of_another_case_is_not_found(being_erased):
    other = in_progress(right="erasure")
    response = signed_in("chandni").post(step_page(other, by_hand(being_erased)), {"again": "1"})
    assert response.status_code == 404
    assert by_hand(being_erased).state == StepState.BY_HAND


@pytest.mark.parametrize("who", ["dirk", "lena", "farah", "otto"])
def test_nobody_but_the_desk_touches_it(being_erased, who):
    step = by_hand(being_erased)
    prefix = f"step-{step.pk}"
    data = {f"{prefix}-outcome": "erased", f"{prefix}-reason": "x"}
    signed_in(who).post(step_page(being_erased, step), data)
    act(signed_in(who), being_erased, "erase")
    step.refresh_from_db()
    assert step.state == StepState.BY_HAND


def test_the_officer_reads_the_steps_without_forms(being_erased):
    response = signed_in("farah").get(page_of(being_erased))
    assert all(row.form is None for row in response.context["erasure"]["steps"])
