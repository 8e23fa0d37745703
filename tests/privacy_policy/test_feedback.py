"""A reader says whether a section was clear: it is counted, and nothing is known about the reader."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from privacy_portal.casework.groups import load_groups
from privacy_portal.data_subjects.models import LimitCounter
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.privacy_policy.feedback.counting import UnknownSection, count
from privacy_portal.privacy_policy.models import PolicyPage, SectionFeedback
from tests.support.races import race
from tests.support.staff import member_of, signed_in

from .conftest import publish, section, text

pytestmark = pytest.mark.django_db
URL = "/privacybeleid/versies/2026-11-01/duidelijk/"
REPORT = "/beheer/reports/policy-clarity/"
OWN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def say(answer: str = "no", anchor: str = "data", client: Client | None = None, url: str = URL, **headers):
    return (client or Client()).post(url, {"section": anchor, "clear": answer}, headers=headers)


def counts() -> list[tuple[str, int, int]]:
    return list(SectionFeedback.objects.order_by("anchor").values_list("anchor", "clear", "unclear"))


def test_the_form_stands_once_on_the_page_and_not_in_the_frozen_text(published, client):
    response = client.get("/privacybeleid/")
    html = response.content.decode()
    assert html.count("Was dit duidelijk?") == 1 and f'action="{URL}"' in html
    for option in ('value="_whole"', 'value="summary"', 'value="data"', 'value="rights"'):
        assert html.count(f"<option {option}") == 1
    assert "Was dit duidelijk?" not in published.versions.get().html
    assert "csrf" not in html and not response.cookies and "public" in response["Cache-Control"]


def test_an_answer_is_counted_and_leads_back_to_the_section(published, client):
    response = say("no", client=client, **OWN)
    assert response.status_code == 303 and not response.cookies
    page = client.get(response.url).content.decode()
    assert "Bedankt voor je antwoord" in page and 'href="/privacybeleid/#data"' in page
    client.get(response.url)
    say("yes", "data"), say("yes", "_whole"), say("no", "summary")
    assert counts() == [("_whole", 1, 0), ("data", 1, 1), ("summary", 0, 1)]


def test_nothing_about_the_reader_is_kept(published, client):
    before = LedgerEntry.objects.count()
    say(client=client, **OWN)
    assert {field.name for field in SectionFeedback._meta.fields} == {"id", "version", "anchor", "clear", "unclear"}
    assert LedgerEntry.objects.count() == before
    assert "127.0.0.1" not in str(LimitCounter.objects.values())
    assert not client.cookies


def test_in_english_too(published, english):
    page = PolicyPage.objects.get(pk=published.pk).copy_for_translation(english)
    publish(page, section("Which data", "data", text("Your name.")), title="Privacy policy")
    response = say("no", url="/en/privacy-policy/versions/2026-11-01/clear/")
    assert "Thank you for your answer" in Client().get(response.url).content.decode()
    assert counts() == [("data", 0, 1)] and SectionFeedback.objects.get().version.language_code == "en"


def test_an_older_version_is_counted_by_itself_and_leads_back_to_itself(published, client):
    publish(published, section("Je rechten", "rights", text("Nieuw.")), effective_from=timezone.localdate())
    response = say("no", "data")
    assert "/privacybeleid/versies/2026-11-01/#data" in client.get(response.url).content.decode()
    assert SectionFeedback.objects.get().version.slug == "2026-11-01"


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_address_counts_nothing(published, client, method):
    response = getattr(client, method)(URL)
    assert (response.status_code, response.url) == (302, "/privacybeleid/") and counts() == []


@pytest.mark.parametrize(
    "anchor, answer",
    [("", "no"), ("data", ""), ("data", "maybe"), ("nowhere", "no"), ("<script>", "no"), ("a" * 999, "no")],
)
def test_what_is_no_section_or_no_answer_is_refused_kindly(published, anchor, answer):
    response = say(answer, anchor)
    html = response.content.decode()
    assert response.status_code == 400 and "Je antwoord is niet geteld" in html and "<script>x" not in html
    assert counts() == []


def test_a_version_that_is_none_is_not_found(published, client):
    for slug in ("1999-01-01", "x"):
        assert say(url=f"/privacybeleid/versies/{slug}/duidelijk/").status_code == 404
    assert client.get(f"{URL}nowhere/yes/").status_code == client.get(f"{URL}data/maybe/").status_code == 404
    assert counts() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        {"sec-fetch-site": "same-origin", "origin": "http://testserver.elsewhere.example"},
    ],
)
def test_another_site_cannot_let_its_visitors_vote(published, headers):
    response = say(**headers)
    assert response.status_code == 403 and "van een andere website" in response.content.decode()
    assert counts() == []


def test_one_address_votes_so_often_an_hour_and_another_is_not_stopped(published, settings):
    settings.CUSTOMER_LIMITS = {"feedback-per-ip": 2}
    assert [say().status_code for _ in range(3)] == [303, 303, 429]
    assert "over een uur" in say().content.decode()
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert say(client=other).status_code == 303
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert say().status_code == 303
    assert counts() == [("data", 0, 4)]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_is_lost(published, tmp_path):
    version = published.versions.get()
    outcomes = race(lambda n: count(version, "data", clear=bool(n % 2)), 8, tmp_path, then=counts)
    assert outcomes == [None] * 8 + [[("data", 4, 4)]]


def test_a_section_the_version_has_not_is_no_count(published):
    with pytest.raises(UnknownSection):
        count(published.versions.get(), "nowhere", clear=True)
    assert counts() == []


@pytest.mark.parametrize(
    "role, may", [("Editors", True), ("Legal", True), ("Officer", True), ("Privacy desk", False), ("Auditor", False)]
)
def test_the_report_is_for_whoever_writes_checks_or_watches(published, role, may):
    load_groups()
    say("no"), say("yes", "rights")
    response = signed_in(member_of(role)).get(REPORT)
    seen = response.status_code == 200 and "1. Welke gegevens" in response.content.decode()
    assert seen == may
    front = signed_in(member_of(role)).get("/beheer/").content.decode()
    assert (REPORT in front) == may


def test_the_report_shows_what_needs_work_first_for_any_number(published, django_assert_max_num_queries):
    say("yes", "rights"), say("no", "data"), say("no", "data")
    boss = signed_in(member_of(""))
    boss.get(REPORT)
    with django_assert_max_num_queries(14):
        html = boss.get(REPORT).content.decode()
    assert html.index("1. Welke gegevens") < html.index("2. Je rechten")
    export = boss.get(f"{REPORT}?export=csv")
    assert "data,2026-11-01,nl,2,0" in b"".join(export.streaming_content).decode()


def test_visitors_do_not_see_the_report(published, client):
    assert client.get(REPORT).status_code == 302
