"""After doubt about who asks, two people of the desk say together that they know (SECURITY A-10, ASVS 2.3.5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import IdentityMethod, Status
from privacy_portal.rights_requests.forgetting import forget
from privacy_portal.rights_requests.lifecycle import NotPossible
from privacy_portal.rights_requests.models import IdentityOverride, RightsRequest
from tests.support.races import race

from .people import MONDAY, desk, in_progress

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def doubted() -> RightsRequest:
    return doubt(in_progress())


def doubt(case: RightsRequest) -> RightsRequest:
    return actions.doubt_identity(rights_request=case, question="Who?", reason="Odd", by=desk(), now=MONDAY)


def confirm(case, who="chandni", method=IdentityMethod.CALLED_BACK, by=None, now=MONDAY + DAY) -> RightsRequest:
    by = by or desk(f"{who}@example.org")
    return actions.confirm_identity(rights_request=case, method=method, by=by, now=now)


def refusal_of(case, **more) -> str:
    with pytest.raises(NotPossible) as refusal:
        confirm(case, **more)
    return refusal.value.code


def test_A10_a_third_word_adds_nothing(doubted):
    confirm(doubted)
    confirm(doubted, "dirk")
    assert refusal_of(doubted, who="lena") == "confirmed"


def test_A10_without_doubt_one_person_is_enough():
    assert confirm(in_progress()).identity_method == IdentityMethod.CALLED_BACK
    assert not IdentityOverride.objects.exists()


def test_A10_after_doubt_one_person_only_proposes(doubted):
    said = confirm(doubted)
    assert (said.state, said.identity_confirmed_at) == (Status.IDENTITY_IN_DOUBT, None)
    assert not said.clock_runs
    assert refusal_of(doubted) == "same_person"
    assert LedgerEntry.objects.filter(event="rights_request.identity_confirmed").count() == 0


def test_A10_the_second_person_confirms(doubted):
    confirm(doubted)
    case = confirm(doubted, "dirk")
    assert (case.state, case.identity_method) == (Status.IN_PROGRESS, IdentityMethod.CALLED_BACK)
    events = list(LedgerEntry.objects.order_by("seq").values_list("event", flat=True))
    assert events[-2:] == ["rights_request.identity_proposed", "rights_request.identity_confirmed"]


def test_A10_the_second_person_agrees_to_what_the_first_one_said(doubted):
    confirm(doubted)
    assert refusal_of(doubted, who="dirk", method=IdentityMethod.AT_DESK) == "other_method"


def test_A10_giving_up_the_doubt_is_no_way_around_the_second_person(doubted):
    resumed = actions.resume(rights_request=doubted, by=desk(), now=MONDAY)
    assert confirm(resumed).identity_confirmed_at is None
    assert refusal_of(resumed) == "same_person"


@pytest.mark.parametrize("what", ["doubted again", "given up"])
def test_A10_what_one_person_said_before_new_doubt_counts_no_more(doubted, what):
    confirm(doubted)
    actions.resume(rights_request=doubted, by=desk(), now=MONDAY)
    if what == "doubted again":
        doubt(doubted)
    assert not IdentityOverride.objects.exists()
    assert confirm(doubted, "dirk").identity_confirmed_at is None


def test_A10_no_job_says_who_somebody_is(doubted):
    assert refusal_of(doubted, by=Actor.system("test")) == "no_person"
    confirm(doubted)
    assert refusal_of(doubted, by=Actor.system("test")) == "same_person"


def test_A10_a_team_of_one_says_it_twice_a_day_apart(doubted, settings):
    settings.TWO_PEOPLE = False
    confirm(doubted)
    assert refusal_of(doubted, now=MONDAY + 2 * DAY - timedelta(seconds=1)) == "same_person"
    assert confirm(doubted, now=MONDAY + 2 * DAY).identity_confirmed_at
    assert IdentityOverride.objects.get().alone


def test_A10_the_database_itself_refuses_one_person_twice(doubted):
    confirm(doubted)
    said = IdentityOverride.objects.get()
    said.approved_by, said.approved_at = said.proposed_by, MONDAY
    with pytest.raises(IntegrityError), transaction.atomic():
        said.save()


def test_what_was_said_goes_with_the_case(doubted):
    confirm(doubted)
    case = confirm(doubted, "dirk")
    forget(actions.answer(rights_request=case, text="Yes", by=desk(), now=MONDAY + DAY), by=desk())
    assert not IdentityOverride.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_A10_windows_at_once_count_people_and_not_presses(tmp_path):
    chandni, dirk = desk(), desk("dirk@example.org")
    assert presses(doubt(in_progress()), [chandni] * 4, tmp_path) == (False, 0)
    assert presses(doubt(in_progress()), [chandni, dirk] * 2, tmp_path) == (True, 1)


def presses(case: RightsRequest, by: list[Actor], tmp_path) -> tuple[bool, int]:
    """Whether these at once confirmed who it is, and how often the ledger says so."""

    def left() -> tuple[bool, int]:
        told = LedgerEntry.objects.filter(event="rights_request.identity_confirmed", target=case.number)
        return RightsRequest.objects.get(pk=case.pk).identity_confirmed_at is not None, told.count()

    return race(lambda number: confirm(case, by=by[number]), len(by), tmp_path, then=left)[-1]
