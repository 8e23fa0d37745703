"""Where an open mailbox is not enough: an order number with its postcode, or a fresh code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hmac import compare_digest

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import Field, Health, Record, Source, SourceUnavailable
from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.self_service.sign_in.proofs import Facts
from tests.self_service.mailbox import letter, letters
from tests.self_service.test_sign_in import address, type_code
from tests.support.customers import ALMA, person, sign_in

pytestmark = pytest.mark.django_db


class Shop(Source):
    """A ticket shop with one order; `down` makes it not answer."""

    key, label, processor_key = "shop", "Shop", "gentleware"
    capabilities = frozenset({Capability.COLLECT})
    down = False

    def check(self) -> Health:
        return Health(ok=not self.down)

    def collect(self, subject):
        if self.down:
            raise SourceUnavailable
        yield self.record("account", Field("postcode", "Postcode", "9712 AB", "postcode"))
        yield self.record("order", Field("number", "Order number", "D-5010", "order"))
        yield self.record("locker", Field("number", "Number", "117", "locker"))

    def record(self, kind, *fields):
        return Record("shop", kind, kind, kind, "ticket-order", fields, "shop", None, kind)


@pytest.fixture
def shop(monkeypatch):
    shop = Shop()
    monkeypatch.setattr(registry, "_SOURCES", {"shop": shop})
    return shop


@pytest.fixture
def alma():
    return person(ALMA)


@pytest.fixture
def browser(alma):
    return sign_in(Client(), alma)


def prove(browser, order: str, postcode: str, next_url: str = ""):
    return browser.post(f"{address('step_up')}?next={next_url}", {"order": order, "postcode": postcode})


def level(browser) -> Level:
    return browser.get(address("activity")).wsgi_request.level


@pytest.mark.parametrize(("order", "postcode"), [("D-5010", "9712 AB"), ("d5010", "9712ab"), (" D 5010 ", "9712-AB")])
def test_an_order_and_its_postcode_open_what_only_she_may_see(shop, browser, alma, order, postcode):
    before = browser.cookies[settings.CUSTOMER_COOKIE_NAME].value
    assert prove(browser, order, postcode, address("security")).url == address("security")
    assert level(browser) is Level.A3
    assert browser.cookies[settings.CUSTOMER_COOKIE_NAME].value != before
    [entry] = entries_about(alma.id).filter(event="data_subject.stepped_up")
    assert entry.facts == {"method": "order-number"}


@pytest.mark.security("V-09")
@pytest.mark.parametrize(
    ("order", "postcode"), [("D-5010", "9713 AB"), ("D-5011", "9712 AB"), ("117", "9712 AB"), ("nonsense", "x")]
)
def test_it_does_not_say_which_of_the_two_was_wrong(shop, browser, alma, order, postcode):
    page = prove(browser, order, postcode).content.decode()
    assert "kennen dit ordernummer niet met deze postcode" in page
    assert level(browser) is Level.A1
    assert entries_about(alma.id).get().event == "self_service.proof_failed"


@pytest.mark.security("V-09")
def test_after_three_tries_the_right_one_waits_till_tomorrow_and_other_ways_stay(shop, browser):
    for _ in range(3):
        prove(browser, "D-1", "9712 AB")
    page = prove(browser, "D-5010", "9712 AB").content.decode()
    assert "drie keer geprobeerd" in page and address("file_request") in page
    assert level(browser) is Level.A1
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        tomorrow = sign_in(Client(), CustomerSession.objects.get().subject)
        assert prove(tomorrow, "D-5010", "9712 AB").status_code == 302


def test_a_shop_that_is_away_is_not_her_mistake(shop, browser):
    shop.down = True
    assert "nu geen bestellingen opzoeken" in prove(browser, "D-5010", "9712 AB").content.decode()


def test_who_bought_nothing_is_told_another_way(browser):
    page = browser.get(address("step_up")).content.decode()
    assert "Andere manieren" in page
    for way in ("proof_desk", "proof_letter", "file_request"):
        assert address(way) in page


def test_a_fresh_code_renews_the_proof_and_keeps_what_she_drafted(alma):
    browser = sign_in(Client(), alma, level=Level.A2)
    CustomerSession.objects.get().put("draft", "unfinished")
    assert "nieuwe code naar" in browser.get(address("step_up")).content.decode()
    browser.post(address("step_up_by_mail"), {"next": address("security")})
    assert type_code(browser, letter(ALMA).code).url == address("security")
    assert level(browser) is Level.A3
    session = CustomerSession.objects.get()
    assert session.get("draft") == "unfinished"
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert level(browser) is Level.A2


def test_a_fresh_code_of_somebody_else_keeps_nothing(alma):
    browser = sign_in(Client(), alma, level=Level.A2)
    CustomerSession.objects.get().put("draft", "of Alma")
    browser.post(address("sign_in"), {"email": "bas@example.org"})
    type_code(browser, letter("bas@example.org").code)
    assert level(browser) is Level.A1
    assert CustomerSession.objects.get().get("draft") is None


def test_who_has_proved_it_just_now_goes_straight_on(alma):
    browser = sign_in(Client(), alma, level=Level.A3)
    assert browser.get(f"{address('step_up')}?next={address('security')}").url == address("security")
    assert browser.get(f"{address('step_up')}?next=https://evil.example/").url == address("home")
    assert not letters()


@pytest.mark.security("V-09", "ASVS 8.2.3")
def test_below_a2_no_page_shows_what_opens_a2():
    """Whoever has only the mailbox must not read the second proof off the first page."""
    from privacy_portal.data_sources.ticketing.demo import load_customers

    load_customers(timezone.now())
    browser = sign_in(Client(), person(ALMA))
    names = ("home", "data", "activity", "security", "requests", "preferences")
    pages = [browser.get(address(name)).content.decode() for name in names]
    pages.append(browser.get(address("request_guide", "erasure")).content.decode())
    for page in pages:
        assert "D-50" not in page and "9712 AB" not in page
    proven = sign_in(Client(), CustomerSession.objects.get().subject, level=Level.A2)
    page = proven.get(address("data")).content.decode()
    assert "D-5010" in page and "9712 AB" in page


def test_the_demo_customer_can_prove_it_with_what_the_shop_really_holds():
    from privacy_portal.data_sources.ticketing.demo import load_customers

    load_customers(timezone.now())
    browser = sign_in(Client(), person(ALMA))
    assert prove(browser, "D-5010", "9712 AB").status_code == 302
    assert level(browser) is Level.A3


@pytest.mark.security("V-09")
@pytest.mark.parametrize(
    ("order", "postcode"),
    [("o-1", "9712 ab"), ("O-1", "1000 AA"), ("X-9", "9712 AB"), ("", ""), ("O-2", "9712AB"), ("O-1" * 40, "9" * 40)],
)
def test_V09_every_guess_is_compared_with_all_there_is_in_constant_time(order, postcode):
    facts = Facts()
    facts.orders, facts.postcodes = {"O1", "O2", "O3"}, {"9712AB", "9713CD"}
    with compared() as times:
        fits = facts.holds(order=order, postcode=postcode)
    assert len(times) == 5, "however right it is"
    assert fits == ((order, postcode) in {("o-1", "9712 ab"), ("O-2", "9712AB")})


@contextmanager
def compared() -> Iterator[list[str]]:
    """Each call of the one function of Python that compares in constant time."""
    times: list[str] = []

    def seen(frame, event, argument) -> None:
        if event == "c_call" and argument is compare_digest:
            times.append(frame.f_code.co_name)

    sys.setprofile(seen)
    try:
        yield times
    finally:
        sys.setprofile(None)
