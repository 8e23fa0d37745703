"""Alma comes back after the privacy policy changed: what is about her data first, nothing she has seen already."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from privacy_portal.data_sources.registry import register, unregister
from privacy_portal.data_subjects.actions import freeze as freeze_person
from privacy_portal.evidence.actors import Actor
from privacy_portal.privacy_policy.changes_of_substance import changes_of_substance
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion, PolicyVisit
from privacy_portal.privacy_policy.visits import mark_seen
from privacy_portal.processing_register.models import ProcessingActivity, Processor, RetentionPeriod
from tests.data_sources import ticket_shop as shop
from tests.privacy_policy.conftest import (  # noqa: F401  fixtures
    chandni,
    dutch,
    english,
    front_page,
    policy_page,
    publish,
    published,
    section,
    text,
)
from tests.processing_register.conftest import spot_register  # noqa: F401  fixture
from tests.processing_register.entries import publish as edit
from tests.self_service.test_sign_in import address
from tests.support.customers import ALMA, BAS, person, sign_in
from tests.support.fake_source import FakeSource
from tests.support.races import race

pytestmark = pytest.mark.django_db
HEADING = "Ons privacybeleid is veranderd sinds je laatst keek"
PURPOSES = section("Welke gegevens", "data", ("purposes", {"caption": "", "activities": []}))
NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)


def on(day: date):
    cache.clear()
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def policy(spot_register, policy_page) -> PolicyPage:  # noqa: F811
    """In force since November, reading the venue's register."""
    with on(NOVEMBER):
        publish(policy_page, PURPOSES, text_section("Bellen."), effective_from=NOVEMBER)
    return policy_page


def text_section(words: str) -> dict:
    return section("Contact", "contact", text(words))


def activity(key: str) -> ProcessingActivity:
    return ProcessingActivity.objects.in_language("nl").get(key=key)


def shorter_period() -> RetentionPeriod:
    """Five years instead of seven."""
    seven = activity("ticket-order").retention
    seven.pk, seven.key, seven.period, seven.name = None, "five-years", "P5Y", "Vijf jaar"
    seven.translation_key = uuid4()
    seven.save()
    return seven


def december(policy: PolicyPage, **fields) -> PolicyVersion:
    """Orders are kept shorter, lockers get a new recipient."""
    edit(activity("ticket-order"), retention=shorter_period())
    edit(activity("locker"), processors=[*activity("locker").processors.all(), zalsman()])
    summary = "<p>We bewaren <b>korter</b>.</p>"
    return publish(policy, PURPOSES, text_section("Mailen."), effective_from=DECEMBER, change_summary=summary, **fields)


def zalsman() -> Processor:
    return Processor.objects.in_language("nl").get(key="zalsman")


SHORTER = "Bewaartermijn van gegevens voor"
RECIPIENT = "Nieuwe ontvanger: Zalsman"


@pytest.fixture
def alma():
    """Bought a ticket and never used a locker."""
    with on(NOVEMBER):
        shop.order(shop.customer(ALMA), shop.event())
        return person(ALMA)


def visit(subject, day: date, name: str = "home", language: str = "nl") -> str:
    with on(day):
        response = sign_in(Client(), subject).get(address(name, language=language))
    assert response.status_code == 200
    return response.content.decode()


def say_seen(subject, day: date, version: PolicyVersion | str):
    with on(day):
        shown = version.pk if isinstance(version, PolicyVersion) else version
        return sign_in(Client(), subject).post(address("policy_news_seen"), {"version": shown})


def seen_by(subject) -> str:
    return PolicyVisit.objects.get(subject=subject).version.slug


def test_the_first_visit_tells_nothing_and_remembers_what_applied(policy, alma):
    html = visit(alma, NOVEMBER)
    assert "policy-news" not in html and "Gezien" not in html
    assert seen_by(alma) == "2026-11-01"
    assert "Vanaf nu zie je hier" in visit(person("nieuw@example.org"), NOVEMBER, "policy_news")


def test_without_a_policy_there_is_nothing_to_tell_or_to_remember(alma):
    assert "policy-news" not in visit(alma, NOVEMBER)
    assert visit(alma, NOVEMBER, "policy_news") and not PolicyVisit.objects.exists()


