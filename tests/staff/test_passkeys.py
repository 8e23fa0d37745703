"""A passkey beside the app: made after a code, used after the password, never the only thing between two factors."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_otp_webauthn.models import WebAuthnCredential

from cms.staff.demo import current_token
from cms.staff.devices import TotpDevice
from cms.staff.models import StaffSession, User
from privacy_portal.evidence.models import LedgerEntry
from tests.support.passkeys import Passkey
from tests.support.races import race
from tests.support.staff import member_of, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
PASSWORD = "vier gewone woorden"
ADD, ASK, ANSWER = "staff:passkey_add", "staff:passkey_ask", "staff:passkey_answer"
REGISTER, REGISTERED = "staff:passkey_register", "staff:passkey_registered"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def chandni() -> User:
    return with_password("chandni@example.org")


@pytest.fixture
def here() -> Client:
    """A browser at the address that passkeys are for."""
    return browser()


def browser() -> Client:
    return Client(headers={"host": "localhost:8000"})


def with_password(email: str) -> User:
    user = member_of("", email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def post(client: Client, name: str, data=None):
    return client.post(reverse(name), data or {}, content_type="application/json")


def code(user: User, **more) -> dict:
    return {"device": TotpDevice.objects.get(user=user).persistent_id, "token": current_token(user), **more}


def make(user: User, name: str = "Laptop", key: Passkey | None = None) -> Passkey:
    key, client = key or Passkey(), signed_in(user, browser())
    assert client.post(reverse(ADD), code(user, name=name)).status_code == 302
    assert post(client, REGISTERED, key.made(post(client, REGISTER).json())).status_code == 200
    return key


def password(client: Client, user: User) -> Client:
    client.post(reverse("staff:login"), {"email": user.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/beheer/").status_code == 200


def events() -> list[str]:
    return list(LedgerEntry.objects.filter(event__startswith="staff.").order_by("seq").values_list("event", flat=True))


def test_A01_made_after_a_code_and_used_after_the_password(here, chandni, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        key = make(chandni)
    assert WebAuthnCredential.objects.get().name == "Laptop"
    assert mail.outbox[0].to == [chandni.email] and "Laptop" in mail.outbox[0].body
    page = password(here, chandni).get(reverse("staff:verify"))
    assert 'id="passkey-verification-placeholder"' in page.text
    assert 'name="token"' in page.text, "a code works as well, also without a script"
    answer = post(here, ANSWER, key.answer(post(here, ASK).json()))
    assert answer.json()["redirect_url"] == "/beheer/"
    assert is_in(here)
    assert events()[-2:] == ["staff.passkey_added", "staff.signed_in"]
    assert '"with":"passkey"' in LedgerEntry.objects.get(event="staff.signed_in").facts_json
    assert StaffSession.objects.count() == 2


def test_A01_the_pages_strict_policy_lets_the_script_run(here, chandni):
    make(chandni)
    page = password(here, chandni).get(reverse("staff:verify"))
    assert "script-src 'self'" in page["Content-Security-Policy"].split("; ")
    assert "<script>" not in page.text and "onclick" not in page.text
    words = here.get(reverse("staff:passkey_words"), headers={"accept-language": "nl"})
    assert words["Content-Type"].startswith("text/javascript") and "gettext" in words.text


def test_A01_a_passkey_alone_opens_nothing(here, chandni):
    key = make(chandni)
    assert post(here, ASK).status_code == 403
    assert post(here, ANSWER, key.answer({"challenge": "AAAA"})).status_code == 403


def test_A01_none_is_made_without_a_code_given_just_now(chandni, clock):
    client = signed_in(chandni, browser())
    assert post(client, REGISTER).status_code == 403
    assert "Deze code klopt niet" in client.post(reverse(ADD), code(chandni, name="x") | {"token": "000000"}).text
    assert post(client, REGISTER).status_code == 403
    clock.shift(2)
    client.post(reverse(ADD), code(chandni, name="x"))
    clock.shift(301)
    assert post(client, REGISTER).status_code == 403
    assert not WebAuthnCredential.objects.exists()


def test_A01_none_is_made_with_the_password_alone(here, chandni):
    assert post(password(here, chandni), REGISTER).url == reverse("staff:login")


def test_A02_an_answer_works_once(here, chandni):
    key = make(chandni)
    answer = key.answer(post(password(here, chandni), ASK).json())
    assert post(here, ANSWER, answer).status_code == 200
    again = password(browser(), chandni)
    assert post(again, ANSWER, answer).status_code == 400, "no challenge is open"
    post(again, ASK)
    assert post(again, ANSWER, answer).status_code == 422, "another challenge is"
    assert not is_in(again)
    assert events().count("staff.sign_in_failed") == 2


LIES = {
    "another site": Passkey(origin="https://beheer.evil.example"),
    "another domain": Passkey(domain="evil.example"),
    "a key nobody knows": Passkey(),
}


@pytest.mark.parametrize("lie", LIES)
def test_A01_an_answer_that_is_not_from_here_is_refused(here, chandni, lie):
    key, liar = make(chandni), LIES[lie]
    if lie != "a key nobody knows":
        liar.id, liar.key = key.id, key.key
    answer = post(here, ANSWER, liar.answer(post(password(here, chandni), ASK).json()))
    assert answer.status_code in {404, 422}
    assert not is_in(here)


def test_A01_an_answer_signed_by_another_key_is_refused(here, chandni):
    liar = Passkey()
    liar.id = make(chandni).id
    assert post(here, ANSWER, liar.answer(post(password(here, chandni), ASK).json())).status_code == 422
    assert not is_in(here)


def test_A01_the_passkey_of_a_colleague_is_not_ones_own(here, chandni):
    key = make(with_password("bas@example.org"))
    make(chandni)
    assert post(here, ANSWER, key.answer(post(password(here, chandni), ASK).json())).status_code == 403
    assert not is_in(here)


@pytest.mark.parametrize("rubbish", [[], {}, {"id": 1}, {"id": "a", "rawId": "a", "response": [], "type": "x"}])
def test_rubbish_is_an_error_of_whoever_sends_it(here, chandni, rubbish):
    make(chandni)
    post(password(here, chandni), ASK)
    answer = here.post(reverse(ANSWER), rubbish, content_type="application/json")
    assert 400 <= answer.status_code < 500


def test_A05_a_closed_account_stays_out(here, chandni):
    key = make(chandni)
    options = post(password(here, chandni), ASK).json()
    User.objects.update(is_active=False)
    assert post(here, ANSWER, key.answer(options)).status_code == 403


def test_ones_own_passkeys_are_listed_named_and_removed_with_a_code(chandni, clock):
    make(chandni, "Laptop")
    key = WebAuthnCredential.objects.get()
    client, page = signed_in(chandni, browser()), reverse("staff:passkey", args=[key.pk])
    client.post(page, {"rename": "1", "rename-name": "Thuis & werk"})
    assert "Thuis &amp; werk" in client.get(reverse("staff:security")).text
    clock.shift(31)
    wrong = {f"remove-{name}": value for name, value in (code(chandni) | {"token": "000000"}).items()}
    assert "Deze code klopt niet" in client.post(page, {"remove": "1", **wrong}).text
    clock.shift(2)
    right = {f"remove-{name}": value for name, value in code(chandni).items()}
    assert client.post(page, {"remove": "1", **right}).status_code == 302
    assert not WebAuthnCredential.objects.exists()
    assert events()[-1] == "staff.passkey_removed"


def test_A01_the_last_factor_stays(chandni, clock):
    """Nobody can be without an app today; the day somebody can, this still holds."""
    make(chandni)
    from cms.staff.passkeys import actions

    key = WebAuthnCredential.objects.get()
    TotpDevice.objects.all().delete()
    with pytest.raises(actions.LastFactor):
        actions.remove(key, now=NOW)
    assert WebAuthnCredential.objects.exists()


def test_A08_the_passkey_of_a_colleague_is_not_found(chandni):
    make(with_password("bas@example.org"))
    page = reverse("staff:passkey", args=[WebAuthnCredential.objects.get().pk])
    assert signed_in(chandni, browser()).post(page, {"rename": "1", "rename-name": "x"}).status_code == 404


def test_A05_who_came_in_with_a_removed_passkey_is_out(here, chandni):
    key = make(chandni)
    post(here, ANSWER, key.answer(post(password(here, chandni), ASK).json()))
    assert is_in(here)
    WebAuthnCredential.objects.all().delete()
    assert not is_in(here)


def test_where_no_passkey_can_work_none_is_offered(client, chandni):
    make(chandni)
    assert "passkey-verification-placeholder" not in password(client, chandni).get(reverse("staff:verify")).text
    for host in ("testserver", "localhost:9999"):
        page = signed_in(chandni, Client(headers={"host": host})).get(reverse(ADD))
        assert "werken niet op dit adres" in page.text, host


@pytest.mark.django_db(transaction=True)
def test_A02_eight_answers_at_once_let_one_in(tmp_path):
    user = with_password("chandni@example.org")
    key, client = make(user), password(browser(), user)
    answer = key.answer(post(client, ASK).json())

    def send(_number: int) -> int:
        other = browser()
        other.cookies = client.cookies.copy()
        return post(other, ANSWER, answer).status_code

    *statuses, sessions = race(send, 8, tmp_path, then=lambda: StaffSession.objects.count())
    assert statuses.count(200) == 1 and set(statuses) <= {200, 400, 403}, statuses
    assert sessions == 2, "the one in which it was made, and the one that won"
