"""Somebody else reads Alma's mail. She stops all access, from the page or by the link of a mail."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import OutboxMessage
from tests.self_service.mailbox import letter
from tests.self_service.test_sign_in import address, ask, is_in, type_code
from tests.support.customers import ALMA, BAS, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    return person(ALMA)


@pytest.fixture
def thief(alma):
    return sign_in(Client(), alma)


def path_of(alma) -> str:
    return "/" + link_to_stop(alma, "nl").split("/", 3)[3]


def press_button(client: Client, alma):
    client.get(path_of(alma), follow=True)
    return client.post(address("not_me"))


def test_from_the_page_every_session_ends_at_once(client, alma, thief):
    sign_in(client, alma)
    assert address("stop_access") in client.get(address("security")).content.decode()
    assert client.get(address("stop_access")).status_code == 200 and is_in(thief), "looking at the page does nothing"
    answer = client.post(address("stop_access"), follow=True)
    assert "De toegang is gestopt" in answer.content.decode()
    assert not is_in(thief) and not is_in(client)
    assert entries_about(alma.id).first().actor_level == "A1"


@pytest.mark.security("V-11")
def test_by_the_link_it_takes_a_second_and_no_sign_in(client, alma, thief):
    assert press_button(client, alma).url == address("access_stopped")
    assert not is_in(thief)
    ask(client)
    assert "veiligheid gestopt" in type_code(client, letter(ALMA).code).content.decode()


@pytest.mark.security("V-05", "V-11")
def test_opening_the_link_does_nothing_and_leaves_no_token(client, alma, thief):
    for _ in range(10):
        answer = client.get(path_of(alma))
        assert answer["Referrer-Policy"] == "no-referrer" and answer.url == address("not_me")
        page = client.get(answer.url).content.decode()
    assert "Was jij dit niet?" in page and is_in(thief)


def test_she_and_the_desk_hear_of_it_once_and_the_desk_reads_no_name(client, alma, monkeypatch):
    from privacy_portal.processing_register.queries import controller

    desk = controller("nl")
    desk = type(desk)(name="Venue", privacy_email="desk@example.org")
    monkeypatch.setattr("privacy_portal.self_service.security.contact.controller", lambda language: desk)
    for _ in range(2):
        press_button(Client(), alma)
    mails = {message.content["to"]: message.content for message in OutboxMessage.objects.all()}
    assert set(mails) == {ALMA, "desk@example.org"} and OutboxMessage.objects.count() == 2
    assert str(alma.id) in mails["desk@example.org"]["text"] and ALMA not in mails["desk@example.org"]["text"]
    assert "desk@example.org" in mails[ALMA]["text"]


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"privacy_email": "desk@example.org", "dpo_email": "fg@example.org"}, "desk@example.org"),
        ({"dpo_email": "fg@example.org", "email": "info@example.org"}, "fg@example.org"),
        ({"email": "info@example.org"}, "info@example.org"),
        ({}, "site@example.org"),
    ],
)
def test_somebody_is_always_told(client, alma, monkeypatch, settings, stated, told):
    from privacy_portal.processing_register.queries import controller

    known = type(controller("nl"))(name="Venue", **stated)
    monkeypatch.setattr("privacy_portal.self_service.security.contact.controller", lambda language: known)
    settings.DEFAULT_FROM_EMAIL = "The venue <site@example.org>"
    press_button(client, alma)
    assert OutboxMessage.objects.get(template="access_stopped_desk").content["to"] == told


def test_it_stops_nobody_else(client, alma):
    bas = sign_in(Client(), person(BAS))
    press_button(client, alma)
    assert is_in(bas)


@pytest.mark.parametrize("token", ["x", "a:b:c", "é"])
def test_a_made_up_link_stops_nobody(client, alma, thief, token):
    page = client.get(address("not_me_link", token), follow=True)
    assert "werkt niet meer" in page.content.decode()
    assert client.post(address("not_me")).status_code == 200 and is_in(thief)


def test_after_sixty_days_the_link_is_over(client, alma):
    path = path_of(alma)
    with time_machine.travel(timezone.now() + timedelta(days=60, minutes=1)):
        assert "werkt niet meer" in client.get(path, follow=True).content.decode()


def test_a_link_to_sign_in_cannot_stop_and_one_to_stop_cannot_sign_in(client, alma, thief):
    ask(client)
    client.get(letter(ALMA).path)
    assert client.post(address("not_me")).status_code == 200 and is_in(thief)
    client.get(path_of(alma))
    client.post(address("sign_in_confirm"))
    assert not is_in(client)


def test_the_desk_opens_access_again(client, alma):
    press_button(client, alma)
    call_command("unfreeze_data_subject", "Alma@example.org")
    assert not DataSubject.objects.get().is_frozen
    ask(client)
    type_code(client, letter(ALMA).code)
    assert is_in(client)


@pytest.mark.parametrize("email", [ALMA, "nobody@example.org", "nonsense"])
def test_opening_what_is_not_stopped_says_so(alma, email):
    with pytest.raises(CommandError):
        call_command("unfreeze_data_subject", email)
