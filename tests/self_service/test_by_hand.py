"""Alma reads which organisations are asked by hand for her, until when, and what they said; Bas reads nothing of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from privacy_portal.rights_requests.by_hand.actions import ask, end
from privacy_portal.rights_requests.by_hand.enums import TaskState
from privacy_portal.rights_requests.models import HandTask
from tests.rights_requests.people import MONDAY, desk, in_progress
from tests.support.customers import BAS, person, sign_in

from .test_rights_requests_cases import address

pytestmark = pytest.mark.django_db
VIEW = "/mijn-gegevens/inzage/"


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def case():
    return in_progress(person=person(), right="access")


@pytest.fixture
def browser(case) -> Client:
    return sign_in(Client(), case.subject)


def section(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    start = html.index('aria-labelledby="by-hand"')
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[start : html.index("</section>", start)]))


def task(case, source: str) -> HandTask:
    return case.hand_tasks.get(source=source)


def answered(case, source: str, **more) -> HandTask:
    file = SimpleUploadedFile("kluisjes.txt", b"locker 12", "text/plain")
    found = end(
        task(case, source),
        outcome=TaskState.ANSWERED,
        answer="Kluisje 12",
        uploads=[file],
        by=desk(),
        now=MONDAY,
        **more,
    )
    return found


def test_both_pages_say_how_far_it_is(case, browser):
    ask(task(case, "keynius"), email="", question="", with_address=False, by=desk(), now=MONDAY)
    for path in (address("request", case.pk), VIEW):
        text = section(browser, path)
        assert "We vroegen het op 2 november 2026. We verwachten het antwoord uiterlijk op 16 november 2026." in text
        assert "We moeten het deze organisatie nog vragen." in text
    assert case.number in section(browser, VIEW)


def test_an_answer_that_is_late_is_said_to_be_late(case, browser):
    ask(task(case, "keynius"), email="", question="", with_address=False, by=desk(), now=MONDAY)
    HandTask.objects.update(due_on=MONDAY.date())
    assert "is te laat" in section(browser, address("request", case.pk))


def test_what_is_shown_can_be_read_and_taken_along(case, browser):
    [file] = answered(case, "keynius", is_shown=True).files.all()
    text = section(browser, address("request", case.pk))
    assert "Kluisje 12" in text and "kluisjes.txt" in text
    response = browser.get(address("request_attachment", file.pk))
    assert b"".join(response.streaming_content) == b"locker 12"


def test_what_is_not_shown_stays_at_the_desk(case, browser):
    [file] = answered(case, "keynius").files.all()
    page = browser.get(address("request", case.pk)).content.decode()
    assert "Kluisje 12" not in page and "kluisjes.txt" not in page
    assert browser.get(address("request_attachment", file.pk)).status_code == 404


def test_bas_reads_nothing_of_it(case):
    [file] = answered(case, "keynius", is_shown=True).files.all()
    bas = sign_in(Client(), person(BAS))
    assert bas.get(address("request", case.pk)).status_code == 404
    assert bas.get(address("request_attachment", file.pk)).status_code == 404
    assert "Beantwoord op" not in section(bas, VIEW)
