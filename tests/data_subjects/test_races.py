"""The same thing at the very same moment, on real connections: the database counts (SECURITY V-03, V-04, R-05)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from privacy_portal.data_subjects import actions
from privacy_portal.data_subjects.addresses.changing import AddressRefused, change_address
from privacy_portal.data_subjects.addresses.enums import Purpose, Refusal
from privacy_portal.data_subjects.addresses.models import AddressProof
from privacy_portal.data_subjects.addresses.proving import ask_proof, try_code
from privacy_portal.data_subjects.codes import new_token
from privacy_portal.data_subjects.confirming import Confirmation
from privacy_portal.data_subjects.enums import Method, Outcome
from privacy_portal.data_subjects.limits import allow
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, EmailChallenge, Identifier
from privacy_portal.data_subjects.sessions import begin
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import OutboxMessage
from tests.self_service.mailbox import letter, letters
from tests.support.customers import ALMA, person
from tests.support.races import race

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def ask(email: str = ALMA) -> str:
    """The nonce of the browser that asked."""
    nonce = new_token()
    actions.request_challenge(email=email, language="nl", nonce=nonce, now=timezone.now())
    return nonce


def outcomes(results: list) -> list[Outcome]:
    for result in results:
        assert isinstance(result, Confirmation), result
    return [result.outcome for result in results]


@pytest.mark.security("V-03", "ASVS 15.4.1")
def test_of_many_guesses_at_once_five_are_looked_at(tmp_path):
    nonce = ask()
    *results, left = race(
        lambda n: actions.confirm_code(nonce=nonce, code=f"{n:09}"),
        12,
        tmp_path,
        then=lambda: EmailChallenge.objects.get().tries_left,
    )
    looked_at = [result for result in results if result.tries_left or result.outcome is Outcome.WRONG]
    assert left == 0 and len(looked_at) <= 5
    assert outcomes(results).count(Outcome.WRONG) == 4, "the fifth says that it was the last"
    assert Outcome.CONFIRMED not in outcomes(results)


@pytest.mark.security("V-03")
def test_one_code_typed_in_many_tabs_at_once_is_one_session(tmp_path):
    nonce = ask()
    code = letter(ALMA).code
    *results, sessions = race(
        lambda n: actions.confirm_code(nonce=nonce, code=code), 4, tmp_path, then=CustomerSession.objects.count
    )
    assert outcomes(results).count(Outcome.CONFIRMED) == 1 and sessions == 1


@pytest.mark.security("V-04")
def test_one_link_pressed_twice_at_once_is_one_session(tmp_path):
    ask()
    token = letter(ALMA).token
    *results, sessions = race(
        lambda n: actions.confirm_link(token=token), 2, tmp_path, then=CustomerSession.objects.count
    )
    assert sorted(outcomes(results)) == [Outcome.CONFIRMED, Outcome.USED] and sessions == 1


def test_code_and_link_at_once_are_one_session(tmp_path):
    nonce = ask()
    mail = letter(ALMA)
    ways = [lambda: actions.confirm_code(nonce=nonce, code=mail.code), lambda: actions.confirm_link(token=mail.token)]
    *results, sessions = race(lambda n: ways[n](), 2, tmp_path, then=CustomerSession.objects.count)
    assert outcomes(results).count(Outcome.CONFIRMED) == 1 and sessions == 1


def test_a_new_address_confirmed_on_two_devices_at_once_is_one_person(tmp_path):
    ask()
    ask()
    tokens = [mail.token for mail in letters(ALMA)]
    *results, people = race(
        lambda n: actions.confirm_link(token=tokens[n]), 2, tmp_path, then=DataSubject.objects.count
    )
    assert outcomes(results) == [Outcome.CONFIRMED] * 2 and people == 1


@pytest.mark.security("R-05")
def test_fifty_at_once_let_not_one_more_through(tmp_path):
    """A limit that is new, and one whose window has just closed."""
    per = timedelta(minutes=15)

    def three(now):
        return allow("scope", "alma", limit=3, per=per, now=now)

    results = race(lambda n: three(NOW), 50, tmp_path)
    assert results.count(True) == 3 and results.count(False) == 47
    three(NOW)
    assert race(lambda n: three(NOW + per), 20, tmp_path).count(True) == 3


def test_two_tabs_writing_drafts_at_once_lose_nothing(tmp_path):
    session, _token = begin(person(ALMA), method=Method.CODE, now=timezone.now())

    def write(number: int) -> None:
        CustomerSession.objects.get(pk=session.pk).put(f"draft-{number}", number)

    *errors, data = race(write, 6, tmp_path, then=lambda: CustomerSession.objects.get().data)
    assert errors == [None] * 6
    assert data == {f"draft-{number}": number for number in range(6)}


def test_V11_one_code_for_another_address_typed_in_many_tabs_at_once_is_one_proof(tmp_path):
    """SECURITY V-04: the database spends it, so nothing that follows on it can happen twice."""
    subject = person(ALMA)
    session, _token = begin(subject, method=Method.CODE, now=timezone.now())
    by = Actor.subject(subject.pk, "A3")
    ask_proof(session, email="new@example.org", purpose=Purpose.CHANGE, language="nl", by=by, now=timezone.now())
    sent = " ".join([*(each.body for each in mail.outbox), *(row.content["text"] for row in waiting_proofs())])
    code = re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b", sent)[0]
    *results, left = race(
        lambda n: try_code(session, code=code, now=timezone.now()),
        4,
        tmp_path,
        then=AddressProof.objects.unspent().count,
    )
    assert [result.outcome for result in results].count(Outcome.CONFIRMED) == 1, results
    assert left == 0


def test_A08_two_people_who_prove_one_address_at_once_are_one_owner(tmp_path):
    """The unique index lets one in; the other is refused, and nobody is merged."""
    people = [person(email) for email in (ALMA, "bas@example.org")]

    def change(number: int):
        subject = people[number]
        by = Actor.subject(subject.pk, "A3")
        try:
            return change_address(subject, to="new@example.org", session=None, by=by, now=timezone.now())
        except AddressRefused as refused:
            return refused.reason

    *results, owners = race(change, 2, tmp_path, then=lambda: Identifier.objects.filter(replaced_at=None).count())
    assert results.count(Refusal.TAKEN) == 1, results
    assert owners == 2, "one at the new address, the other still at the old"


def waiting_proofs():
    return OutboxMessage.objects.pending().filter(template="address_proof")
