"""Chandni checks in the admin whether Gijs may ask for Alma (SECURITY V-12)."""

import pytest
from django.urls import reverse

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import Status
from privacy_portal.rights_requests.models import RightsRequest
from privacy_portal.rights_requests.on_behalf.actions import Asker, object_to, receive_for
from privacy_portal.rights_requests.on_behalf.enums import Capacity, Check, ResultsTo
from privacy_portal.rights_requests.on_behalf.models import Delegation
from tests.support.customers import ALMA, GIJS, person

from .people import signed_in
from .test_case_page import act, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to("2026-11-02T13:05:00Z", tick=False)


def asked(capacity: Capacity = Capacity.AGENT, email: str = ALMA) -> RightsRequest:
    gijs = person(GIJS)
    asker = Asker(gijs, capacity, "Gijs Helper", "Alma <b>Zomerdijk</b>", "C-1", email)
    by = Actor.subject(gijs.pk, "A1")
    delegation = receive_for(asker=asker, right=Right.ACCESS, details={"answers": [], "keys": {}}, language="nl", by=by)
    return delegation.rights_request


def checked(client, case, **fields):
    values = {"outcome": Check.ACCEPTED, "seen": "at_desk", "reason": "Power of attorney seen.", "results_to": "person"}
    return act(client, case, "papers", **(values | fields))


def test_V12_the_case_page_shows_who_asks_for_whom_and_every_date():
    person(ALMA)
    text = signed_in("chandni").get(page_of(asked())).content.decode()
    assert "Gijs Helper" in text and "Alma &lt;b&gt;Zomerdijk&lt;/b&gt;" in text
    assert "a•••@e•••.org" in text and ALMA not in text, "A-09"
    for day in ("5 november 2026", "30 november 2026", "2 december 2026"):
        assert day in text


@pytest.mark.parametrize(
    ("capacity", "words"), [(Capacity.PARENT, ("UAVG",)), (Capacity.HEIR, ("27",)), (Capacity.AGENT, ())]
)
def test_V12_minors_and_the_dead_are_flagged(capacity, words):
    text = signed_in("chandni").get(page_of(asked(capacity))).content.decode()
    for flag in ("UAVG art. 5", "overweging 27", "recital 27"):
        assert (flag in text) <= any(word in flag for word in words)
    assert all(word in text for word in words)


def test_V12_she_decides_with_a_reason_and_only_then_and_after_72_hours_answers(time_machine):
    person(ALMA)
    case, client = asked(), signed_in("chandni")
    act(client, case, "take")
    act(client, case, "answer", text="Here it is.")
    assert RightsRequest.objects.get().status == Status.IN_PROGRESS
    checked(client, case, reason="")
    assert Delegation.objects.get().check_state == Check.WAITING, "without a reason there is no decision"
    assert checked(client, case).status_code == 302
    assert Delegation.objects.get().check_state == Check.ACCEPTED
    act(client, case, "answer", text="Here it is.")
    assert RightsRequest.objects.get().status == Status.IN_PROGRESS
    time_machine.move_to("2026-11-05T13:05:00Z", tick=False)
    client = signed_in("chandni")
    assert act(client, case, "answer", text="Here it is.").status_code == 302
    assert RightsRequest.objects.get().status == Status.ANSWERED


def test_V12_what_was_typed_comes_back_when_something_is_missing():
    person(ALMA)
    page = checked(signed_in("chandni"), asked(), seen="", reason="I know them.")
    assert page.status_code == 200 and "I know them." in page.content.decode()


def test_V12_an_unknown_address_asks_for_a_look_at_it_and_a_known_one_does_not():
    case, client = asked(), signed_in("chandni")
    assert "papers-is_channel_checked" in client.get(page_of(case)).content.decode()
    checked(client, case)
    assert Delegation.objects.get().check_state == Check.WAITING
    checked(client, case, is_channel_checked="on")
    assert Delegation.objects.get().check_state == Check.ACCEPTED


