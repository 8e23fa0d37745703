"""Hearing of a new version by mail: a yes said twice, one mail per version, and one click to end it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from privacy_portal.consent.actions import set_choice
from privacy_portal.consent.enums import Method
from privacy_portal.consent.models import ConsentRecord, PolicyNotice, PolicySubscription
from privacy_portal.consent.policy_notices import actions, links, sending
from privacy_portal.consent.queries import choices_of
from privacy_portal.consent.source import ConsentSource
from privacy_portal.data_subjects.identifiers import primary_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.delivery import send_due
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
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
from tests.support.customers import ALMA, BAS, person
from tests.support.fake_source import only

pytestmark = pytest.mark.django_db

FORM, ENGLISH_FORM = "/privacybeleid/berichten/", "/en/privacy-policy/notices/"


def sign_up(email: str = ALMA, form: str = FORM, **extra):
    return Client(enforce_csrf_checks=True).post(form, {"email": email}, **extra)


def delivered() -> list:
    send_due(now=timezone.now() + timedelta(minutes=1))
    return mail.outbox


def path_in(message, view: str) -> str:
    return re.search(rf"https?://[^/\s]+(/\S*{view}/\S+)", message.body)[1]


def subscribe(email: str = ALMA, language: str = "nl", *, ago: timedelta = timedelta(hours=1)) -> PolicySubscription:
    """Somebody who confirmed a while ago."""
    then = timezone.now() - ago
    return PolicySubscription.objects.create(
        email=email, index=actions.index_of(email), language=language, asked_at=then, confirmed_at=then
    )


def new_version(page: PolicyPage, words: str = "Je naam en adres.", **fields) -> PolicyVersion:
    fields = {"change_summary": "<p>Ook je <b>adres</b>.</p><ul><li>Vijf jaar</li></ul>", **fields}
    return publish(page, section("Gegevens", "data", text(words)), **fields)


def headers_of(message) -> dict:
    return message.extra_headers


# --- A yes, said twice


def test_it_asks_no_cookie_and_sets_none():
    page = Client().get(FORM)
    assert page.status_code == 200
    assert "public" in page["Cache-Control"]
    assert "csrf" not in page.content.decode()
    answer = sign_up()
    assert (answer.status_code, answer["Location"]) == (303, "/privacybeleid/berichten/gevraagd/")
    assert not page.cookies
    assert not answer.cookies
    asked = Client().get(answer["Location"])
    assert "Kijk in je mail" in asked.content.decode()
    assert ALMA not in asked.content.decode()


def test_it_sends_nothing_before_it_is_confirmed(published):  # noqa: F811
    sign_up()
    new_version(published)
    call_command("send_policy_notices")
    assert [message.subject for message in delivered()] == ["Bevestig dat je bericht wilt over ons privacybeleid"]


def test_it_is_confirmed_from_the_mailbox_by_pressing_a_button(db):
    sign_up()
    link = path_in(delivered()[0], "bevestigen")
    for _look in range(5):
        assert "Ja, stuur mij deze berichten" in Client().get(link).content.decode()
        assert Client().head(link).status_code == 200
    assert not PolicySubscription.objects.confirmed().exists()
    answer = Client(enforce_csrf_checks=True).post(link)
    assert "Vanaf nu krijg je onze berichten" in answer.content.decode()
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    subscription = PolicySubscription.objects.confirmed().get()
    assert (subscription.email, subscription.language) == (ALMA, "nl")
    entry = LedgerEntry.objects.get(event="consent.notices_confirmed")
    assert ALMA not in f"{entry.facts_json}{entry.target}"


def test_it_can_be_confirmed_twice(db):
    sign_up()
    link = path_in(delivered()[0], "bevestigen")
    assert [Client().post(link).status_code for _time in range(2)] == [200, 200]
    assert LedgerEntry.objects.filter(event="consent.notices_confirmed").count() == 1


def test_it_speaks_the_language_of_the_form(db):
    sign_up(form=ENGLISH_FORM)
    [message] = delivered()
    assert message.subject == "Confirm that you want to hear of our privacy policy"
    link = path_in(message, "confirm")
    assert link.startswith("/en/privacy-policy/notices/confirm/")
    Client().post(link)
    assert PolicySubscription.objects.get().language == "en"


def test_it_answers_alike_whoever_asks(db, monkeypatch):
    subscribe(BAS)
    monkeypatch.setattr(actions, "LIMITS", tuple((scope, 2, per) for scope, _most, per in actions.LIMITS))
    answers = [sign_up(BAS), sign_up(ALMA), sign_up("blocked@example.org"), sign_up(BAS), sign_up(ALMA)]
    assert len({(a.status_code, a["Location"], a.content, str(sorted(a.headers.items()))) for a in answers}) == 1
    assert len(delivered()) == 2


def test_it_keeps_no_address_from_who_is_over_a_limit(db, monkeypatch):
    monkeypatch.setattr(actions, "LIMITS", tuple((scope, 0, per) for scope, _most, per in actions.LIMITS))
    sign_up()
    assert not PolicySubscription.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_stranger_cannot_flood_a_mailbox(db):
    for _time in range(6):
        sign_up()
    assert len(delivered()) == 3


@pytest.mark.parametrize(
    "address", ["", "alma", "alma@", "a@b.nl\r\nBcc: c@d.nl", "x" * 300 + "@example.org", "<script>"]
)
def test_it_says_what_is_wrong_with_an_address(db, address):
    answer = sign_up(address)
    assert answer.status_code == 422
    assert "Fout:" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not OutboxMessage.objects.exists()


def test_two_spellings_are_one_subscription(db):
    sign_up("Alma@Example.org")
    sign_up(" alma@example.org ")
    assert PolicySubscription.objects.count() == 1


def test_another_site_cannot_sign_anybody_up(db):
    assert sign_up(headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not PolicySubscription.objects.exists()


def test_asking_again_does_not_undo_a_yes(db):
    before = subscribe().confirmed_at
    sign_up(form=ENGLISH_FORM)
    subscription = PolicySubscription.objects.get()
    assert (subscription.confirmed_at, subscription.language) == (before, "nl")


def test_it_forgets_who_never_confirmed(db):
    with time_machine.travel("2026-11-01 12:00Z", tick=False):
        sign_up()
        subscribe(BAS)
        link = links.confirm_token(PolicySubscription.objects.get(confirmed_at=None).pk, "nl")
    with time_machine.travel("2026-11-08 11:00Z", tick=False):
        call_command("purge_policy_notices")
        assert PolicySubscription.objects.count() == 2
        assert Client().get(f"{FORM}bevestigen/{link}/").status_code == 200
    with time_machine.travel("2026-11-08 13:00Z", tick=False):
        assert Client().get(f"{FORM}bevestigen/{link}/").status_code == 404
        call_command("purge_policy_notices")
    assert PolicySubscription.objects.get().email == BAS


def damaged():
    subscription = subscribe()
    good = links.confirm_token(subscription.pk, "nl")
    yield from (good[:-2], "x", "AAA" + good[3:], links.stop_token(subscription.pk))
    for value in (["x", "nl"], {"a": 1}, "text", ["0" * 32], [1, 2], None):
        yield signing.dumps(value, salt=links.CONFIRM)
    yield signing.dumps(["0" * 32, "nl"], salt=links.CONFIRM)


def test_it_treats_every_bad_link_alike(db):
    answers = [Client().post(f"{FORM}bevestigen/{token}/") for token in damaged()]
    assert {answer.status_code for answer in answers} == {404}
    assert all("Deze link werkt niet" in answer.content.decode() for answer in answers)


# --- One mail per version


def test_it_says_what_changes_and_from_when(published):  # noqa: F811
    subscribe()
    version = new_version(published, effective_from=timezone.localdate() + timedelta(days=30))
    call_command("send_policy_notices")
    [message] = delivered()
    assert message.to == [ALMA]
    assert message.subject.startswith("Ons privacybeleid verandert op ")
    assert "Ook je adres." in message.body
    assert f"/privacybeleid/verschil/2026-11-01..{version.slug}/" in message.body
    assert f"/privacybeleid/versies/{version.slug}/" in message.body
    assert "/privacybeleid/berichten/stoppen/" in message.body
    html = message.alternatives[0][0]
    assert "Ook je <b>adres</b>." in html
    assert "Stop deze berichten" in html


@pytest.mark.security("H-06")
def test_it_can_be_ended_by_a_mail_program(published):  # noqa: F811
    subscribe()
    new_version(published)
    call_command("send_policy_notices")
    headers = headers_of(delivered()[0])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<policy-notices\.[^<>\s]+>", headers["List-Id"])
    link = re.sub(r"^<https?://[^/]+|>$", "", headers["List-Unsubscribe"])
    answer = Client(enforce_csrf_checks=True).post(
        link, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert not PolicySubscription.objects.exists()


def test_it_leaves_with_the_publication(published, django_capture_on_commit_callbacks):  # noqa: F811
    subscribe()
    with django_capture_on_commit_callbacks(execute=True):
        new_version(published)
    assert len(mail.outbox) == 1


def test_it_tells_each_reader_once_of_each_version(published):  # noqa: F811
    subscribe()
    subscribe(BAS)
    new_version(published)
    for _time in range(3):
        call_command("send_policy_notices")
    assert sorted(message.to[0] for message in delivered()) == [ALMA, BAS]
    new_version(published, "Je naam, adres en telefoon.", change_summary="<p>Telefoon.</p>")
    call_command("send_policy_notices")
    assert len(delivered()) == 4
    assert PolicyNotice.objects.count() == 4


def test_it_tells_once_also_when_the_mail_was_cleared_away(published):  # noqa: F811
    subscribe()
    version = new_version(published)
    sending.send_notices(version, now=timezone.now())
    OutboxMessage.objects.all().delete()
    assert sending.send_notices(version, now=timezone.now()) == 0


def test_it_tells_readers_in_their_own_language_only(published, english):  # noqa: F811
    subscribe()
    subscribe(BAS, "en")
    other = PolicyPage.objects.get(pk=published.pk).copy_for_translation(english)
    other.title, other.slug = "Privacy policy", "privacy-policy"
    other.save()
    today = timezone.localdate()
    new_version(other, "Your name.", change_summary="", effective_from=today)
    call_command("send_policy_notices")
    assert not delivered(), "a first version is no change"
    new_version(other, "Your name, your address.", change_summary="<p>New.</p>", effective_from=today)
    call_command("send_policy_notices")
    [message] = delivered()
    assert message.to == [BAS]
    assert message.subject == "Our privacy policy has changed"
    assert "/en/privacy-policy/versions/" in message.body
    assert "/en/privacy-policy/difference/" in message.body


def test_it_says_nothing_of_typing_errors(published):  # noqa: F811
    subscribe()
    version = new_version(published)
    sending.send_notices(version, now=timezone.now())
    values = {f.attname: getattr(version, f.attname) for f in version._meta.concrete_fields if f.name != "id"}
    values |= {"slug": "2026-12-24", "is_technical": True, "published_at": timezone.now()}
    technical = PolicyVersion.objects.create(**values)
    assert technical not in sending.recent_versions(timezone.now())
    assert sending.send_notices(technical, now=timezone.now()) == 0
    assert len(delivered()) == 1


def test_it_says_nothing_of_history(published):  # noqa: F811
    subscribe()
    version = new_version(published)
    values = {f.attname: getattr(version, f.attname) for f in version._meta.concrete_fields if f.name != "id"}
    values |= {"slug": "2019-01-01", "revision_id": None}
    old = PolicyVersion.objects.create(**values)
    assert sending.send_notices(old, now=timezone.now()) == 0


def test_it_does_not_tell_news_to_who_came_after_it(published):  # noqa: F811
    new_version(published)
    subscribe(ago=timedelta(0))
    call_command("send_policy_notices")
    assert not delivered()


def test_it_catches_up_after_a_while_but_not_after_ages(published):  # noqa: F811
    version = new_version(published)
    assert sending.recent_versions(version.published_at + timedelta(days=13)) != []
    assert version not in sending.recent_versions(version.published_at + timedelta(days=15))


def test_it_works_in_batches(published, monkeypatch, django_assert_max_num_queries):  # noqa: F811
    monkeypatch.setattr(sending, "BATCH", 2)
    for number in range(5):
        subscribe(f"reader{number}@example.org")
    assert sending.send_notices(new_version(published), now=timezone.now()) == 5
    assert len({message.to[0] for message in delivered()}) == 5


def test_it_lets_no_script_and_no_header_into_a_mail(published):  # noqa: F811
    subscribe()
    hostile = "<p>A</p><script>alert(1)</script><a href='javascript:x'>klik</a>"
    new_version(published, title="Privacy\r\nBcc: x@example.org", change_summary=hostile)
    call_command("send_policy_notices")
    [message] = delivered()
    assert "\n" not in message.subject
    assert not re.search(r"<script|javascript:", message.alternatives[0][0])


# --- The end of it


def test_it_ends_with_a_button_and_leaves_nothing(published):  # noqa: F811
    kept = subscribe(BAS)
    subscription = subscribe()
    new_version(published)
    call_command("send_policy_notices")
    link = f"{FORM}stoppen/{links.stop_token(subscription.pk)}/"
    for _look in range(5):
        assert "Stop deze berichten" in Client().get(link).content.decode()
    assert PolicySubscription.objects.count() == 2
    assert "we hebben je adres gewist" in Client(enforce_csrf_checks=True).post(link).content.decode()
    assert list(PolicySubscription.objects.all()) == [kept]
    assert PolicyNotice.objects.count() == 1
    # What still waited for Alma goes nowhere any more; Bas gets his.
    assert [message.to for message in delivered()] == [[BAS]]
    assert "consent.notices_ended" in set(LedgerEntry.objects.values_list("event", flat=True))


def test_it_can_be_ended_twice(db):
    link = f"{FORM}stoppen/{links.stop_token(subscribe().pk)}/"
    assert [Client().post(link).status_code for _time in range(2)] == [200, 200]
    assert LedgerEntry.objects.filter(event="consent.notices_ended").count() == 1


def test_it_can_be_ended_with_a_mail_of_years_ago(db):
    with time_machine.travel("2026-11-22 12:00Z", tick=False):
        link = f"{FORM}stoppen/{links.stop_token(subscribe().pk)}/"
    with time_machine.travel("2036-11-22 12:00Z", tick=False):
        assert Client().post(link).status_code == 200
    assert not PolicySubscription.objects.exists()


# --- A customer who signs in


@pytest.fixture
def alma(db):
    with only(ConsentSource()):
        yield person()


def choice_of(subject):
    return next(state for state in choices_of(subject, "nl") if state.key == "policy-notices")


def test_a_customer_sees_what_was_asked_without_an_account(alma):
    assert not choice_of(alma).on
    since = subscribe().confirmed_at
    state = choice_of(alma)
    assert state.on
    assert state.since == timezone.localdate(since)


def test_a_customer_may_ask_and_end_it_among_the_other_choices(alma):
    by = Actor.subject(alma.pk)
    for on in (True, False):
        set_choice(subject=alma, key="policy-notices", on=on, by=by, method=Method.PORTAL, language="nl")
        assert PolicySubscription.objects.confirmed().exists() is on
        assert choice_of(alma).on is on
    assert not ConsentRecord.objects.filter(passings__isnull=False).exists()


def test_what_a_known_address_does_by_mail_shows_among_the_choices(alma):
    subscription = subscribe()
    actions.confirm(links.confirm_token(subscription.pk, "nl"))
    assert choice_of(alma).on
    actions.stop(links.stop_token(subscription.pk), language="nl")
    assert not choice_of(alma).on
    assert list(ConsentRecord.objects.order_by("position").values_list("state", "method")) == [
        ("given", "portal"),
        ("withdrawn", "one_click"),
    ]


def test_an_address_that_was_not_proven_is_not_shown_to_whoever_typed_it(db):
    with only(ConsentSource()):
        bas = person(BAS, verified=False)
        subscribe(BAS)
        assert primary_email(bas) == BAS
        assert list(ConsentSource().collect(bas)) == []


def test_it_is_part_of_what_a_person_may_see_and_have_erased(alma):
    subscription, other = subscribe(), subscribe(BAS)
    source = ConsentSource()
    [record] = source.collect(alma)
    assert (record.activity, record.value("email")) == ("policy-notices", ALMA)
    plan = list(source.plan_erasure(alma, timezone.localdate()))
    assert [item.reference for item in plan] == [f"policy-notices:{subscription.pk}"]
    for outcome in ("erased", "not-found"):
        [erased] = source.erase(alma, plan, "key", on=timezone.localdate())
        assert erased.outcome == outcome
    assert list(PolicySubscription.objects.all()) == [other]


def test_it_is_kept_where_nobody_can_read_it(db):
    subscribe()
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM consent_policysubscription")
        assert ALMA.encode() not in bytes(cursor.fetchone()[0])
