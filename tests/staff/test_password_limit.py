"""Five wrong passwords for one account from one network, then a quarter of an hour (SECURITY R-02, R-04, R-05)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cms.staff.models import User
from privacy_portal.evidence.models import LedgerEntry
from tests.support.races import race
from tests.support.staff import member_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
RIGHT, WRONG = "vier gewone woorden", "vijf verkeerde woorden"
WAIT, NO = "Wacht een kwartier", "horen niet bij elkaar"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture(autouse=True)
def chandni() -> User:
    return with_password("chandni@example.org")


def with_password(email: str) -> User:
    user = member_of("", email=email)
    user.set_password(RIGHT)
    user.save()
    return user


def give(word: str, *, email: str = "chandni@example.org", ip: str = "192.0.2.1", **headers: str):
    return Client(headers=headers).post(reverse("staff:login"), {"email": email, "password": word}, REMOTE_ADDR=ip)


def wrong_five_times(**more) -> None:
    for _ in range(5):
        assert NO in give(WRONG, **more).text


def test_R02_the_sixth_has_to_wait_even_with_the_right_password_and_is_told_so(clock):
    wrong_five_times()
    page = give(RIGHT)
    assert page.status_code == 200 and WAIT in page.text
    clock.shift(15 * 60 + 1)
    assert give(RIGHT).status_code == 302


def test_R02_nobody_can_lock_a_colleague_out():
    wrong_five_times()
    assert give(RIGHT, ip="192.0.2.99").status_code == 302, "she herself, elsewhere"
    with_password("bas@example.org")
    assert give(RIGHT, email="bas@example.org").status_code == 302, "somebody else, here"


@pytest.mark.parametrize("email", ["Chandni@Example.org", " chandni@example.org", "CHANDNI@EXAMPLE.ORG"])
def test_R02_the_same_account_in_other_letters_is_the_same_account(email):
    wrong_five_times()
    assert WAIT in give(WRONG, email=email).text


def test_R02_an_account_that_does_not_exist_waits_just_the_same():
    wrong_five_times(email="nobody@example.org")
    assert WAIT in give(WRONG, email="nobody@example.org").text


def test_R02_the_right_password_starts_the_count_anew():
    for _ in range(3):
        for _ in range(4):
            give(WRONG)
        assert give(RIGHT).status_code == 302


def test_R02_the_ledger_tells_once_and_names_nobody(caplog):
    wrong_five_times()
    for _ in range(4):
        give(WRONG)
    entry = LedgerEntry.objects.get(event="staff.sign_in_held")
    assert (entry.actor_kind, entry.actor_reference, entry.target) == ("visitor", "", "")
    assert [record.message for record in caplog.records].count("staff sign-in is held: too many wrong passwords") == 1
    assert "chandni" not in caplog.text and "192.0.2.1" not in caplog.text


@pytest.mark.parametrize(
    ("proxies", "ip", "forwarded"),
    [(0, "192.0.2.1", "6.6.6.{}"), (1, "10.0.0.1", "6.6.6.{}, 192.0.2.1"), (0, "2001:db8:1:2::{}", "")],
)
def test_R04_another_address_that_one_makes_up_is_no_way_around(settings, proxies, ip, forwarded):
    settings.TRUSTED_PROXIES = proxies
    for number in range(5):
        header = {"x-forwarded-for": forwarded.format(number)} if forwarded else {}
        give(WRONG, ip=ip.format(number), **header)
    header = {"x-forwarded-for": forwarded.format(6)} if forwarded else {}
    assert WAIT in give(RIGHT, ip=ip.format(6), **header).text


@pytest.mark.django_db(transaction=True)
def test_R05_twelve_at_once_get_five_guesses(tmp_path):
    with_password("chandni@example.org")

    def guesses() -> int:
        return LedgerEntry.objects.filter(event="staff.sign_in_failed").count()

    *pages, counted = race(lambda number: give(WRONG).text, 12, tmp_path, then=guesses)
    assert counted == 5
    assert sum(WAIT in page for page in pages) == 7
