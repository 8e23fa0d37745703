"""Chandni refuses, with reasons and the way to complain, or takes longer, once and in time: through the case page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.rights_requests.by_hand.actions import ask, end
from privacy_portal.rights_requests.by_hand.enums import TaskState
from privacy_portal.rights_requests.by_hand.telling import told_of
from privacy_portal.rights_requests.enums import ExtensionReason, Ground, Status
from tests.processing_register.loaded import load_register
from tests.rights_requests.people import MONDAY, desk, in_progress

from .people import signed_in
from .test_case_page import act, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False):
        yield


@pytest.fixture
def case():
    return in_progress()


@pytest.fixture
def pressed(django_capture_on_commit_callbacks):
    """Press a button of the case page; gives the answer and the page as it is afterwards."""

    def press(case, verb, who="chandni", **fields):
        client = signed_in(who)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            response = act(client, case, verb, **fields)
        case.refresh_from_db()
        return response, client.get(page_of(case)).content.decode()

    return press


def errors(response, verb: str) -> dict:
    """Of the form that was sent."""
    return next(tool["form"].errors for tool in response.context["tools"] if tool["form"].prefix == verb)


def test_a_refusal_gives_ground_reasons_and_the_way_to_complain(case, pressed):
    response, page = pressed(case, "refuse", ground=Ground.EXCESSIVE, reason="Je vroeg dit vorige week ook.")
    assert response.status_code == 302
    assert case.status == Status.REFUSED
    assert (case.decision.ground, case.decision.text) == (Ground.EXCESSIVE, "Je vroeg dit vorige week ook.")
    assert "Je vroeg dit vorige week ook." in page
    assert "12(5)(b)" in page
    assert "18 december 2026" in page, "six weeks to object"
    assert 'id="refuse"' not in page, "a case is refused once"


def test_the_mail_of_a_refusal_says_where_to_object_and_complain_but_not_the_reasons(case, pressed):
    load_register()
    pressed(case, "refuse", ground=Ground.EXCESSIVE, reason="Je vroeg dit vorige week ook.")
    [message] = mail.outbox
    assert message.to == ["alma@example.org"]
    assert case.number in message.body
    assert "18 december 2026" in message.body
    assert "bezwaar" in message.body
    assert "https://www.autoriteitpersoonsgegevens.nl" in message.body
    assert "vorige week" not in message.body
    assert "vorige week" not in "".join(LedgerEntry.objects.values_list("facts_json", flat=True))


def test_a_ground_that_is_not_for_this_right_is_refused_at_its_field(case, pressed):
    response, _page = pressed(case, "refuse", ground=Ground.LEGAL_DUTY, reason="De wet.")
    assert errors(response, "refuse").keys() == {"ground"}
    assert case.status == Status.IN_PROGRESS
    assert mail.outbox == []


def test_extending_moves_the_date_by_two_months_and_tells_why(case, pressed):
    before = case.due_on
    response, page = pressed(case, "extend", reason=ExtensionReason.COMPLEX, explanation="Er zijn veel bestellingen.")
    assert response.status_code == 302
    assert case.due_on > before + timedelta(days=30)
    assert case.extension_reason == ExtensionReason.COMPLEX
    [message] = mail.outbox
    assert "2 februari 2027" in message.body
    assert "2 februari 2027" in page
    assert "veel bestellingen" not in message.body
    assert 'id="extend"' not in page, "the law gives one extension, so the page offers no second"


def test_the_law_allows_extending_once(case, pressed):
    pressed(case, "extend", reason=ExtensionReason.COMPLEX, explanation="Er zijn veel bestellingen.")
    before = case.due_on
    response, _page = pressed(case, "extend", reason=ExtensionReason.MANY, explanation="Nog meer bestellingen.")
    assert errors(response, "extend")["__all__"].as_data()[0].code == "extended"
    assert (case.due_on, case.extension_reason) == (before, ExtensionReason.COMPLEX)
    assert mail.outbox == []


def test_extending_without_an_explanation_is_refused_at_its_field(case, pressed):
    before = case.due_on
    response, _page = pressed(case, "extend", reason=ExtensionReason.MANY, explanation=" ")
    assert errors(response, "extend").keys() == {"explanation"}
    assert case.due_on == before
    assert mail.outbox == []


def test_after_a_month_it_is_too_late_to_extend(case, pressed):
    before = case.due_on
    with time_machine.travel(MONDAY + timedelta(days=40), tick=False):
        response, _page = pressed(case, "extend", reason=ExtensionReason.COMPLEX, explanation="Druk.")
    assert response.status_code == 200
    assert (case.due_on, case.extended_at) == (before, None)
    assert mail.outbox == []


def test_closing_warns_of_places_that_did_not_answer_and_says_what_it_means(case):
    """The forms that close a case, and no other."""
    ask(case.hand_tasks.get(source="keynius"), email="", question="", with_address=False, by=desk())
    end(case.hand_tasks.get(source="zalsman"), outcome=TaskState.NOTHING, answer="by phone", by=desk())
    response = signed_in("chandni").get(page_of(case))
    forms = {tool["verb"].name: tool["form"] for tool in response.context["tools"]}
    warned = {name for name, form in forms.items() if getattr(form, "unanswered", None)}
    assert warned == {"answer", "refuse"}
    page = " ".join(response.content.decode().split())
    assert "Keynius: gevraagd op 6 november 2026, antwoord nodig op 20 november 2026" in page
    assert "Ticketmaster: nog niet gevraagd" in page and "Zalsman Groningen: " not in page
    assert "vraagt of herinnert niemand ze nog" in page


def test_closing_without_their_answers_is_possible_and_the_person_reads_so(case, pressed):
    response, _page = pressed(case, "answer", text="Keynius antwoordde niet.")
    assert response.status_code == 302 and case.status == Status.ANSWERED
    told = {each.source: each.sentence for each in told_of(case, MONDAY.date())}
    assert "niet gevraagd" in told["keynius"]


def test_nothing_is_warned_of_when_every_place_answered(case):
    for task in case.hand_tasks.all():
        end(task, outcome=TaskState.NOT_NEEDED, answer="-", by=desk())
    response = signed_in("chandni").get(page_of(case))
    assert "vraagt of herinnert niemand ze nog" not in response.content.decode()


def test_extending_gives_time_to_whom_nobody_asked_yet_and_leaves_a_day_that_was_told(case, pressed):
    told = ask(case.hand_tasks.get(source="keynius"), email="", question="", with_address=False, by=desk())
    before = case.hand_tasks.get(source="zalsman").due_on
    _response, page = pressed(case, "extend", reason=ExtensionReason.COMPLEX, explanation="Veel bestellingen.")
    assert case.hand_tasks.get(source="zalsman").due_on == date(2026, 11, 20) > before
    assert case.hand_tasks.get(source="keynius").due_on == told.due_on
    assert "een dag die aan iemand verteld is, blijft staan" in page


@pytest.mark.parametrize("who", ["dirk", "lena", "farah", "otto"])
def test_nobody_but_the_desk_refuses_or_extends(case, pressed, who):
    pressed(case, "refuse", who=who, ground=Ground.EXCESSIVE, reason="Nee.")
    pressed(case, "extend", who=who, reason=ExtensionReason.COMPLEX, explanation="Druk.")
    assert (case.status, case.extended_at) == (Status.IN_PROGRESS, None)
    assert mail.outbox == []
