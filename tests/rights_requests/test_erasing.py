"""Chandni proposes, Dirk agrees, the sources erase, and only then Alma is answered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from privacy_portal.data_sources.enums import ErasureOutcome
from privacy_portal.erasure.actions import done_by_hand, progress
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import Ground, Status
from privacy_portal.rights_requests.erasing import agree_to_erase
from privacy_portal.rights_requests.lifecycle import NotPossible, Verb
from privacy_portal.rights_requests.models import ErasureOrder
from tests.support.customers import ALMA, known_by, person
from tests.support.races import race

from .people import MONDAY, as_subject, desk, file_request, in_progress

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=4)


def erasure_case():
    case = in_progress(right="erasure")
    return actions.confirm_identity(rights_request=case, method="signed_in", by=desk(), now=MONDAY)


def propose(case):
    return agree_to_erase(rights_request=case, by=desk(), now=LATER)


def agree(case, now=LATER):
    return agree_to_erase(rights_request=case, by=desk("dirk@example.org"), now=now)


def refusal_of(act, **kwargs) -> str:
    with pytest.raises(NotPossible) as refusal:
        act(**kwargs)
    return refusal.value.code


@pytest.mark.security("A-10", "ASVS 2.3.5")
def test_one_person_only_proposes():
    case = propose(erasure_case())
    assert not ErasureStep.objects.exists()
    assert refusal_of(agree_to_erase, rights_request=case, by=desk(), now=LATER) == "same_person"
    assert not ErasureStep.objects.exists()


@pytest.mark.security("A-10")
def test_a_second_person_carries_it_out():
    case = agree(propose(erasure_case()))
    assert ErasureStep.objects.of_case(case.number).exists()
    events = LedgerEntry.objects.filter(target=case.number).order_by("seq").values_list("event", flat=True)
    assert list(events)[-4:] == [
        "rights_request.erasure_proposed",
        "rights_request.erasure_approved",
        "erasure.started",
        "rights_request.by_hand_needed",
    ]
    assert refusal_of(agree_to_erase, rights_request=case, by=desk("lena@example.org"), now=LATER) == "approved"


@pytest.mark.security("A-10")
def test_the_database_itself_refuses_one_person_twice():
    case = propose(erasure_case())
    order = ErasureOrder.objects.get(rights_request=case)
    order.approved_by, order.approved_at = order.proposed_by, LATER
    with pytest.raises(IntegrityError), transaction.atomic():
        order.save()


def test_the_person_has_three_days_to_change_their_mind():
    case = propose(erasure_case())
    just_before = MONDAY + timedelta(hours=72) - timedelta(seconds=1)
    with pytest.raises(NotPossible) as refusal:
        agree(case, now=just_before)
    assert refusal.value.code == "too_early"
    assert agree(case, now=MONDAY + timedelta(hours=72)).number == case.number


def test_nobody_is_erased_at_a_strangers_wish():
    case = in_progress(right="erasure")
    assert refusal_of(agree_to_erase, rights_request=case, by=desk(), now=LATER) == "identity"


def test_a_person_who_said_that_something_is_wrong_is_not_erased():
    case = erasure_case()
    case.subject.frozen_at = MONDAY
    case.subject.save()
    assert refusal_of(agree_to_erase, rights_request=case, by=desk(), now=LATER) == "frozen"


def test_only_a_request_for_erasure_erases():
    case = in_progress(right="access")
    assert not case.may(Verb.ERASE)
    assert refusal_of(agree_to_erase, rights_request=case, by=desk(), now=LATER) == "right"


def test_what_is_being_erased_cannot_be_withdrawn_or_refused():
    case = agree(propose(erasure_case()))
    assert refusal_of(actions.withdraw, rights_request=case, by=as_subject(case.subject), now=LATER) == "erasing"
    refuse = {"rights_request": case, "ground": Ground.EXCESSIVE, "reason": "x", "by": desk(), "now": LATER}
    assert refusal_of(actions.refuse, **refuse) == "erasing"


def test_a_proposal_can_still_be_withdrawn():
    case = propose(erasure_case())
    assert actions.withdraw(rights_request=case, by=as_subject(case.subject), now=LATER).state == Status.WITHDRAWN
    assert refusal_of(agree, case=case) == "state"


def test_the_answer_waits_until_everything_has_an_outcome(django_capture_on_commit_callbacks):
    case = propose(erasure_case())
    answer = {"rights_request": case, "text": "All gone", "by": desk(), "now": LATER}
    assert refusal_of(actions.answer, **answer) == "not_approved"
    with django_capture_on_commit_callbacks(execute=True):
        agree(case)
    assert refusal_of(actions.answer, **answer) == "not_erased"
    for step in progress(case.number).needing_staff:
        done_by_hand(step, outcome=ErasureOutcome.NOT_FOUND, reason="asked", by=desk(), now=LATER)
    assert progress(case.number).can_be_answered
    assert actions.answer(**answer).state == Status.ANSWERED


def test_A10_a_job_or_a_command_neither_proposes_nor_agrees():
    case, nobody = erasure_case(), Actor.system("test")
    assert refusal_of(agree_to_erase, rights_request=case, by=nobody, now=LATER) == "no_person"
    propose(case)
    assert refusal_of(agree_to_erase, rights_request=case, by=nobody, now=LATER) == "same_person"
    assert not ErasureStep.objects.exists()


def test_A10_a_team_of_one_waits_a_day(settings):
    settings.TWO_PEOPLE = False
    case, day = propose(erasure_case()), timedelta(hours=24)
    almost = {"rights_request": case, "by": desk(), "now": LATER + day - timedelta(seconds=1)}
    assert refusal_of(agree_to_erase, **almost) == "same_person"
    agree_to_erase(rights_request=case, by=desk(), now=LATER + day)
    assert ErasureStep.objects.of_case(case.number).exists()
    assert ErasureOrder.objects.get(rights_request=case).alone
    entry = LedgerEntry.objects.get(event="rights_request.erasure_approved")
    assert entry.facts_json == '{"agreed":"alone"}', "the ledger tells that nobody else looked"


def test_A10_a_second_person_need_not_wait_in_a_team_that_has_one_after_all(settings):
    settings.TWO_PEOPLE = False
    case = agree(propose(erasure_case()))
    assert not ErasureOrder.objects.get(rights_request=case).alone


@pytest.mark.security("A-10", "ASVS 15.4.1")
@pytest.mark.django_db(transaction=True)
def test_A10_windows_at_once_count_people_and_not_presses(tmp_path):
    alone, together = erasure_case(), erasure_case()
    chandni, dirk = desk(), desk("dirk@example.org")
    assert presses(alone, [chandni] * 4, tmp_path) == (3, 0)
    assert presses(together, [chandni, dirk] * 2, tmp_path) == (2, 1)


def presses(case, by: list[Actor], tmp_path) -> tuple[int, int]:
    """How many of these at once were refused, and how often the erasure began."""

    def press(number: int) -> None:
        agree_to_erase(rights_request=case, by=by[number], now=LATER)

    def begun() -> int:
        return ErasureOrder.objects.filter(rights_request=case).exclude(approved_at=None).count()

    *outcomes, started = race(press, len(by), tmp_path, then=begun)
    return sum(isinstance(outcome, NotPossible) for outcome in outcomes), started


@pytest.mark.security("V-11")
def test_V11_that_erasure_was_asked_is_told_to_every_address_the_old_one_too():
    alma = person(now=MONDAY)
    old = known_by(alma, "alma.oud@example.org", since=MONDAY - timedelta(days=9))
    old.replaced_at = MONDAY
    old.save()
    known_by(alma, "never.proven@example.org")
    file_request(alma, right="erasure")
    file_request(alma, right="access")
    posted = [message.content for message in OutboxMessage.objects.order_by("created_at", "pk")]
    asked = [content for content in posted if "niet-ik" in content["text"] and "niet-ik" in content["html"]]
    assert {content["to"] for content in asked} == {ALMA, old.value}
    assert [content["to"] for content in posted if content not in asked] == [ALMA], "access changes nothing: one mail"
