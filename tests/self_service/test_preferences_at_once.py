"""A choice counts at once, whatever the systems that have to hear of it are doing: nobody elsewhere is asked while Alma
waits, and how far it was passed on is told as it is."""

import pytest
from django.utils import timezone
from wagtail.models import Locale

from privacy_portal.consent import demo
from privacy_portal.consent.models import ConsentRecord, Passing
from privacy_portal.consent.passing import pass_on_record
from privacy_portal.consent.queries import may_contact
from privacy_portal.data_sources.contract import Subscription
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_sources.kept_answers.models import KeptAnswer, Question
from privacy_portal.data_sources.kept_answers.packing import packed_subscriptions
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import CustomerSession
from tests.support.customers import ALMA, person, sign_in
from tests.support.outside.connected import Connected, connected
from tests.support.outside.mailchimp import hashed

from .test_preferences import JSON, PAGE, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailings():
    """Mailchimp is connected and accepts every call without ever answering one."""
    Locale.objects.get_or_create(language_code="en")
    demo.load_newsletters(None)
    with connected() as (service, outside):
        service.add(ALMA)
        service.outside, outside.fault = outside, "hang"
        yield service


@pytest.fixture
def alma(mailings):
    return person(ALMA)


@pytest.fixture
def browser(client, alma):
    return sign_in(client, alma, level=Level.A1)


def heard(*subscriptions: Subscription) -> None:
    """What Mailchimp told this session a moment ago."""
    KeptAnswer.objects.create(
        session=CustomerSession.objects.get(),
        source=Connected.key,
        question=Question.SUBSCRIPTIONS,
        language="nl",
        state=AnswerState.ANSWERED,
        asked_at=timezone.now(),
        content=packed_subscriptions(subscriptions),
    )


@pytest.mark.parametrize("how", [{}, JSON], ids=["button", "script"])
def test_a_switch_is_kept_without_asking_anybody_elsewhere(browser, mailings, alma, how):
    answer = browser.post(f"{PAGE}newsletter-agenda/opslaan/", {"on": "on"}, **how)
    assert answer.status_code == (200 if how else 302)
    assert mailings.outside.asked == []
    assert may_contact(alma, "newsletter-agenda")
    assert dict(Passing.objects.values_list("source", "state"))[Connected.key] == "waiting"
    if how:
        assert "We geven dit door aan" in answer.json()["message"] and "Mailchimp" in answer.json()["message"]


def test_everything_off_asks_nobody_either_and_says_what_it_does_not_know(browser, mailings):
    page = browser.post(f"{PAGE}alles-uit/")
    assert page.status_code == 302 and mailings.outside.asked == []
    keys = set(ConsentRecord.objects.values_list("key", flat=True))
    assert {"evaluation-mail", "postal-mailing", "newsletter-agenda"} <= keys
    assert not any(record.is_on for record in ConsentRecord.objects.all())
    shown = text(browser.get(PAGE))
    assert "We weten nog niet of Mailchimp" in shown


def test_the_page_tells_how_far_it_is_passed_on_as_it_is(browser, mailings, alma, django_capture_on_commit_callbacks):
    """Nothing was told before the transaction ended; then not yet, then done."""
    mailings.outside.fault = "reset"
    with django_capture_on_commit_callbacks() as callbacks:
        browser.post(f"{PAGE}newsletter-agenda/opslaan/", {"on": "on"})
        assert mailings.outside.asked == []
    assert "Mailchimp: we geven dit door" in text(browser.get(PAGE))
    for callback in callbacks:
        callback()
    assert mailings.outside.asked and "Mailchimp: doorgeven lukte nog niet" in text(browser.get(PAGE))
    mailings.outside.fault = ""
    Passing.objects.update(next_attempt_at=timezone.now())
    pass_on_record(ConsentRecord.objects.get().pk, now=timezone.now())
    shown = text(browser.get(PAGE))
    assert "doorgeven lukte nog niet" not in shown and "we geven dit door" not in shown


def test_a_mailing_only_mailchimp_knows_is_stopped_also_when_it_is_silent_by_then(browser, mailings, alma):
    heard(Subscription("mailchimp-cabaret", "Cabaret", True, None))
    assert "Cabaret" in text(browser.get(PAGE))
    KeptAnswer.objects.all().delete()
    assert browser.post(f"{PAGE}mailchimp-cabaret/opslaan/").status_code == 302
    assert mailings.outside.asked == []
    record = ConsentRecord.objects.get()
    assert (record.key, record.is_on, record.wording) == ("mailchimp-cabaret", False, "Cabaret")


def test_everything_off_takes_what_was_shown_of_it_too(browser, mailings):
    heard(Subscription("mailchimp-cabaret", "Cabaret", True, None))
    browser.get(PAGE)
    browser.post(f"{PAGE}alles-uit/")
    assert ConsentRecord.objects.filter(key="mailchimp-cabaret").exists() and mailings.outside.asked == []


def test_a_switch_that_was_shown_to_nobody_is_not_there(browser, mailings):
    assert browser.post(f"{PAGE}mailchimp-cabaret/opslaan/", {"on": "on"}).status_code == 404
    assert mailings.outside.asked == [] and not ConsentRecord.objects.exists()


def test_the_worker_holds_no_transaction_while_it_tells_a_system_elsewhere(browser, mailings, monkeypatch):
    """A hanging system would hold it, and on SQLite everybody who writes with it."""
    from django.db import connection

    depth = []
    browser.post(f"{PAGE}newsletter-agenda/opslaan/", {"on": "on"})
    here = len(connection.savepoint_ids)
    monkeypatch.setattr(
        Connected, "set_subscription", lambda *_told, **_more: depth.append(len(connection.savepoint_ids)) or True
    )
    pass_on_record(ConsentRecord.objects.get().pk, now=timezone.now())
    assert depth == [here]
    assert hashed(ALMA) in mailings.members
