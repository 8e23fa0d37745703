"""A choice on its way to the systems that act on it: told truthfully, tried again, and handed over at last."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method, PassingState
from privacy_portal.consent.models import Passing
from privacy_portal.consent.passing import BACKOFF, done_by_hand, pass_on_record
from privacy_portal.consent.queries import choices_of
from privacy_portal.data_sources.enums import Capability
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import person
from tests.support.fake_source import FakeSource, only

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def choose(subject, on, key="loyalty", now=NOW):
    by = Actor.subject(subject.pk, "A1")
    return set_choice(subject=subject, key=key, on=on, by=by, method=Method.PORTAL, language="nl", now=now)


def states():
    return list(Passing.objects.order_by("pk").values_list("source", "state"))


def test_it_tells_the_source_after_commit_and_says_so(django_capture_on_commit_callbacks):
    alma, shop = person(), FakeSource("shop", switches={"loyalty": False})
    with only(shop):
        with django_capture_on_commit_callbacks(execute=False) as callbacks:
            choose(alma, True)
        assert shop.switches == {"loyalty": False}
        line = {state.key: state for state in choices_of(alma, "nl")}["loyalty"].passings[0]
        assert (line.source, line.state, line.is_pending) == ("Fake shop", PassingState.WAITING, True)
        for callback in callbacks:
            callback()
        assert shop.switches == {"loyalty": True}
        assert states() == [("shop", PassingState.DONE)]
    assert [entry.event for entry in LedgerEntry.objects.order_by("seq")] == ["consent.given", "consent.passed_on"]


def test_it_tries_again_with_growing_pauses_and_then_asks_a_colleague():
    alma, shop = person(), FakeSource("shop", switches={"loyalty": False}, failures=99)
    with only(shop):
        record, when = choose(alma, True), NOW
        for pause in BACKOFF:
            again_at = pass_on_record(record.pk, now=when)
            assert states() == [("shop", PassingState.RETRYING)]
            assert again_at == when + pause
            asked = shop.asked
            pass_on_record(record.pk, now=again_at - timedelta(seconds=1))
            assert shop.asked == asked, "it waits for its time"
            when = again_at
        assert pass_on_record(record.pk, now=when) is None
    assert states() == [("shop", PassingState.BY_HAND)]


def test_it_takes_up_what_a_dead_worker_left():
    alma, shop = person(), FakeSource("shop", switches={"loyalty": False})
    with only(shop):
        choose(alma, True, now=NOW - timedelta(days=1))
        call_command("pass_on_choices", verbosity=0)
    assert shop.switches == {"loyalty": True}


def test_it_drops_what_a_newer_choice_overtook():
    alma, shop = person(), FakeSource("shop", switches={"loyalty": False}, failures=1)
    with only(shop):
        yes = choose(alma, True)
        pass_on_record(yes.pk, now=NOW)
        no = choose(alma, False)
        pass_on_record(yes.pk, now=NOW + timedelta(days=1))
        pass_on_record(no.pk, now=NOW)
    assert shop.switches == {"loyalty": False}
    assert states() == [("shop", PassingState.OVERTAKEN), ("shop", PassingState.DONE)]


def test_it_hands_a_yes_that_no_system_can_take_to_a_colleague():
    alma = person()
    with only(FakeSource("shop"), FakeSource("mail")):
        pass_on_record(choose(alma, True).pk, now=NOW)
    assert set(states()) == {("shop", PassingState.BY_HAND), ("mail", PassingState.BY_HAND)}


def test_it_is_content_when_one_system_took_it_and_the_other_has_no_such_switch():
    alma = person()
    with only(FakeSource("shop"), FakeSource("mail", switches={"loyalty": False})):
        pass_on_record(choose(alma, True).pk, now=NOW)
        shown = {state.key: state for state in choices_of(alma, "nl")}["loyalty"].passings
    assert states() == [("shop", PassingState.NOT_KNOWN), ("mail", PassingState.DONE)]
    assert [line.source for line in shown] == ["Fake mail"]


def test_it_needs_nobody_for_a_no_that_no_system_knows():
    alma = person()
    with only(FakeSource("shop")):
        pass_on_record(choose(alma, False).pk, now=NOW)
    assert states() == [("shop", PassingState.NOT_KNOWN)]


def test_it_tells_only_sources_that_have_switches():
    alma = person()
    with only(FakeSource("manual", capabilities=frozenset()), FakeSource("crm", capabilities={Capability.COLLECT})):
        choose(alma, True)
    assert not Passing.objects.exists()


def test_it_notes_what_a_colleague_passed_on_by_hand():
    alma = person()
    with only(FakeSource("shop")):
        pass_on_record(choose(alma, True).pk, now=NOW)
    passing = Passing.objects.get()
    done_by_hand(passing, by=Actor.system("test"), now=NOW)
    done_by_hand(passing, by=Actor.system("test"), now=NOW)
    assert states() == [("shop", PassingState.DONE)]
    assert LedgerEntry.objects.filter(event="consent.passed_on").count() == 2  # by hand it was settled, then done


def test_it_reaches_the_real_ticket_shop():
    from privacy_portal.data_sources.ticketing.demo import load_customers
    from privacy_portal.data_sources.ticketing.source import TicketingSource

    load_customers(NOW)
    alma, shop = person(), TicketingSource()
    with only(shop):
        assert {each.key: each.on for each in shop.subscriptions(alma)}["newsletter-agenda"]
        pass_on_record(choose(alma, False, key="newsletter-agenda").pk, now=NOW)
        assert not {each.key: each.on for each in shop.subscriptions(alma)}["newsletter-agenda"]
    assert states() == [("ticketing", PassingState.DONE)]