def test_a_later_visit_shows_what_is_about_her_and_folds_the_rest(policy, alma):
    visit(alma, NOVEMBER)
    with on(DECEMBER):
        december(policy)
    overview = visit(alma, DECEMBER)
    assert HEADING in overview and SHORTER in overview and RECIPIENT not in overview
    page = visit(alma, DECEMBER, "policy_news")
    mine, others = page.split('<details class="ds-details">\n        <summary>\n', 1)
    assert "7 jaar, wordt 5 jaar" in mine and RECIPIENT not in mine
    assert RECIPIENT in others and "Eén wijziging die voor zover wij weten niet" in page
    assert "<b>korter</b>" in page and "Sinds 1 december 2026" in page
    assert "/privacybeleid/versies/2026-12-01/#contact" in page


def test_somebody_with_a_locker_is_told_about_lockers(policy, alma):
    with on(NOVEMBER):
        shop.locker(BAS)
    bas = person(BAS)
    visit(bas, NOVEMBER)
    with on(DECEMBER):
        december(policy)
    overview = visit(bas, DECEMBER)
    assert RECIPIENT in overview and SHORTER not in overview


def test_whom_we_know_nothing_of_is_told_that_it_is_not_about_them(policy):
    stranger = person("nieuw@example.org")
    visit(stranger, NOVEMBER)
    with on(DECEMBER):
        december(policy)
    overview = visit(stranger, DECEMBER)
    assert HEADING in overview and "gaat niets daarvan over jouw gegevens" in overview


def test_opening_pages_takes_nothing_away_and_saying_so_does(policy, alma):
    visit(alma, NOVEMBER)
    with on(DECEMBER):
        newest = december(policy)
        client = sign_in(Client(), alma)
        for method in (client.head, client.get):
            method(address("home")), method(address("policy_news"))
    assert seen_by(alma) == "2026-11-01" and HEADING in visit(alma, DECEMBER)
    assert say_seen(alma, DECEMBER, newest).url == address("home")
    assert seen_by(alma) == "2026-12-01"
    assert "policy-news" not in visit(alma, DECEMBER)
    assert "Er is niets veranderd sinds de versie van 1 december 2026" in visit(alma, DECEMBER, "policy_news")


def test_what_is_announced_is_shown_as_coming_and_is_news_once_it_applies(policy, alma):
    visit(alma, NOVEMBER)
    with on(NOVEMBER):
        newest = december(policy)
    assert "Ons privacybeleid verandert op 1 december 2026" in visit(alma, NOVEMBER)
    page = visit(alma, NOVEMBER, "policy_news")
    assert "Vanaf 1 december 2026" in page and "Komt eraan" in page and "Gezien" not in page
    assert say_seen(alma, NOVEMBER, newest).status_code == 404 and seen_by(alma) == "2026-11-01"
    assert HEADING in visit(alma, DECEMBER)


def test_a_mended_typing_error_is_no_news(policy, alma):
    visit(alma, NOVEMBER)
    with on(date(2026, 11, 20)):
        mended = {"is_technical": True, "change_summary": "<p>Typfout hersteld.</p>"}
        publish(policy, PURPOSES, text_section("Bellen!"), effective_from=date(2026, 11, 20), **mended)
    assert PolicyVersion.objects.filter(is_technical=True).exists()
    assert "policy-news" not in visit(alma, DECEMBER)
    with on(DECEMBER):
        december(policy, is_technical=False)
    page = visit(alma, DECEMBER, "policy_news")
    assert SHORTER in page and "Typfout" not in page and "20 november" not in page


def test_each_version_in_between_has_its_own_place_the_latest_first(policy, alma):
    visit(alma, NOVEMBER)
    with on(JANUARY):
        december(policy)
        edit(activity("ticket-order"), lawful_basis="consent")
        publish(policy, PURPOSES, effective_from=JANUARY)
    page = visit(alma, JANUARY, "policy_news")
    assert page.index("Sinds 1 januari 2027") < page.index("Grondslag van") < page.index("Sinds 1 december 2026")


def test_an_old_tab_takes_nothing_back(policy, alma):
    visit(alma, NOVEMBER)
    first = PolicyVersion.objects.get()
    with on(DECEMBER):
        newest = december(policy)
    say_seen(alma, DECEMBER, newest)
    say_seen(alma, DECEMBER, first)
    assert seen_by(alma) == "2026-12-01"


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30, "1 OR 1=1", "²"])
def test_a_version_that_is_none_changes_nothing(policy, alma, version):
    visit(alma, NOVEMBER)
    assert say_seen(alma, NOVEMBER, version).status_code == 404
    assert seen_by(alma) == "2026-11-01"


