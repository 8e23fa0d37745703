"""Alma's provider says that her mailbox is gone. Whoever gets that address next is not Alma."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.models import ConsentRecord
from privacy_portal.consent.policy_notices.models import PolicySubscription
from privacy_portal.data_subjects.identifiers import emails_of
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.delivery import send_due
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.evidence.outbox import post_mail
from privacy_portal.evidence.returned_mail.reading import take_in
from tests.evidence.mail_server import mail_server
from tests.evidence.test_returned_mail import bounce, complaint, sent_to
from tests.self_service.mailbox import letter
from tests.self_service.test_sign_in import ask, type_code
from tests.support.customers import ALMA, BAS, known_by, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.security("H-08")]


@pytest.fixture
def alma():
    return person(ALMA)


def send(settings, to: str, answer: str) -> OutboxMessage:
    context = {"code": "AAA-BBB-CCC", "link": "x", "minutes": 15}
    with mail_server(settings, answer=answer):
        message = post_mail(to=to, template="sign_in", context=context, language="nl")
        send_due(now=timezone.now())
    message.refresh_from_db()
    return message


def returns(subject) -> int:
    return entries_about(subject.pk).filter(event="data_subject.address_returned").count()


def test_H08_refused_at_the_door_the_address_is_no_longer_proven(settings, alma):
    bas = person(BAS)
    message = send(settings, ALMA, "550 5.1.1 no such user")
    assert message.state == "failed"
    assert emails_of(alma) == [] and emails_of(bas) == [BAS]
    assert returns(alma) == 1 and returns(bas) == 0


@pytest.mark.parametrize("answer", ["550 5.7.1 spam", "451 4.2.2 later", "554 no"])
def test_H08_refused_for_what_we_sent_or_for_now_it_stays(settings, alma, answer):
    send(settings, ALMA, answer)
    assert emails_of(alma) == [ALMA] and returns(alma) == 0


def test_H08_returned_later_the_sessions_it_opened_end_and_others_stay(alma):
    client, other = sign_in(Client(), alma), sign_in(Client(), alma)
    second = known_by(alma, "alma@home.example", since=timezone.now())
    CustomerSession.objects.filter(pk=CustomerSession.objects.latest("started_at").pk).update(address=second)
    assert take_in(bounce(ALMA), now=timezone.now()) == 1
    home = reverse("self_service:home")
    assert client.get(home).status_code == 302 and other.get(home).status_code == 200
    assert emails_of(alma) == ["alma@home.example"]


def test_H08_twice_is_once(alma):
    for _time in range(2):
        take_in(bounce(ALMA), now=timezone.now())
    assert returns(alma) == 1


def test_H08_who_reads_it_after_all_proves_it_again_by_signing_in(client, alma):
    take_in(bounce(ALMA), now=timezone.now())
    ask(client)
    type_code(client, letter(ALMA).code)
    assert emails_of(alma) == [ALMA]


def test_H08_a_complaint_takes_no_proof_away_and_stops_the_notices(alma):
    set_choice(
        subject=alma,
        key="policy-notices",
        on=True,
        by=Actor.subject(alma.pk, "A1"),
        method=Method.PORTAL,
        language="nl",
    )
    assert PolicySubscription.objects.confirmed().exists()
    take_in(complaint(sent_to(ALMA)), now=timezone.now())
    assert emails_of(alma) == [ALMA] and not PolicySubscription.objects.exists()
    assert ConsentRecord.objects.filter(subject=alma).latest("position").method == Method.RETURNED


def test_H08_nobody_s_address_is_nobody_s(alma):
    assert take_in(bounce("nobody@example.org"), now=timezone.now()) == 1
    assert emails_of(alma) == [ALMA] and mail.outbox == []
