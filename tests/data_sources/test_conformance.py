"""Every adapter passes the same suite, and the suite catches one that behaves badly."""

from dataclasses import replace
from inspect import signature

import pytest

from privacy_portal.data_sources import manual, registry
from privacy_portal.data_sources.contract import Erased, Record
from privacy_portal.data_sources.enums import Capability, ErasureOutcome
from privacy_portal.data_sources.ticketing.models import Customer
from privacy_portal.data_sources.ticketing.source import TicketingSource
from tests.support.customers import ALMA, BAS, person

from . import ticket_shop as shop
from .conformance import (
    CanCollect,
    CanErase,
    CanFind,
    CanMove,
    CanRectify,
    CanRestrict,
    CanSweep,
    CanSwitch,
    Conformance,
)


class TestTicketing(CanFind, CanCollect, CanErase, CanRectify, CanMove, CanRestrict, CanSwitch, CanSweep):
    source = TicketingSource()
    activity = "account"

    def fill(self, email: str) -> None:
        """One of everything."""
        who = shop.customer(email)
        past, ahead = shop.event(-30), shop.event(30)
        bought = shop.order(who, past, seats=2)
        shop.order(who, ahead)
        shop.ticket(bought, past, holder=("Chandni Wolkenveld", "chandni@example.org"))
        shop.waiting(who, ahead)
        shop.member(who)
        shop.choice(who, "newsletter-agenda", on=True)
        shop.locker(email)
        shop.sharing(who, past)


@pytest.mark.parametrize("source", manual.SOURCES, ids=lambda source: source.key)
class TestManual(Conformance):
    @pytest.fixture(autouse=True)
    def _source(self, source):
        self.source = source


class Gossip(TicketingSource):
    """Shows everybody to everybody, in records that are not whole."""

    def collect(self, subject):
        for customer in Customer.objects.all():
            yield Record("gossip", "", "", customer.email, "", (), "", None, "")


class Forgetful(TicketingSource):
    """Says that it erased, and did not; and does so for anybody."""

    def erase(self, subject, items, idempotency_key, *, on=None):
        return tuple(Erased(item.reference, ErasureOutcome.ERASED) for item in items)


class Eager(TicketingSource):
    """Erases while it plans."""

    def plan_erasure(self, subject, on):
        plan = list(super().plan_erasure(subject, on))
        self.erase(subject, plan, "eager", on=on)
        return iter([replace(item, reason="") for item in plan])


class Silent(TicketingSource):
    """Holds more than it says."""

    categories = frozenset({"order"})


class Boastful(manual.ManualSource):
    """Says that it can collect."""

    capabilities = frozenset({Capability.COLLECT})

    def __init__(self):
        super().__init__("boastful", "Boastful", "", "")


CAUGHT = {
    Gossip: {
        "test_it_holds_nothing_about_a_stranger",
        "test_records_are_whole",
        "test_references_are_unique_and_hold_no_address",
        "test_it_never_shows_somebody_else",
    },
    Forgetful: {
        "test_nothing_is_held_after_everything_was_erased",
        "test_erasing_again_with_another_key_finds_nothing",
        "test_it_erases_nobody_else",
    },
    Eager: {"test_the_plan_changes_nothing"},
    Silent: {
        "test_it_declares_which_data_categories_it_covers",
        "test_it_holds_no_category_that_it_does_not_declare",
    },
    Boastful: {"test_all_it_can_do_is_tested"},
}


@pytest.mark.parametrize(
    ("source", "test"),
    [(source, test) for source, tests in CAUGHT.items() for test in sorted(tests)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_suite_fails_for_a_bad_source(source, test, db):
    suite = Conformance() if source is Boastful else TestTicketing()
    suite.source = source()
    wanted = {
        "alma": lambda: known(suite, ALMA),
        "bas": lambda: known(suite, BAS),
        "stranger": lambda: person("nobody@example.org"),
    }
    method = getattr(suite, test)
    people = {name: wanted[name]() for name in signature(method).parameters}
    with pytest.raises(AssertionError):
        method(**people)


def known(suite, email):
    suite.fill(email)
    return person(email)


def test_two_sources_cannot_share_a_key():
    with pytest.raises(Exception, match="ticketing"):
        registry.register(TicketingSource())


def test_every_processor_that_may_hold_data_is_asked():
    """The register names who keeps data about customers; each of them is a source."""
    assert {source.processor_key for source in registry.sources()} >= {
        "gentleware",
        "mailchimp",
        "tribe",
        "keynius",
        "ticketmaster",
        "kw-theaterpromotie",
        "zalsman",
    }
