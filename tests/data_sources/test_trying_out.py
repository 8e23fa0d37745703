"""Chandni presses “Test”: the source behaves badly in every way, and she reads in plain words what is wrong."""

import time

import pytest
from django.core.cache import cache
from django.utils import translation

from privacy_portal.data_sources import breaker
from privacy_portal.data_sources.contract import Health
from privacy_portal.data_sources.events import TESTED
from privacy_portal.data_sources.mailchimp.api import Audience, Configuration
from privacy_portal.data_sources.mailchimp.source import MailchimpSource
from privacy_portal.data_sources.testing import SLOW, Verdict, try_out, verdict_of
from privacy_portal.data_sources.ticketing.source import TicketingSource
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from tests.support.outside.mailchimp import KEY, LIST, mailchimp

from .test_mailchimp import QUICK
from .test_outside_client import server_tls
from .ticket_shop import NOW

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    yield
    cache.clear()


def source_at(url: str, list_id: str = LIST) -> MailchimpSource:
    return MailchimpSource(Audience(Configuration(KEY, list_id, url), QUICK))


def tried(url: str, **more) -> Verdict:
    return try_out(source_at(url), by=BY, now=NOW, **more).verdict


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("", Verdict.FINE),
        ("reset", Verdict.BROKE_OFF),
        ("half", Verdict.BROKE_OFF),
        ("drip body", Verdict.TOO_SLOW),
        ("not http", Verdict.SOMETHING_ELSE),
        ("broken json", Verdict.SOMETHING_ELSE),
        ("html", Verdict.SOMETHING_ELSE),
        ("huge", Verdict.SOMETHING_ELSE),
        ("rate limit", Verdict.BUSY),
        ("long rate limit", Verdict.BUSY),
        ("server error", Verdict.OUT_OF_ORDER),
        ("redirect", Verdict.ELSEWHERE),
        ("locked out", Verdict.NOT_LET_IN),
        ("forbidden", Verdict.NOT_LET_IN),
    ],
)
def test_each_fault_has_its_own_words(fault, verdict):
    with mailchimp() as (_state, outside):
        outside.fault = fault
        result = tried(outside.url)
    assert result == verdict
    with translation.override("en"):
        assert "alma" not in str(result.label)


def test_it_waits_no_longer_than_the_deadline():
    with mailchimp() as (_state, outside):
        outside.fault, start = "hang", time.monotonic()
        assert tried(outside.url, within=0.3) == Verdict.TOO_SLOW
        assert time.monotonic() - start < 1


def test_nothing_there_an_unknown_name_and_an_unknown_list():
    with mailchimp() as (_state, outside):
        url = outside.url
        unknown_list = source_at(url, "unknown")
        assert try_out(unknown_list, by=BY, now=NOW).verdict == Verdict.SAID_NO
    assert tried(url) == Verdict.REFUSED_CONNECTION
    assert tried("https://nowhere.invalid") == Verdict.UNKNOWN_NAME


def test_a_certificate_nobody_vouches_for(tmp_path):
    from tests.support.outside.server import running

    with running(lambda asked: (200, {}), tls=server_tls(tmp_path)) as server:
        assert tried(server.url) == Verdict.CERTIFICATE
        assert server.asked == [], "nothing was sent"


def test_a_slow_answer_is_told():
    assert verdict_of(Health(ok=True), SLOW + 0.1) == Verdict.SLOWLY
    assert verdict_of(Health(ok=False, detail="never seen before"), 0.1) == Verdict.FAILED


def test_a_source_that_works_again_is_asked_again_at_once():
    breaker.failed("mailchimp", NOW)
    with mailchimp() as (_state, outside):
        outside.fault = "server error"
        tried(outside.url)
        assert breaker.resting_until("mailchimp", NOW)
        outside.fault = ""
        tried(outside.url)
    assert breaker.resting_until("mailchimp", NOW) is None
    assert breaker.seen("mailchimp") == (NOW, NOW)


def test_what_this_site_keeps_itself_is_tried_in_its_own_database():
    assert try_out(TicketingSource(), by=BY, now=NOW).verdict == Verdict.FINE


def test_the_ledger_knows_that_it_was_tried_and_no_more():
    tried("http://127.0.0.1:1")
    [entry] = LedgerEntry.objects.filter(event=TESTED)
    assert "refused-connection" in entry.facts_json and KEY not in entry.facts_json
