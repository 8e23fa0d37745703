"""The downloads page: asking, following, fetching; and a file of somebody else is not there."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from privacy_portal.data_subjects.levels import Level
from privacy_portal.exports.building import build
from privacy_portal.exports.enums import ExportState
from privacy_portal.exports.models import Export
from tests.support.customers import BAS, person, sign_in
from tests.support.fake_source import FakeSource, only, order

pytestmark = pytest.mark.django_db
PAGE = "/mijn-gegevens/downloads/"
EVERYTHING = {"scope": "access", "formats": ["html", "csv", "json"], "sources": ["shop"]}


@pytest.fixture
def alma():
    with only(FakeSource("shop", records=[order(1)]), FakeSource("lockers", capabilities=frozenset())):
        yield person()


@pytest.fixture
def ready(alma):
    return build(Export.objects.create(subject=alma, language="nl").pk)


def browser(subject, level=Level.A2):
    return sign_in(Client(), subject, level=level)


def text(answer):
    return " ".join(answer.content.decode().split())


def proof_asked(answer):
    return answer.status_code == 302 and not answer["Location"].startswith(PAGE)


def test_it_asks_a_visitor_to_sign_in():
    assert "/inloggen/" in Client().get(PAGE)["Location"]


def test_it_asks_for_a_second_proof_before_a_file_is_made(alma):
    assert browser(alma, Level.A1).get(PAGE).status_code == 200
    assert proof_asked(browser(alma, Level.A1).post(f"{PAGE}nieuw/", EVERYTHING))
    assert not Export.objects.exists()


def test_it_makes_a_file_with_one_press_and_leads_to_its_page(alma, django_capture_on_commit_callbacks):
    client = browser(alma)
    page = text(client.get(PAGE))
    ticked = re.findall(r'name="(?:formats|sources)" value="(\w+)"[^>]*checked', page)
    assert ticked == ["html", "csv", "json", "shop"], "a source asked by hand is no choice"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{PAGE}nieuw/", EVERYTHING)
    export = Export.objects.get()
    assert answer["Location"] == f"{PAGE}{export.pk}/"
    assert (export.state, export.sources) == (ExportState.READY, [])
    page = text(client.get(answer["Location"]))
    assert export.sha256 in page
    assert "nog 5 keer" in page
    assert "Fake lockers" in page, "what was not asked is told"


def test_it_shows_how_far_the_file_is_with_and_without_a_script(alma):
    export = Export.objects.create(subject=alma, state="building", sources_total=4, sources_done=1, language="nl")
    client = browser(alma)
    page = text(client.get(f"{PAGE}{export.pk}/"))
    assert "1 van 4 plekken gevraagd" in page
    assert f'data-poll="{PAGE}{export.pk}/voortgang/"' in page
    assert "http-equiv" not in page, "the page moves by itself only if the person asks (WCAG 2.2.1)"
    assert 'http-equiv="refresh" content="10"' in text(client.get(f"{PAGE}{export.pk}/?follow"))
    status = client.get(f"{PAGE}{export.pk}/voortgang/").json()
    assert status == {
        "message": "We verzamelen je gegevens: 1 van 4 plekken gevraagd.",
        "percent": 25,
        "done": False,
    }


def test_it_says_done_when_it_is_ready(alma, ready):
    assert browser(alma).get(f"{PAGE}{ready.pk}/voortgang/").json()["done"] is True


@pytest.mark.security("ASVS 3.2.1", "ASVS 5.4.2", "ASVS 7.5.3")
def test_it_fetches_only_after_a_fresh_proof_and_a_post(alma, ready):
    address = f"{PAGE}{ready.pk}/bestand/"
    assert proof_asked(browser(alma, Level.A2).post(address))
    fresh = browser(alma, Level.A3)
    assert fresh.get(address)["Location"] == f"{PAGE}{ready.pk}/", "a link fetches nothing"
    ready.refresh_from_db()
    assert ready.downloads == 0
    answer = fresh.post(address)
    data = b"".join(answer.streaming_content)
    assert len(data) == ready.size == int(answer["Content-Length"])
    assert answer["Content-Type"] == "application/zip"
    assert re.fullmatch(r'attachment; filename="my-data-[\d-]+\.zip"', answer["Content-Disposition"])
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "nog 4 keer" in text(fresh.get(f"{PAGE}{ready.pk}/"))


def test_it_ends_after_five_times_and_says_what_can_be_done(alma, ready):
    Export.objects.update(downloads=5)
    answer = browser(alma, Level.A3).post(f"{PAGE}{ready.pk}/bestand/", follow=True)
    assert "Dit bestand kun je niet meer downloaden" in text(answer)


@pytest.mark.parametrize("over", [{"downloads": 5}, {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}], ids=str)
def test_a_file_that_cannot_be_fetched_any_more_is_not_called_ready(alma, ready, over):
    Export.objects.update(**over)
    page = text(browser(alma, Level.A3).get(f"{PAGE}{ready.pk}/"))
    assert "Je bestand is klaar." not in page and "/bestand/" not in page
    assert "Dit bestand kun je niet meer downloaden. Je kunt een nieuw bestand vragen." in page


def body(answer):
    """Without what differs per session or moment."""
    return re.sub(r'value="\w{64}"|[0-9a-f-]{36}|\d\d[:.]\d\d|data-seconds="\d+"', "", text(answer))


@pytest.mark.security("A-08")
@pytest.mark.parametrize("tail", ["", "voortgang/", "bestand/", "aanvullen/"])
def test_it_treats_somebody_elses_file_like_one_that_is_not_there(alma, ready, tail):
    bas = browser(person(BAS), Level.A3)
    send = bas.post if tail in {"bestand/", "aanvullen/"} else bas.get
    foreign, missing = send(f"{PAGE}{ready.pk}/{tail}"), send(f"{PAGE}{uuid4()}/{tail}")
    assert foreign.status_code == missing.status_code == 404
    assert body(foreign) == body(missing)
    ready.refresh_from_db()
    assert ready.downloads == 0
    assert str(ready.pk) not in text(bas.get(PAGE))


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "everything"},
        {"formats": []},
        {"formats": ["exe"]},
        {"sources": ["../etc"]},
        {"sources": []},
        {"sources": ["lockers"]},
    ],
)
def test_it_says_what_is_wrong_with_a_choice(alma, wrong):
    answer = browser(alma).post(f"{PAGE}nieuw/", {**EVERYTHING, **wrong})
    assert answer.status_code == 200
    assert "ds-error-summary" in text(answer)
    assert not Export.objects.exists()


def test_it_gives_the_file_under_way_instead_of_a_second_one(alma):
    client = browser(alma)
    first, second = (client.post(f"{PAGE}nieuw/", EVERYTHING)["Location"] for _ in range(2))
    assert first == second


def test_it_says_when_one_was_made_today(alma):
    client = browser(alma)
    client.post(f"{PAGE}nieuw/", {**EVERYTHING, "formats": ["html"]})
    build(Export.objects.get().pk)
    answer = client.post(f"{PAGE}nieuw/", EVERYTHING)
    assert "We hebben vandaag al een bestand voor je gemaakt" in text(answer)


def test_it_asks_about_the_byte_order_mark(alma):
    client = browser(alma)
    assert re.search(r'name="byte_order_mark"[^>]*checked', text(client.get(PAGE)))
    client.post(f"{PAGE}nieuw/", EVERYTHING)
    assert Export.objects.get().byte_order_mark is False, "a box that is not ticked is not sent"


def test_it_shows_that_a_file_is_partial_and_completes_it_with_one_press(alma, django_capture_on_commit_callbacks):
    with only(FakeSource("shop", records=[order(1)]), FakeSource("crm", failures=1, records=[order(2, source="crm")])):
        export = build(Export.objects.create(subject=alma, language="nl").pk)
        client = browser(alma)
        page = text(client.get(f"{PAGE}{export.pk}/"))
        assert "Klaar, niet volledig" in page and "Klaar, niet volledig" in text(client.get(PAGE))
        assert "Fake crm" in page and "Vul mijn bestand aan" in page
        address = f"{PAGE}{export.pk}/aanvullen/"
        assert proof_asked(browser(alma, Level.A1).post(address))
        assert client.get(address)["Location"] == f"{PAGE}{export.pk}/", "a link asks nothing"
        assert Export.objects.count() == 1
        cache.clear()  # the failed system has rested
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(address)
        whole = Export.objects.get(completes=export)
        assert answer["Location"] == f"{PAGE}{whole.pk}/"
        assert (whole.state, whole.is_partial, whole.records) == (ExportState.READY, False, 2)
        page = text(client.get(f"{PAGE}{export.pk}/"))
        assert "bekijk het nieuwe bestand" in page and "Vul mijn bestand aan" not in page
        assert browser(person(BAS)).post(address).status_code == 404


def test_it_says_when_a_file_cannot_be_completed(alma, ready):
    answer = browser(alma).post(f"{PAGE}{ready.pk}/aanvullen/", follow=True)
    assert "Dit bestand kunnen we niet meer aanvullen" in text(answer)


def test_it_speaks_english(alma, ready):
    assert "Download my data" in text(browser(alma).get("/en/my-data/downloads/"))
    assert "Download my file" in text(browser(alma).get(f"/en/my-data/downloads/{ready.pk}/"))


def test_V10_a_held_file_shows_why_and_until_when_and_no_button(alma, ready):
    from privacy_portal.data_subjects.actions import freeze, unfreeze
    from privacy_portal.evidence.actors import Actor

    by = Actor.system("test")
    freeze(alma, by=by)
    unfreeze(alma, by=by)
    client, url = browser(alma, Level.A3), f"{PAGE}{ready.pk}/"
    page = text(client.get(url))
    assert "Dit wacht tot" in page and "opnieuw geopend" in page
    assert f"{url}bestand/" not in page
    fetch = f"{url}bestand/"
    assert client.post(fetch)["Location"] == url
    ready.refresh_from_db()
    assert ready.downloads == 0
