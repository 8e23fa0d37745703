"""The same thing at the very same moment, on real connections: the database counts (SECURITY V-03, V-04, R-05)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from privacy_portal.data_subjects import actions
from privacy_portal.data_subjects.codes import new_token
from privacy_portal.data_subjects.confirming import Confirmation
from privacy_portal.data_subjects.enums import Method, Outcome
from privacy_portal.data_subjects.limits import allow
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, EmailChallenge
from privacy_portal.data_subjects.sessions import begin
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
