"""Enough is enough, whoever asks and from wherever (SECURITY R-01, R-04, R-05)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from cms.logs import JsonFormatter
from privacy_portal.data_subjects.actions import request_challenge
from privacy_portal.data_subjects.client_address import client_address, network_of
from privacy_portal.data_subjects.codes import new_token
from privacy_portal.data_subjects.limits import LIMITS, allow, within
from privacy_portal.data_subjects.models import LimitCounter
from privacy_portal.evidence.models import OutboxMessage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


@pytest.mark.django_db
def test_it_counts_to_the_limit_and_starts_anew_when_the_window_closes():
    def three(now):
        return allow("scope", "alma", limit=3, per=QUARTER, now=now)

    assert [three(NOW) for _ in range(5)] == [True, True, True, False, False]
    assert not three(NOW + QUARTER - timedelta(seconds=1))
    assert three(NOW + QUARTER)
    assert LimitCounter.objects.get().count == 1


@pytest.mark.django_db
def test_one_person_s_limit_is_not_another_s_and_nobody_is_named():
    assert allow("scope", "alma@example.org", limit=1, per=QUARTER, now=NOW)
    assert allow("scope", "bas@example.org", limit=1, per=QUARTER, now=NOW)
    assert allow("other", "alma@example.org", limit=1, per=QUARTER, now=NOW)
    assert not allow("scope", "alma@example.org", limit=1, per=QUARTER, now=NOW)
    assert "alma" not in str(list(LimitCounter.objects.values()))


@pytest.mark.django_db
def test_an_operator_may_set_another_number(settings):
    settings.CUSTOMER_LIMITS = {"challenge-per-ip": 1}
    assert within("challenge-per-ip", "192.0.2.1", now=NOW)
    assert not within("challenge-per-ip", "192.0.2.1", now=NOW)


@pytest.mark.django_db
@pytest.mark.security("ASVS 16.3.3")
@pytest.mark.parametrize("scope", LIMITS)
def test_one_too_many_is_logged_by_the_name_of_its_limit_and_nobody_s(scope, settings, caplog):
    settings.CUSTOMER_LIMITS = {scope: 1}
    assert within(scope, "alma@example.org", now=NOW) and not caplog.records
    assert not within(scope, "alma@example.org", now=NOW)
    [line] = caplog.records
    told = JsonFormatter().format(line)
    assert f'"event": "limit.{scope}"' in told and "alma" not in told


def ask(email: str, ip: str, now: datetime) -> bool:
    """Whether a mail went."""
    before = OutboxMessage.objects.count()
    request_challenge(email=email, language="nl", nonce=new_token(), ip=ip, now=now)
    return OutboxMessage.objects.count() > before


# SECURITY R-01, read aloud: how many mails go when 400 are asked for at once, and who stands in the way.
TABLE = [
    ("one address, many places", lambda n: "alma@example.org", lambda n: f"192.0.2.{n}", 3),
    ("many addresses, one place", lambda n: f"a{n}@example.org", lambda n: "192.0.2.1", 10),
    ("many addresses, one IPv6 network", lambda n: f"a{n}@example.org", lambda n: f"2001:db8::{n:x}", 10),
]


@pytest.mark.security("R-01", "ASVS 2.4.1")
@pytest.mark.django_db
@pytest.mark.parametrize(("case", "email", "ip", "most"), TABLE, ids=[row[0] for row in TABLE])
def test_the_limits_of_a_challenge(case, email, ip, most):
    assert sum(ask(email(n), ip(n), NOW) for n in range(1, 20)) == most


@pytest.mark.security("R-01")
@pytest.mark.django_db
def test_eight_a_day_for_one_address():
    moments = [NOW + n * timedelta(minutes=20) for n in range(12)]
    assert sum(ask("alma@example.org", f"192.0.2.{n}", moment) for n, moment in enumerate(moments)) == 8
    assert ask("alma@example.org", "192.0.2.99", NOW + timedelta(days=1))


@pytest.mark.security("R-01")
@pytest.mark.django_db
def test_everybody_together_stays_below_300_a_minute(settings):
    settings.CUSTOMER_LIMITS = {"challenge-in-all": 4}
    assert LIMITS["challenge-in-all"].limit == 300 and LIMITS["challenge-in-all"].per == timedelta(minutes=1)
    assert sum(ask(f"a{n}@example.org", f"192.0.2.{n}", NOW) for n in range(8)) == 4
    assert ask("later@example.org", "192.0.2.200", NOW + timedelta(minutes=1))


@pytest.mark.django_db
def test_who_is_over_the_limit_of_a_place_cannot_use_up_the_limit_of_a_person():
    for n in range(10):
        ask(f"a{n}@example.org", "192.0.2.1", NOW)
    for _ in range(10):
        ask("alma@example.org", "192.0.2.1", NOW)
    assert ask("alma@example.org", "198.51.100.1", NOW)


# --- where a request comes from

FORWARDED = [
    # trusted proxies, REMOTE_ADDR, X-Forwarded-For, whom we believe
    (0, "192.0.2.1", "", "192.0.2.1"),
    (0, "192.0.2.1", "6.6.6.6", "192.0.2.1"),
    (1, "10.0.0.1", "192.0.2.1", "192.0.2.1"),
    (1, "10.0.0.1", "6.6.6.6, 192.0.2.1", "192.0.2.1"),
    (2, "10.0.0.1", "6.6.6.6, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
    (1, "10.0.0.1", "", "10.0.0.1"),
    (1, "10.0.0.1", " , 6.6.6.6 ,192.0.2.1 ", "192.0.2.1"),
]


@pytest.mark.security("R-04", "ASVS 4.1.3", "ASVS 15.3.4")
@pytest.mark.parametrize(("proxies", "remote", "forwarded", "believed"), FORWARDED)
def test_a_spoofed_header_changes_nothing(settings, proxies, remote, forwarded, believed):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    assert client_address(request) == believed


@pytest.mark.security("R-04")
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_limit_is_for_a_network_one_customer_has(address, network):
    assert network_of(address) == network
