"""What people allow: said once, kept for good, and true at once."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from wagtail.models import Locale

from privacy_portal.consent import demo
from privacy_portal.consent.actions import set_choice, turn_all_off
from privacy_portal.consent.choices import FIXED, NotSwitchable, UnknownChoice
from privacy_portal.consent.enums import ConsentState, Method
from privacy_portal.consent.models import ConsentRecord, Newsletter
from privacy_portal.consent.queries import choices_of, history_of, may_contact
from privacy_portal.data_sources.enums import Capability
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.append_only import AppendOnlyError
from privacy_portal.evidence.models import LedgerEntry
from tests.support.customers import BAS, person
from tests.support.fake_source import FakeSource, only

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def alma():
    Locale.objects.get_or_create(language_code="en")
    demo.load_newsletters(NOW)
    with only():
        yield person(now=NOW)


def choose(subject, key, on, **extra):
    by = Actor.subject(subject.pk, "A1")
    given = {"method": Method.PORTAL, "language": "nl", "now": NOW, **extra}
    return set_choice(subject=subject, key=key, on=on, by=by, **given)


def test_it_offers_every_newsletter_and_every_choice_of_the_register(alma):
    keys = [state.key for state in choices_of(alma, "nl")]
    assert keys == [*demo.NEWSLETTERS, *FIXED]


def test_it_takes_silence_for_no_where_consent_is_asked_and_for_yes_where_one_may_object(alma):
    on = {state.key for state in choices_of(alma, "nl") if state.on}
    assert on == {"evaluation-mail", "postal-mailing", "service-mail"}


def test_it_keeps_the_words_the_person_saw_with_version_language_method_and_actor(alma):
    record = choose(alma, "newsletter-agenda", True)
    assert record.state == ConsentState.GIVEN
    assert record.wording.startswith("Agenda\nAlles wat er de komende weken")
    assert (record.language, record.method, record.actor_kind) == ("nl", "portal", "subject")
    assert record.at == NOW
    assert LedgerEntry.objects.get().event == "consent.given"


def test_it_speaks_the_language_in_which_the_choice_was_made(alma):
    assert choose(alma, "newsletter-family", True, language="en").wording.startswith("Family\nShows for children")
    with translation.override("nl"):
        assert choose(alma, "loyalty", True).wording != choose(alma, "loyalty", False, language="en").wording


def test_it_calls_turning_off_what_the_law_calls_it(alma):
    choose(alma, "newsletter-agenda", True)
    assert choose(alma, "newsletter-agenda", False).state == ConsentState.WITHDRAWN
    assert choose(alma, "postal-mailing", False).state == ConsentState.OBJECTED
    assert choose(alma, "postal-mailing", True).state == ConsentState.OBJECTION_LIFTED


def test_it_takes_an_objection_to_work_at_once(alma):
    assert may_contact(alma, "postal-mailing")
    choose(alma, "postal-mailing", False)
    assert not may_contact(alma, "postal-mailing")


def test_it_writes_nothing_when_nothing_changes(alma):
    first = choose(alma, "loyalty", True)
    assert choose(alma, "loyalty", True) == first
    assert ConsentRecord.objects.count() == LedgerEntry.objects.count() == 1


@pytest.mark.parametrize("key", ["newsletter-nobody", "", "../../etc", "service"])
def test_it_refuses_a_key_nobody_offers(alma, key):
    with pytest.raises(UnknownChoice):
        choose(alma, key, True)
    assert not ConsentRecord.objects.exists()


@pytest.mark.parametrize(("key", "on"), [("service-mail", False), ("service-mail", True), ("artist-sharing", True)])
def test_it_refuses_a_switch_there_is_not(alma, key, on):
    with pytest.raises(NotSwitchable):
        choose(alma, key, on)


def test_it_turns_everything_off_and_leaves_service_mail_and_other_people_alone(alma):
    bas = person(BAS, now=NOW)
    choose(alma, "newsletter-agenda", True)
    choose(bas, "newsletter-agenda", True)
    turn_all_off(subject=alma, by=Actor.subject(alma.pk), method=Method.PORTAL, language="nl", now=NOW)
    assert [state.key for state in choices_of(alma, "nl") if state.on] == ["service-mail"]
    assert may_contact(bas, "newsletter-agenda")
    assert may_contact(bas, "postal-mailing")


def test_it_remembers_every_change_of_mind_newest_first_also_within_one_moment(alma):
    for on in (True, False, True):
        choose(alma, "loyalty", on)
    assert [line.state for line in history_of(alma, "nl")] == ["given", "withdrawn", "given"]
    assert may_contact(alma, "loyalty")


def test_it_keeps_the_name_of_a_newsletter_that_is_gone(alma):
    choose(alma, "newsletter-agenda", True)
    Newsletter.objects.filter(key="newsletter-agenda").delete()
    assert [line.label for line in history_of(alma, "nl")] == ["Agenda"]


def test_it_shows_a_newsletter_no_longer_offered_only_to_whoever_still_gets_it(alma):
    bas = person(BAS, now=NOW)
    choose(alma, "newsletter-agenda", True)
    Newsletter.objects.filter(key="newsletter-agenda").update(offered=False)
    assert "newsletter-agenda" in {state.key for state in choices_of(alma, "nl")}
    assert "newsletter-agenda" not in {state.key for state in choices_of(bas, "nl")}


def test_it_lets_nobody_rewrite_a_record(alma):
    record = choose(alma, "loyalty", True)
    record.state = ConsentState.WITHDRAWN
    with pytest.raises(AppendOnlyError):
        record.save()
    with pytest.raises(AppendOnlyError):
        ConsentRecord.objects.update(state="withdrawn")
    for sql in ("UPDATE consent_consentrecord SET state = 'withdrawn'", "DELETE FROM consent_consentrecord"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert may_contact(alma, "loyalty")


# --- What the sources know already


def test_it_reads_what_a_source_knows_with_its_date_until_the_person_chooses_here(alma):
    with only(FakeSource("shop", switches={"newsletter-agenda": True, "postal-mailing": False})):
        states = {state.key: state for state in choices_of(alma, "nl")}
        agenda, post = states["newsletter-agenda"], states["postal-mailing"]
        assert (agenda.on, agenda.source, agenda.since.isoformat()) == (True, "Fake shop", "2024-05-03")
        assert not post.on
        assert not may_contact(alma, "postal-mailing")
        choose(alma, "newsletter-agenda", False)
        assert not may_contact(alma, "newsletter-agenda")


def test_it_shows_a_mailing_that_only_a_source_knows_so_that_it_can_be_stopped(alma):
    with only(FakeSource("shop", switches={"newsletter-forgotten": True})):
        assert "newsletter-forgotten" in {state.key for state in choices_of(alma, "nl")}
        choose(alma, "newsletter-forgotten", False)
        assert not may_contact(alma, "newsletter-forgotten")


def test_it_says_that_it_is_not_sure_when_a_source_does_not_answer_and_then_sends_nothing(alma):
    with only(FakeSource("shop", failures=9)):
        unsure = {state.key for state in choices_of(alma, "nl") if state.is_unsure}
        assert unsure == {*demo.NEWSLETTERS, *FIXED} - {"service-mail", "policy-notices"}
        assert not may_contact(alma, "postal-mailing")


def test_it_asks_no_source_that_has_no_switches(alma):
    shop = FakeSource("shop", capabilities=frozenset({Capability.COLLECT}))
    with only(shop):
        choices_of(alma, "nl")
    assert shop.asked == 0


def test_it_takes_a_number_of_queries_that_does_not_grow_with_the_history(alma, django_assert_max_num_queries):
    for number in range(40):
        choose(alma, "loyalty", number % 2 == 0)
    with django_assert_max_num_queries(6):
        choices_of(alma, "nl")
