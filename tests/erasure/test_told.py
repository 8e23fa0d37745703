"""Whose data are erased hears of it at every address that was ever theirs, before the site forgets where that is, and
can say "this was not me" (SECURITY V-11)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from privacy_portal.data_sources.enums import PlanVerdict
from privacy_portal.data_subjects.actions import freeze, unfreeze
from privacy_portal.erasure.enums import StepState
from privacy_portal.erasure.models import ErasureStep
from privacy_portal.erasure.portal_source import LAST_LOOK, PortalSource
from privacy_portal.evidence.delivery import send_due
from privacy_portal.evidence.enums import MailState
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from tests.support.customers import ALMA, known_by, person
from tests.support.fake_source import FakeSource, only, planned

from .test_saga import CASE, DAY, NOW, OFFICER, TODAY, run, shop, started

pytestmark = [pytest.mark.django_db, pytest.mark.security("V-11")]
OLD, GIVEN, TELEPHONE_ORDER = "alma.oud@example.org", "alma@work.example", "wrong@example.org"


@pytest.fixture
def alma():
    """Two proven addresses of which one was replaced, and one that was only ever written down."""
    alma = person(now=NOW - 90 * DAY)
    old = known_by(alma, OLD, since=NOW - 80 * DAY)
    old.replaced_at = NOW - 3 * DAY
    old.save()
    known_by(alma, GIVEN, since=NOW - 70 * DAY)
    known_by(alma, TELEPHONE_ORDER)
    return alma


def told():
    return OutboxMessage.objects.filter(template="erasure_done").order_by("created_at", "pk")


def texts() -> list[str]:
    return [message.content["subject"] + message.content["text"] + message.content["html"] for message in told()]


def test_V11_every_proven_address_hears_that_it_is_done_the_old_one_too(alma):
    with only(shop(), PortalSource()):
        steps = started(alma)
        run(steps["portal"])
        assert not told(), "nothing is done yet"
        run(steps["shop"])
    assert sorted(message.content["to"] for message in told()) == sorted([ALMA, OLD, GIVEN])
    for text in texts():
        assert CASE in text and "/niet-ik/" in text
        assert "Je gegevens zijn gewist" in text
        assert not any(word in text for word in ("shop", "Fake", ALMA, OLD, GIVEN)), "it does not say which data"
    assert LedgerEntry.objects.get(event="erasure.told").facts == {"whole": True}


def test_V11_the_link_in_it_stops_all_access_without_signing_in(alma, client, settings):
    with only(shop()):
        run(started(alma)["shop"])
    link = next(word for word in texts()[0].split() if "/niet-ik/" in word and "href" not in word)
    client.get(link.removeprefix(settings.BASE_URL), follow=True)
    client.post(reverse("self_service:not_me"))
    alma.refresh_from_db()
    assert alma.is_frozen


def test_V11_what_waits_for_its_day_is_told_apart_and_each_is_told_once(alma):
    concert = planned("c", PlanVerdict.WAIT_FOR, until=TODAY + 5 * DAY)
    source = FakeSource("shop", plan=[planned("a", PlanVerdict.REMOVE), concert])
    with only(source, PortalSource()):
        steps = started(alma)
        run(steps["portal"])
        assert run(steps["shop"]).state == StepState.DEFERRED
        assert {"Een deel van je gegevens is gewist" in text for text in texts()} == {True}
        source.plan = [planned("c", PlanVerdict.WAIT_FOR, until=TODAY + 9 * DAY)]
        assert run(steps["shop"], days=6).state == StepState.DEFERRED
        assert told().count() == 3, "the same is not told again"
        source.plan = [planned("c", PlanVerdict.REMOVE)]
        assert run(steps["shop"], days=10).state == StepState.DONE
    assert sum("Je gegevens zijn gewist" in text for text in texts()) == 3
    facts = LedgerEntry.objects.filter(event="erasure.told").order_by("seq")
    assert [entry.facts["whole"] for entry in facts] == [False, True]


def test_V11_the_addresses_stay_until_the_mail_has_left(alma):
    late = LAST_LOOK.days + 1
    with only(shop(), PortalSource()):
        steps = started(alma)
        run(steps["portal"])
        run(steps["shop"], days=late)
        assert run(steps["portal"], days=late).state == StepState.DEFERRED
        assert alma.identifiers.count() == 4 and told().filter(state=MailState.WITHDRAWN).count() == 0
        send_due(now=NOW + late * DAY)
        assert run(steps["portal"], days=late + 1).state == StepState.DONE
    assert {message.to[0] for message in mail.outbox} == {ALMA, OLD, GIVEN}
    assert not alma.identifiers.exists()
    assert {message.content for message in told()} == {None}, "and the outbox remembers no address"


def test_V11_a_mail_that_cannot_be_delivered_does_not_keep_the_addresses(alma):
    with only(shop(), PortalSource()):
        steps = started(alma)
        run(steps["portal"])
        run(steps["shop"])
        told().update(state=MailState.FAILED, content=None)
        assert run(steps["portal"], days=LAST_LOOK.days + 1).state == StepState.DONE


def test_V11_after_this_was_not_me_nothing_more_goes_until_staff_opened_it_again(alma):
    source = shop()
    with only(source):
        step = started(alma)["shop"]
        freeze(alma, by=OFFICER, now=NOW)
        assert run(step).state == StepState.WAITING and source.effects == []
        unfreeze(alma, by=OFFICER, now=NOW + timedelta(hours=1))
        assert run(step, days=1).state == StepState.DONE and source.effects == ["a", "b"]


def test_V11_who_never_proved_an_address_is_told_in_the_answer_alone():
    with only(shop()):
        run(started(person(verified=False, now=NOW))["shop"])
    assert not told() and not LedgerEntry.objects.filter(event="erasure.told").exists()
    assert ErasureStep.objects.get().state == StepState.DONE
