"""Chandni works Alma's request in the admin; others see what is theirs to see."""

import pytest
from django.core import mail
from django.urls import reverse

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.gdpr.rights import Right
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.enums import Ground, Status
from privacy_portal.rights_requests.models import RightsRequest
from tests.support.customers import person

from .people import ROLES, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """2 November 2026, five past two in the afternoon at the venue."""
    time_machine.move_to("2026-11-02T13:05:00Z", tick=False)


@pytest.fixture
def case(db):
    alma = person("alma@example.org")
    return actions.receive(
        subject=alma,
        right=Right.ACCESS,
        details={"answers": [{"key": "what", "question": "What?", "answer": ["My orders <b>please</b>"]}], "keys": {}},
        language="nl",
        by=Actor.subject(alma.pk, "A1"),
    )


def page_of(case) -> str:
    return reverse("casework:inspect", args=[case.pk])


def act(client, case, verb: str, **fields):
    data = {f"{verb}-{name}": value for name, value in fields.items()}
    return client.post(reverse("casework:act", args=[case.pk, verb]), data)


def test_the_queue_shows_the_case_with_its_date_in_words(case):
    response = signed_in("chandni").get(reverse("casework:index"))
    text = response.content.decode()
    assert response.status_code == 200
    assert case.number in text
    assert "30 november 2026" in text
    assert "28 dagen" in text or "28 days" in text
    assert "alma" not in text


@pytest.mark.security("ASVS 1.2.1")
def test_the_case_page_shows_what_is_asked_and_escapes_it(case):
    text = signed_in("chandni").get(page_of(case)).content.decode()
    assert "My orders &lt;b&gt;please&lt;/b&gt;" in text
    assert "a•••@e•••.org" in text
    assert "alma@example.org" not in text


def test_opening_a_case_is_in_the_ledger_without_the_name_of_who_opened_it(case):
    signed_in("chandni").get(page_of(case))
    entry = LedgerEntry.objects.filter(event="rights_request.viewed").get()
    assert entry.target == case.number
    assert "chandni" not in entry.facts_json + entry.actor_reference


def test_chandni_takes_asks_and_answers(case, django_capture_on_commit_callbacks):
    chandni = signed_in("chandni")
    with django_capture_on_commit_callbacks(execute=True):
        act(chandni, case, "take")
        act(chandni, case, "ask", question="Which year?")
    case.refresh_from_db()
    assert case.status == Status.WAITING_FOR_SUBJECT
    assert case.assigned_to.email == "chandni@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        act(chandni, case, "answer", text="Here they are.")
    case.refresh_from_db()
    assert case.status == Status.ANSWERED
    assert case.decision.text == "Here they are."
    assert any(case.number in message.subject + message.body for message in mail.outbox)
    assert not any("Here they are" in message.body for message in mail.outbox)


def test_an_empty_answer_is_refused_at_its_field_and_changes_nothing(case):
    chandni = signed_in("chandni")
    act(chandni, case, "take")
    response = act(chandni, case, "refuse", ground=Ground.EXCESSIVE, reason="")
    assert response.status_code == 200
    assert response.context["tools"][-2]["form"].errors.keys() == {"reason"}
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS


def test_what_was_typed_is_not_lost_when_the_verb_no_longer_fits(case):
    chandni = signed_in("chandni")
    response = act(chandni, case, "answer", text="A long and careful answer")
    assert response.status_code == 200
    case.refresh_from_db()
    assert case.status == Status.RECEIVED
    assert "A long and careful answer" in response.content.decode()


@pytest.mark.security("A-09")
@pytest.mark.parametrize(
    ("who", "reads"), [("chandni", True), ("farah", True), ("dirk", False), ("lena", False), ("otto", False)]
)
def test_who_may_read_a_case(case, who, reads):
    response = signed_in(who).get(page_of(case))
    assert (case.number in response.content.decode() and response.status_code == 200) is reads


@pytest.mark.security("A-09")
@pytest.mark.parametrize("who", [name for name in ROLES if name != "chandni"])
def test_nobody_but_the_desk_works_a_case(case, who):
    act(signed_in(who), case, "take")
    case.refresh_from_db()
    assert case.status == Status.RECEIVED
    assert not LedgerEntry.objects.filter(event="rights_request.taken").exists()


@pytest.mark.security("A-09")
@pytest.mark.parametrize(("who", "reads"), [("farah", True), ("otto", True), ("chandni", False), ("dirk", False)])
def test_who_may_read_the_ledger(case, who, reads):
    response = signed_in(who).get(reverse("ledger:index"))
    assert ("rights_request.received" in response.content.decode() and response.status_code == 200) is reads


@pytest.mark.parametrize("name", ["casework:add", "casework:edit", "casework:delete", "casework:copy"])
def test_cases_are_not_added_edited_or_deleted_by_hand(case, name, admin_client_of_superuser):
    from django.urls import NoReverseMatch

    try:
        url = reverse(name, args=[] if name.endswith("add") else [case.pk])
    except NoReverseMatch:
        return
    admin_client_of_superuser.post(url, {"status": Status.ANSWERED})
    case.refresh_from_db()
    assert case.status == Status.RECEIVED
    assert RightsRequest.objects.count() == 1


def test_a_letter_is_entered_on_the_day_it_came(django_capture_on_commit_callbacks, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in("chandni").post(
            reverse("casework:receive"),
            {
                "email": "Bas@Example.org",
                "right": Right.ERASURE,
                "channel": "post",
                "received_at": "2026-11-18T09:00",
                "language": "nl",
                "question": "Wis alles.",
            },
        )
    case = RightsRequest.objects.get()
    assert str(case.received_on) == "2026-11-18"
    assert str(case.due_on) == "2026-12-16"
    assert mail.outbox[0].to == ["bas@example.org"]


def test_a_letter_from_the_future_is_refused_at_its_field(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    response = signed_in("chandni").post(reverse("casework:receive"), {"received_at": "2027-01-01T09:00"})
    assert "received_at" in response.context["form"].errors
    assert not RightsRequest.objects.exists()


def test_the_dashboard_counts_for_the_desk_and_hides_from_editors(case):
    home = reverse("wagtailadmin_home")
    assert 'class="cw-counts"' in signed_in("chandni").get(home).content.decode()
    assert 'class="cw-counts"' not in signed_in("dirk").get(home).content.decode()


def test_the_queue_costs_the_same_for_one_case_and_for_thirty(case, django_assert_max_num_queries):
    chandni = signed_in("chandni")
    for _number in range(30):
        actions.receive(
            subject=case.subject, right=Right.ACCESS, details={}, language="nl", by=Actor.subject(case.subject_id, "A1")
        )
    chandni.get(reverse("casework:index"))
    with django_assert_max_num_queries(16):
        chandni.get(reverse("casework:index"))
