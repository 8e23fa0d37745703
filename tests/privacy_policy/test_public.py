"""The policy as a visitor meets it: current text, list of versions, permanent versions, two languages."""

import re
from datetime import date

import pytest
from django.utils import translation

from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.privacy_policy.queries import current_version, version_in_force

from .conftest import publish, section, stream, text

pytestmark = pytest.mark.django_db
TODAY = "2026-11-22T12:00:00+00:00"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def english_page(published, english) -> PolicyPage:
    """Its own text and its own version; a translation, not an alias."""
    page = published.copy_for_translation(english)
    page.title, page.slug = "Privacy policy", "privacy-policy"
    page.introduction = "<p>This policy is about your data.</p>"
    page.sections = stream(page, section("Which data", "data", text("Your name.")))
    page.save_revision().publish()
    return page


def read(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


class TestCurrentPolicy:
    def test_it_is_the_newest_version_that_applies(self, published, client):
        publish(published, section("Je rechten", "rights", text("Nieuw.")), effective_from=date(2026, 11, 20))
        page = read(client, "/privacybeleid/")
        assert "Nieuw." in page and "20 november 2026" in page

    def test_it_has_a_contents_list_whose_anchors_exist(self, published, client):
        page = read(client, "/privacybeleid/")
        targets = re.findall(r'href="#([^"]+)"', page)
        assert {"summary", "data", "rights"} <= set(targets)
        for target in set(targets):
            assert page.count(f'id="{target}"') == 1, target

    def test_it_has_one_heading_and_tells_about_itself(self, published, client):
        published.reviewed_on = date(2026, 10, 20)
        publish(published, reviewed_on=date(2026, 10, 20), version_label="3.1")
        page = read(client, "/privacybeleid/")
        assert page.count("<h1") == 1
        for said in ("Versie 3.1", "Geldig sinds", "1 november 2026", "20 oktober 2026", "1 minuut lezen"):
            assert said in page, said
        assert PolicyVersion.objects.newest_first().first().sha256 in page

    def test_it_says_what_changed_and_marks_the_sections(self, published, client):
        publish(
            published,
            section("Je rechten", "rights", text("Nieuw.")),
            effective_from=date(2026, 11, 20),
            change_summary="<p>De rechten zijn uitgebreid.</p>",
        )
        page = read(client, "/privacybeleid/")
        assert "De rechten zijn uitgebreid." in page
        assert page.count("Gewijzigd in deze versie") == 1

    def test_it_may_be_indexed_and_has_one_address(self, published, client):
        page = read(client, "/privacybeleid/")
        assert '<meta name="description" content="Dit beleid gaat over jouw gegevens.">' in page
        assert "noindex" not in page
        assert re.search(r'rel="canonical" href="[^"]+/privacybeleid/"', page)

    def test_the_page_itself_serves_the_same(self, published, client):
        """Wagtail's own address of the page, when an editor changed its slug."""
        published.slug = "beleid"
        published.save_revision().publish()
        assert "<p>Dit beleid gaat over jouw gegevens.</p>" in read(client, "/beleid/")

    def test_it_asks_little_of_the_database(self, published, client, django_assert_max_num_queries):
        read(client, "/privacybeleid/")
        with django_assert_max_num_queries(7):
            read(client, "/privacybeleid/")

    def test_it_may_be_kept_by_everyone_and_sets_no_cookie(self, published, client):
        response = client.get("/privacybeleid/")
        assert "public" in response["Cache-Control"]
        assert not response.cookies and "Cookie" not in response.get("Vary", "")

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_it_can_only_be_read(self, published, client, method):
        assert getattr(client, method)("/privacybeleid/").status_code == 405


class TestComingVersion:
    def test_its_own_page_says_from_when_and_what_applies_until_then(self, published, client):
        publish(published, section("Je rechten", "rights", text("Straks.")), effective_from=date(2027, 1, 1))
        page = read(client, "/privacybeleid/versies/2027-01-01/")
        assert "Deze versie gaat in op 1 januari 2027." in page
        assert "Tot die dag geldt de versie van 1 november 2026." in page
        assert "/privacybeleid/versies/2026-11-01/" in page

    def test_in_force_is_a_matter_of_the_day(self, published):
        publish(published, section("Je rechten", "rights", text("Straks.")), effective_from=date(2027, 1, 1))
        assert current_version("nl").slug == "2027-01-01"
        assert version_in_force("nl", date(2026, 12, 31)).slug == "2026-11-01"
        assert version_in_force("nl", date(2027, 1, 1)).slug == "2027-01-01"
        assert version_in_force("nl", date(2026, 10, 31)) is None


class TestVersions:
    @pytest.fixture
    def two(self, published):
        publish(published, section("Je rechten", "rights", text("Nieuw.")), effective_from=date(2026, 11, 20))
        return published

    def test_the_list_is_newest_first_and_says_which_applies(self, two, client):
        page = read(client, "/privacybeleid/versies/")
        assert page.index("/versies/2026-11-20/") < page.index("/versies/2026-11-01/")
        assert page.count("Geldt nu") == 1

    def test_an_old_version_says_so_and_leads_to_the_current_one(self, two, client):
        page = read(client, "/privacybeleid/versies/2026-11-01/")
        assert "Dit is een oude versie van ons privacybeleid" in page and "20 november 2026" in page
        assert "Inzage." in page and "Nieuw." not in page
        assert 'content="noindex"' in page
        assert re.search(r'rel="canonical" href="[^"]+/privacybeleid/"', page)

    def test_the_newest_has_a_permanent_address_too_without_that_banner(self, two, client):
        page = read(client, "/privacybeleid/versies/2026-11-20/")
        assert "oude versie" not in page and 'content="noindex"' in page

    @pytest.mark.parametrize("slug", ["2001-01-01", "onzin", "2026-11-01-2"])
    def test_what_was_never_published_is_not_there(self, two, client, slug):
        read(client, f"/privacybeleid/versies/{slug}/", status=404)


class TestLanguages:
    def test_each_language_has_its_own_version_and_text(self, english_page, client):
        assert "This policy is about your data." in read(client, "/en/privacy-policy/")
        assert "Dit beleid gaat over jouw gegevens." in read(client, "/privacybeleid/")
        assert current_version("en").html != current_version("nl").html

    def test_versions_of_one_release_know_each_other(self, english_page):
        assert current_version("en").release_group == current_version("nl").release_group

    @pytest.mark.parametrize(
        ("here", "there"),
        [
            ("/privacybeleid/", "/en/privacy-policy/"),
            ("/privacybeleid/versies/", "/en/privacy-policy/versions/"),
            ("/privacybeleid/versies/2026-11-01/", "/en/privacy-policy/versions/2026-11-01/"),
        ],
    )
    def test_the_switch_leads_to_the_same_page(self, english_page, client, here, there):
        assert re.search(rf'<a href="{there}"[^>]* hreflang="en"', read(client, here))
        assert re.search(rf'<a href="{here}"[^>]* hreflang="nl"', read(client, there))

    def test_a_language_without_a_policy_points_to_one_that_has_it(self, published, client):
        page = read(client, "/en/privacy-policy/", status=404)
        assert "not available in this language yet" in page and 'href="/privacybeleid/"' in page

    def test_without_any_policy_there_is_nothing(self, front_page, client):
        read(client, "/privacybeleid/", status=404)

    def test_the_address_does_not_depend_on_the_readers_browser(self, english_page, client):
        with translation.override("en"):
            page = client.get("/privacybeleid/", headers={"accept-language": "en"}).content.decode()
        assert '<html lang="nl"' in page