def test_saying_seen_is_ones_own_and_nobody_else_s(policy, alma):
    bas = person(BAS)
    visit(alma, NOVEMBER), visit(bas, NOVEMBER)
    with on(DECEMBER):
        newest = december(policy)
    say_seen(bas, DECEMBER, newest)
    assert (seen_by(alma), seen_by(bas)) == ("2026-11-01", "2026-12-01")
    refused = Client(enforce_csrf_checks=True)
    assert sign_in(refused, alma).post(address("policy_news_seen"), {"version": newest.pk}).status_code == 403


def test_who_is_locked_out_reads_nothing_here(policy, alma):
    client = sign_in(Client(), alma)
    freeze_person(alma, by=Actor.system("test"))
    assert client.get(address("policy_news")).status_code == 302


def test_in_english_the_same_release_counts_as_seen(policy, alma, english):  # noqa: F811
    visit(alma, NOVEMBER)
    with on(NOVEMBER):
        page = PolicyPage.objects.get(pk=policy.pk).copy_for_translation(english)
        publish(page, PURPOSES, title="Privacy policy", effective_from=NOVEMBER)
    assert "policy-news" not in visit(alma, NOVEMBER, language="en")
    with on(DECEMBER):
        edit(activity("ticket-order"), lawful_basis="consent")
        publish(page, effective_from=DECEMBER)
    html = visit(alma, DECEMBER, language="en")
    assert "Our privacy policy has changed since you last looked" in html and "Lawful basis of" in html
    assert "policy-news" not in visit(alma, DECEMBER), "nothing changed in Dutch"


def test_who_reads_a_language_that_came_later_compares_with_what_there_was(policy, alma, english):  # noqa: F811
    visit(alma, NOVEMBER)
    with on(DECEMBER):
        december(policy)
        page = policy.copy_for_translation(english)
        page.title, page.effective_from = "Privacy policy", DECEMBER
        page.save_revision().publish()
    html = visit(alma, DECEMBER, "policy_news", language="en")
    assert "was 7 jaar, becomes 5 jaar" in html and 'lang="nl"' in html


def test_no_system_outside_is_asked_while_a_page_is_made(policy, alma):
    far_away = FakeSource("far-away")
    visit(alma, NOVEMBER)
    with on(DECEMBER):
        december(policy)
    register(far_away)
    try:
        assert SHORTER in visit(alma, DECEMBER, "policy_news")
    finally:
        unregister("far-away")
    assert far_away.asked == 0


def test_it_costs_as_much_for_ten_versions_as_for_two(policy, alma, django_assert_max_num_queries):
    visit(alma, NOVEMBER)
    with on(JANUARY):
        for day in range(2, 16):
            publish(policy, PURPOSES, text_section(f"Versie {day}."), effective_from=date(2026, 12, day))
        client = sign_in(Client(), alma)
        client.get(address("policy_news"))
        with django_assert_max_num_queries(28):
            page = client.get(address("policy_news")).content.decode()
    assert page.count("<article") == 10 and "Daarvoor waren er nog 4 versies." in page


def test_the_overview_stays_within_its_budget_when_there_is_no_news(policy, alma, django_assert_max_num_queries):
    visit(alma, NOVEMBER)
    with on(NOVEMBER):
        client = sign_in(Client(), alma)
        client.get(address("home"))
        with django_assert_max_num_queries(30):
            client.get(address("home"))


@pytest.mark.django_db(transaction=True)
def test_two_first_looks_at_one_moment_make_one_row(published, alma, tmp_path):  # noqa: F811
    version = published.versions.get()
    looks = race(lambda _n: mark_seen(alma, version, now=shop.NOW), 4, tmp_path, then=PolicyVisit.objects.count)
    assert looks == [None] * 4 + [1]


def test_a_frozen_purpose_is_read_as_it_was_frozen(policy):
    """The pure comparison reads what the site really freezes."""
    older = PolicyVersion.objects.get()
    with on(DECEMBER):
        newer = december(policy)
    with translation.override("nl"):
        told = [change.sentence for change in changes_of_substance(older.content, newer.content)]
    assert len(told) == 2 and told[0].startswith(SHORTER)
