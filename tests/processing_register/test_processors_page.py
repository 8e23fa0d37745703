"""The processor page as Alma meets it: search, filters and order in the address, without script and without cookie."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from privacy_portal.processing_register.listing import COLUMNS

from .entries import processor, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client, spot_register):
    def found(**wanted) -> list[str]:
        page = client.get("/en/processors/", wanted).content.decode()
        return re.findall(r'<th scope="row">\s*<a[^>]*>([^<]+)</a>', page)

    return found


def test_it_lives_at_its_own_address_in_each_language():
    for language, address in {"nl": "/verwerkers/", "en": "/en/processors/"}.items():
        with translation.override(language):
            assert reverse("processing_register:processors") == address


def test_it_shows_all_parties_by_name(find):
    names = find()
    assert len(names) == 11
    assert names == sorted(names, key=str.casefold)


FOUND = {
    "a name": ({"q": "keyn"}, ["Keynius"]),
    "a service": ({"q": "LOCKERS"}, ["Keynius"]),
    "two words": ({"q": "hosts database"}, ["CJ2"]),
    "a kind of data": ({"data": "locker"}, ["Keynius"]),
    "a purpose": ({"purpose": "relations"}, ["Tribe"]),
    "a role": ({"role": "partner"}, ["Ticketmaster"]),
    "a role that is not stated": ({"role": "unknown"}, ["KW Theaterpromotie", "Zalsman Groningen B.V."]),
    "a country": ({"where": "US"}, ["Google", "Mailchimp/Mandrill"]),
    "outside the EEA": ({"where": "outside"}, ["Google", "Mailchimp/Mandrill"]),
    "inside the EEA": ({"where": "eea"}, []),
    "two filters": ({"where": "outside", "purpose": "website"}, ["Google"]),
    "blanks": ({"q": "", "role": ""}, None),
}


@pytest.mark.parametrize(("wanted", "names"), FOUND.values(), ids=FOUND)
def test_it_finds(find, wanted, names):
    assert find(**wanted) == (find() if names is None else names)


def test_a_party_that_processes_inside_the_eea_is_found_there(find):
    entry = processor("google", "nl")
    from privacy_portal.processing_register.models import Transfer

    publish(entry, transfers=[Transfer(country="IE")])
    assert find(where="eea") == ["Google"]
    assert "Google" in find(where="outside")


def test_it_counts_in_words_that_a_screen_reader_hears(client, spot_register):
    page = client.get("/verwerkers/", {"where": "outside"}).content.decode()
    assert re.search(r'role="status">\s*2 van 11 partijen', page)


def test_nothing_found_is_said_kindly(client, spot_register):
    page = client.get("/verwerkers/", {"q": "zeppelin"}).content.decode()
    assert "Geen partij past bij deze filters." in page
    assert "Toon alles" in page


def test_an_empty_register_says_so(client):
    response = client.get("/verwerkers/")
    assert response.status_code == 200
    assert "In dit register staat nog geen partij." in response.content.decode()


@pytest.mark.parametrize("column", [column.key for column in COLUMNS])
def test_every_column_sorts_both_ways(find, column):
    upwards, downwards = find(sort=column), find(sort=f"-{column}")
    assert sorted(upwards) == sorted(downwards) == sorted(find())


def test_what_is_not_stated_comes_last_in_both_directions(find):
    unstated = {"KW Theaterpromotie", "Zalsman Groningen B.V."}
    assert set(find(sort="role")[-2:]) == set(find(sort="-role")[-2:]) == unstated


def test_each_header_tells_how_it_sorts(client, spot_register):
    page = client.get("/verwerkers/", {"sort": "-where"}).content.decode()
    said = re.findall(r'<th scope="col"[^>]*aria-sort="(\w+)"', page)
    assert said == ["none", "none", "none", "none", "descending", "none"]
    assert said.count("none") + 1 == len(re.findall(r'<th scope="col"', page))


def test_a_sort_link_keeps_the_filters(client, spot_register):
    page = client.get("/verwerkers/", {"where": "outside"}).content.decode()
    assert re.search(r'href="\?where=outside&amp;sort=-?role"', page)


BAD = {
    "purpose": "world-peace",
    "data": "shoe-size",
    "role": "friend",
    "where": "atlantis",
    "sort": "colour",
    "q": "x" * 101,
}


@pytest.mark.parametrize(("name", "value"), BAD.items())
def test_a_filter_that_does_not_exist_is_told_and_left_out(client, spot_register, name, value):
    response = client.get("/verwerkers/", {name: value})
    page = response.content.decode()
    assert response.status_code == 400
    assert "<title>Fout:" in page
    assert "Er is een probleem" in page
    assert "11 van 11 partijen" in page


def test_what_a_visitor_types_is_never_markup(client, spot_register):
    attack = '"><script>alert(1)</script>'
    for name in ("q", "purpose", "sort"):
        assert "<script>alert" not in client.get("/verwerkers/", {name: attack}).content.decode()


def test_an_unknown_parameter_does_not_matter(client, spot_register):
    assert client.get("/verwerkers/", {"utm_source": "x"}).status_code == 200


def test_a_party_has_a_page_with_what_is_stated_and_what_is_not(client, spot_register):
    page = client.get("/verwerkers/mailchimp/").content.decode()
    assert "<h1" in page
    assert "Verenigde Staten" in page
    assert "Buiten de EER" in page
    assert "Verwerkersovereenkomst" in page
    assert "Niet vermeld" in page


def test_internal_remarks_stay_inside(client, spot_register):
    for path in ("/verwerkers/", "/verwerkers/mailchimp/", "/verwerkers.csv", "/verwerkers.json"):
        assert "common knowledge" not in client.get(path).content.decode()


def test_the_same_party_is_one_click_away_in_the_other_language(client, spot_register):
    assert 'href="/en/processors/mailchimp/"' in client.get("/verwerkers/mailchimp/").content.decode()


def test_a_party_that_is_not_there_is_not_found(client, spot_register):
    assert client.get("/verwerkers/acme/").status_code == 404


PUBLIC = (
    "/verwerkers/",
    "/en/processors/",
    "/verwerkers/google/",
    "/verwerkers.csv",
    "/verwerkers.json",
    "/verwerkers.schema.json",
    "/cookies/",
    "/en/cookies/",
    "/verwerkers/?q=google",
)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_visit_leaves_no_trace(client, spot_register, path):
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_can_be_posted(client, spot_register, path):
    assert client.post(path).status_code == 405


def test_a_page_costs_the_same_whatever_is_asked(client, spot_register, django_assert_max_num_queries):
    client.get("/verwerkers/")
    for wanted in ({}, {"q": "google"}, {"where": "outside", "sort": "-name"}):
        with django_assert_max_num_queries(8):
            client.get("/verwerkers/", wanted)
