"""Sessions end by themselves, are found by their token only, and cost nothing to who has none."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from privacy_portal.data_subjects import actions, sessions
from privacy_portal.data_subjects.access import requires, safe_next, subject_actor
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.middleware import DataSubjectMiddleware
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.data_subjects.notices import notify
from privacy_portal.evidence.actors import Actor, ActorKind
from tests.support.customers import ALMA, BAS, person, sign_in

COOKIE = settings.CUSTOMER_COOKIE_NAME


def seen(token: str | None):
    """A request as a view gets it."""
    request = RequestFactory().get("/mijn-gegevens/")
    if token is not None:
        request.COOKIES[COOKIE] = token
    DataSubjectMiddleware(lambda request: None)(request)
    return request


@pytest.fixture
def alma(db):
    return person(ALMA)


@pytest.fixture
def token(alma):
    return sign_in(Client(), alma).cookies[COOKIE].value


def test_no_cookie_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        request = seen(None)
        assert request.data_subject is None and request.customer_session is None
        assert request.level is Level.A0 and request.notices == []
        assert subject_actor(request) == Actor.visitor()


@pytest.mark.parametrize("junk", ["", "x", "a" * 4000, "é" * 43, "a\x00" * 20])
def test_a_cookie_that_cannot_be_ours_costs_no_query(db, django_assert_num_queries, junk):
    with django_assert_num_queries(0):
        assert seen(junk).data_subject is None


def test_a_page_that_does_not_ask_costs_no_query_and_one_that_does_costs_one(token, alma, django_assert_num_queries):
    with django_assert_num_queries(0):
        request = seen(token)
    with django_assert_num_queries(1):
        assert request.data_subject == alma and request.level is Level.A1
        assert subject_actor(request).kind is ActorKind.SUBJECT


# SECURITY A-05: minutes after sign-in at which something is done, and whether the last one still gets in.
LIVES = [
    ("half an hour of nothing", [30], False),
    ("just within the half hour", [29], True),
    ("busy all morning", [25, 50, 75, 100], True),
    ("twelve hours, however busy", [*range(25, 721, 25), 720], False),
    ("almost twelve hours", [*range(25, 719, 25), 719], True),
]


@pytest.mark.security("A-05", "ASVS 7.3.1", "ASVS 7.3.2")
@pytest.mark.parametrize(("case", "minutes", "gets_in"), LIVES, ids=[row[0] for row in LIVES])
def test_a_session_ends_by_itself(token, case, minutes, gets_in):
    start = timezone.now()
    for minute in minutes:
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            subject = seen(token).data_subject
    assert (subject is not None) is gets_in


def test_it_says_until_when(token, alma):
    session = CustomerSession.objects.get()
    assert session.ends_at == session.last_used_at + timedelta(minutes=30)
    session.started_at -= timedelta(hours=11, minutes=50)
    assert session.ends_at == session.started_at + timedelta(hours=12)


def test_reading_pages_writes_once_a_minute_at_most(token, django_assert_num_queries):
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        with django_assert_num_queries(2):
            assert seen(token).data_subject
        with django_assert_num_queries(1):
            assert seen(token).data_subject


@pytest.mark.security("A-04")
def test_a_step_up_changes_the_token_and_wears_off(token, alma):
    session = CustomerSession.objects.get()
    newer = actions.step_up(session, to=Level.A2, method="order-number")
    assert seen(token).data_subject is None, "the old token still opens"
    assert seen(newer).level is Level.A3
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        assert seen(newer).level is Level.A2


def test_a_fresh_proof_alone_does_not_lift_to_a2_or_a3(token, alma):
    session = CustomerSession.objects.get()
    newer = actions.step_up(session, to=Level.A1, method="code")
    assert seen(newer).level is Level.A1


@pytest.mark.security("A-05")
def test_ending_one_ends_one_and_ending_all_leaves_this_one(alma):
    browsers = [sign_in(Client(), alma).cookies[COOKIE].value for _ in range(3)]
    bas = sign_in(Client(), person(BAS)).cookies[COOKIE].value
    first = sessions.find(browsers[0], now=timezone.now())
    actions.end_session(sessions.find(browsers[1], now=timezone.now()), by=Actor.system("test"))
    assert [seen(token).data_subject is not None for token in browsers] == [True, False, True]
    assert actions.end_other_sessions(alma, but=first, by=Actor.system("test")) == 1
    assert [seen(token).data_subject is not None for token in browsers] == [True, False, False]
    assert seen(bas).data_subject, "somebody else was thrown out"


@pytest.mark.security("A-05")
def test_freezing_ends_every_session_at_once(alma, token):
    actions.freeze(alma, by=Actor.visitor())
    assert seen(token).data_subject is None
    assert alma.is_frozen


# --- what a session carries


def test_drafts_survive_two_tabs_and_are_sealed(alma, token):
    one, two = seen(token).customer_session, seen(token).customer_session
    assert one.get("draft") is None and one.take("draft", "none") == "none"
    one.put("draft", {"words": "my secret wish"})
    two.put("other", 1)
    row = CustomerSession.objects.get()
    assert row.get("draft") == {"words": "my secret wish"} and row.get("other") == 1
    assert b"secret" not in bytes(CustomerSession.objects.values_list("data", flat=True).get())
    assert row.take("draft") == {"words": "my secret wish"}
    assert CustomerSession.objects.get().get("draft") is None


def test_a_notice_is_shown_once(token):
    request = seen(token)
    notify(request, "Opgeslagen.")
    notify(request, "Klaar.")
    assert seen(token).notices == ["Opgeslagen.", "Klaar."]
    assert seen(token).notices == []


def test_a_notice_to_nobody_is_kept_nowhere(db):
    notify(seen(None), "Opgeslagen.")
    assert not CustomerSession.objects.exists()


# --- who may see what


@requires(Level.A2)
def secret(request):
    from django.http import HttpResponse

    return HttpResponse("the secret")


def test_below_the_level_it_leads_up_and_back(alma, token):
    nobody = seen(None)
    assert secret(nobody).url.endswith("/inloggen/?next=%2Fmijn-gegevens%2F")
    half = secret(seen(token))
    assert half.status_code == 302 and "inloggen" in half.url and b"secret" not in half.content
    newer = actions.step_up(CustomerSession.objects.get(), to=Level.A2, method="order-number")
    page = secret(seen(newer))
    assert page.content == b"the secret" and "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://testserver/mijn-gegevens/downloads/?x=1", "?next=%2Fmijn-gegevens%2Fdownloads%2F"),
        ("https://evil.example/mijn-gegevens/", ""),
        ("", ""),
    ],
)
def test_a_form_that_was_refused_leads_back_to_its_page(db, referrer, back):
    request = RequestFactory().post("/mijn-gegevens/downloads/nieuw/", headers={"referer": referrer})
    DataSubjectMiddleware(lambda request: None)(request)
    assert secret(request).url.removeprefix("/mijn-gegevens/inloggen/") == back


@pytest.mark.security("ASVS 3.7.2")
@pytest.mark.parametrize(
    ("wanted", "safe"),
    [
        ("/mijn-gegevens/verzoeken/", True),
        ("", False),
        ("https://evil.example/", False),
        ("//evil.example/", False),
        ("/" + "a" * 600, False),
    ],
)
def test_the_way_back_stays_on_this_site(wanted, safe):
    assert safe_next(RequestFactory().get("/"), wanted) == (wanted if safe else "")
