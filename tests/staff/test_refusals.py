"""Dirk edits pages. That he tried to read cases is nobody's guess afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from privacy_portal.casework.groups import DESK, EDITORS, load_groups
from privacy_portal.evidence.models import LedgerEntry
from tests.rights_requests.people import file_request
from tests.support.customers import person
from tests.support.staff import member_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.security("ASVS 16.3.2")]
CASES = "/beheer/verzoeken/"


@pytest.fixture
def dirk():
    load_groups()
    return member_of(EDITORS, email="dirk@example.org")


def refusals() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(event="staff.refused").order_by("seq"))


def test_a_page_that_is_not_his_is_refused_and_kept(dirk):
    answer = signed_in(dirk).get(CASES)
    assert answer.status_code == 302 and answer["Location"] == "/beheer/"
    [entry] = refusals()
    assert entry.actor_kind == "staff" and entry.actor_reference == str(dirk.pk)
    assert entry.facts == {"page": "casework:index"}


def test_one_case_of_somebody_is_named_by_its_page_and_not_by_the_person(dirk):
    case = file_request(person())
    signed_in(dirk).get(f"{CASES}inspect/{case.pk}/")
    [entry] = refusals()
    assert entry.facts == {"page": "casework:inspect"} and entry.subject_ref == ""


def test_a_script_is_told_403_and_kept_too(dirk):
    answer = signed_in(dirk).get(CASES, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.status_code == 403 and len(refusals()) == 1


def test_pressing_on_fills_no_ledger_and_an_hour_later_it_counts_again(dirk):
    client = signed_in(dirk)
    for _time in range(5):
        client.get(CASES)
    client.get("/beheer/users/")
    assert [entry.facts["page"] for entry in refusals()] == ["casework:index", "wagtailusers_users:index"]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        signed_in(dirk).get(CASES)
    assert len(refusals()) == 3


def test_what_is_theirs_and_whoever_is_not_in_leave_nothing(client, dirk):
    desk = signed_in(member_of(DESK, email="chandni@example.org"))
    assert desk.get(CASES).status_code == 200
    signed_in(dirk).get("/beheer/")
    client.get(CASES)
    assert refusals() == []