def test_V12_she_writes_down_how_the_person_was_told():
    case, client = asked(Capacity.HEIR), signed_in("chandni")
    act(client, case, "told", how="nobody", reason="Died in May; deed seen.")
    delegation = Delegation.objects.get()
    assert delegation.told_how == "nobody" and delegation.told_at is not None
    assert 'id="told"' not in client.get(page_of(case)).content.decode()


def test_V12_after_an_objection_nothing_is_offered_but_refusing(time_machine):
    alma = person(ALMA)
    case, client = asked(), signed_in("chandni")
    act(client, case, "take")
    object_to(Delegation.objects.get(), by=Actor.subject(alma.pk))
    text = client.get(page_of(case)).content.decode()
    assert 'id="papers"' not in text and 'id="refuse"' in text
    time_machine.move_to("2026-11-12T13:05:00Z", tick=False)
    act(signed_in("chandni"), case, "answer", text="Here it is.")
    assert RightsRequest.objects.get().is_open


def test_V12_results_go_elsewhere_only_when_she_says_so():
    person(ALMA)
    checked(signed_in("chandni"), asked(Capacity.GUARDIAN), results_to=ResultsTo.DELEGATE)
    assert Delegation.objects.get().results_to == ResultsTo.DELEGATE


@pytest.mark.parametrize("who", ["dirk", "farah", "otto"])
def test_V12_only_the_desk_checks(who):
    person(ALMA)
    checked(signed_in(who), asked())
    assert Delegation.objects.get().check_state == Check.WAITING


def test_V12_a_case_of_one_s_own_has_nothing_of_this():
    alma = person(ALMA)
    case = actions.receive(
        subject=alma, right=Right.ACCESS, details={"answers": [], "keys": {}}, language="nl", by=Actor.subject(alma.pk)
    )
    text = signed_in("chandni").get(reverse("casework:inspect", args=[case.pk])).content.decode()
    assert 'id="papers"' not in text and 'id="told"' not in text and 'id="delegation"' not in text


PAPER = {
    "right": Right.ACCESS,
    "channel": "post",
    "received_at": "2026-10-30T09:00",
    "language": "nl",
    "question": "Everything about my mother.",
    "capacity": Capacity.GUARDIAN,
    "person_name": "Alma Zomerdijk",
    "delegate_name": "Gijs Helper",
    "delegate_email": GIJS,
    "email": ALMA,
}


def test_V12_a_letter_for_somebody_else_is_a_case_that_waits_as_well():
    alma = person(ALMA)
    assert signed_in("chandni").post(reverse("casework:receive"), PAPER).status_code == 302
    delegation = Delegation.objects.get()
    case = delegation.rights_request
    assert case.subject == alma and case.channel == "post" and str(case.received_on) == "2026-10-30"
    assert delegation.level == "" and delegation.told_at is not None and delegation.check_state == Check.WAITING
    told = OutboxMessage.objects.filter(template="delegate_asked").get()
    assert told.content["to"] == ALMA
    assert entries_about(alma.pk).filter(event="rights_request.received").get().actor_kind == "staff"


@pytest.mark.parametrize("missing", ["person_name", "delegate_name", "delegate_email"])
def test_V12_it_says_what_is_missing_of_either(missing):
    response = signed_in("chandni").post(reverse("casework:receive"), PAPER | {missing: ""})
    assert missing in response.context["form"].errors and not RightsRequest.objects.exists()


def test_V12_who_asks_for_themselves_still_needs_an_address():
    response = signed_in("chandni").post(reverse("casework:receive"), PAPER | {"capacity": "", "email": ""})
    assert "email" in response.context["form"].errors and not RightsRequest.objects.exists()


def test_V12_the_queue_finds_what_is_still_to_be_checked():
    person(ALMA)
    case, client = asked(), signed_in("chandni")
    url = reverse("casework:index") + "?clock=for_others"
    assert case.number in client.get(url).content.decode()
    checked(client, case)
    assert case.number not in client.get(url).content.decode()
