"""Dirk edits pages. That he tried to read cases is nobody's guess afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task
from wagtail.users.models import UserProfile

from cms.staff.models import StaffSession
from privacy_portal.casework.groups import DESK, EDITORS, load_groups
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.privacy_policy.actions import CannotFreeze
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


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_kept_whatever_language_he_reads(dirk, language):
    UserProfile.objects.create(user=dirk, preferred_language=language)
    signed_in(dirk).get(CASES)
    assert len(refusals()) == 1


def test_who_is_in_no_group_may_not_even_see_the_overview(db):
    answer = signed_in(member_of("Nobody", email="nora@example.org")).get(CASES)
    assert answer.url.startswith("/beheer/login/") and len(refusals()) == 1


@pytest.mark.parametrize("page", ["everybody", "resets"])
def test_the_pages_about_the_sign_in_of_colleagues_are_not_his_either(dirk, page):
    """They keep no entry of their own."""
    assert signed_in(dirk).get(reverse(f"staff:{page}")).status_code == 403
    assert [entry.facts for entry in refusals()] == [{"page": f"staff:{page}"}]


def published_by(client: Client):
    return client.post(f"/beheer/api/main/pages/{Page.objects.get(depth=2).pk}/action/publish/")


def test_publishing_behind_the_screens_is_kept(dirk):
    answer = published_by(signed_in(dirk))
    assert answer.status_code == 403 and "publish" in answer.json()["detail"]
    assert [entry.facts for entry in refusals()] == [{"page": "wagtailadmin_api:pages:action"}]


# --- What is no refused look


@pytest.mark.parametrize("path", [CASES, "/beheer/users/"])
def test_a_form_without_its_token_is_no_look(dirk, path):
    client = signed_in(dirk, Client(enforce_csrf_checks=True))
    assert client.post(path).status_code == published_by(client).status_code == 403
    assert refusals() == []


def test_an_error_on_the_overview_is_no_refusal_by_itself(dirk):
    """A page that waits for nobody's approval any more."""
    page = Page.objects.get(depth=2)
    answer = signed_in(dirk).get(f"/beheer/pages/workflow/preview/{page.pk}/{Task.objects.first().pk}/")
    assert answer.url == "/beheer/"
    assert refusals() == []


def test_a_page_that_cannot_be_published_is_no_refusal(dirk, monkeypatch):
    def freeze(*args, **kwargs):
        raise CannotFreeze("The date is in the past.")

    monkeypatch.setattr("wagtail.admin.views.home.HomeView.get", freeze)
    assert signed_in(dirk).get("/beheer/").url == "/beheer/"
    assert refusals() == []


def test_a_passkey_without_a_code_first_is_no_look(dirk):
    assert signed_in(dirk).post(reverse("staff:passkey_register")).status_code == 403
    assert refusals() == []


def test_what_is_refused_outside_the_admin_is_nothing_of_staff(dirk):
    answer = signed_in(dirk).post(reverse("consent:notices"), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert refusals() == []


@pytest.mark.parametrize("missing", ["the second step", "the session"])
def test_who_is_not_fully_in_is_sent_to_the_front_door_and_not_kept(client, dirk, missing):
    if missing == "the second step":
        client.force_login(dirk)
    else:
        signed_in(dirk, client)
        StaffSession.objects.end(timezone.now())
    assert client.get(CASES).url.startswith(reverse("staff:login"))
    client.force_login(dirk)
    assert client.get(CASES, HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 403
    assert refusals() == []


def test_what_is_theirs_and_whoever_is_not_in_leave_nothing(client, dirk):
    desk = signed_in(member_of(DESK, email="chandni@example.org"))
    assert desk.get(CASES).status_code == 200
    signed_in(dirk).get("/beheer/")
    client.get(CASES)
    assert refusals() == []
