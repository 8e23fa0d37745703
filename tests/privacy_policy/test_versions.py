"""The list of versions, and their pages that stay: what each says, where it leads, and what it costs."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion

from .conftest import publish, section, text

pytestmark = pytest.mark.django_db
LIST = "/privacybeleid/versies/"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-22T12:00:00+00:00", tick=False)


@pytest.fixture
def three(published) -> PolicyPage:
    """Replaced, in force, coming."""
    new = section("Je rechten", "rights", text("Nieuw."))
    publish(published, new, effective_from=date(2026, 11, 22), change_summary="<p>De rechten zijn uitgebreid.</p>")
    publish(published, effective_from=date(2027, 1, 1), version_label="4.0", change_summary="<p>Straks anders.</p>")
    return published


def many(page: PolicyPage, count: int) -> None:
    """Versions of long ago, with texts as heavy as real ones."""
    model = PolicyVersion.objects.get()
    day = date(2000, 1, 1)
    rows = [
        PolicyVersion(
            page=page,
            language_code="nl",
            slug=(day + timedelta(days=number)).isoformat(),
            effective_from=day + timedelta(days=number),
            title=model.title,
            html="<p>Zwaar</p>" * 5000,
            text="Zwaar " * 5000,
            content=model.content,
            sha256=f"{number:064x}",
            change_summary="<p>Iets veranderd.</p>",
            reading_minutes=5,
            published_at=datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=number),
            approver_role="Jurist",
            is_technical=number % 5 == 0,
        )
        for number in range(count)
    ]
    PolicyVersion.objects.bulk_create(rows)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestList:
    def test_each_says_its_date_what_changed_its_hash_and_whether_it_applies(self, three, client):
        page = read(client, LIST)
        for said in (
            "Versie 4.0, 1 januari 2027",
            "Versie van 22 november 2026",
            "Versie van 1 november 2026",
            "De rechten zijn uitgebreid.",
        ):
            assert said in page, said
        assert page.count("Geldt nu") == 1 and page.count('data-color="info">Komt nog') <= 1
        for version in PolicyVersion.objects.all():
            assert version.sha256 in page

    def test_it_names_the_role_of_who_approved_and_never_a_person(self, published, client):
        many(published, 1)
        page = read(client, LIST)
        assert "Goedgekeurd door: Jurist" in page and "chandni" not in page

    def test_each_leads_to_the_comparison_with_the_one_before_it(self, three, client):
        page = read(client, LIST)
        compared = re.findall(r'href="[^"]*/([\d-]+\.\.[\d-]+)/"', page)
        assert compared == ["2026-11-22..2027-01-01", "2026-11-01..2026-11-22"]

    def test_each_offers_its_downloads(self, three, client):
        page = read(client, LIST)
        for version in PolicyVersion.objects.all():
            for extension in ("pdf", "md", "json"):
                assert f'href="{LIST}{version.slug}.{extension}"' in page
        assert 'aria-label="Download de versie van 1 november 2026"' in page

    def test_its_headings_are_unique(self, three, client):
        ids = re.findall(r'id="([^"]+)"', read(client, LIST))
        assert len(ids) == len(set(ids))

    def test_corrected_typing_errors_are_folded(self, published, client):
        many(published, 10)
        page = read(client, LIST)
        assert page.count('class="ds-details erratum"') == 2
        assert page.count("<article") == 9

    def test_it_costs_the_same_with_two_hundred_versions(self, published, client, django_assert_max_num_queries):
        many(published, 199)
        read(client, LIST)
        with django_assert_max_num_queries(6) as asked:
            page = read(client, LIST)
        assert page.count(".json") == 200 * 1 or page.count('.json"') == 200
        own = [query["sql"] for query in asked.captured_queries if "policyversion" in query["sql"]]
        for heavy in ("html", "text", "content"):
            assert not any(f'policyversion"."{heavy}"' in sql for sql in own)

    def test_it_has_one_address_for_search_engines_and_everybody_may_keep_it(self, three, client):
        response = client.get(LIST)
        assert re.search(r'rel="canonical" href="[^"]+/privacybeleid/versies/"', response.content.decode())
        assert "public" in response["Cache-Control"] and not response.cookies

    def test_without_versions_there_is_no_list(self, policy_page, client):
        assert client.get(LIST).status_code == 404


class TestPermanentPages:
    def test_they_survive_a_new_slug_and_a_page_that_is_no_longer_live(self, three, client):
        before = {v.slug: read(client, v.get_absolute_url()) for v in PolicyVersion.objects.all()}
        page = PolicyPage.objects.get(pk=three.pk)
        page.slug = "heel-anders"
        page.save_revision().publish()
        PolicyPage.objects.get(pk=three.pk).unpublish()
        for slug, html in before.items():
            assert article(read(client, f"{LIST}{slug}/")) == article(html)

    def test_they_say_where_the_current_text_is(self, three, client):
        old = read(client, f"{LIST}2026-11-01/")
        assert "Dit is een oude versie" in old and 'content="noindex"' in old
        assert re.search(r'rel="canonical" href="[^"]+/privacybeleid/"', old)

    def test_they_offer_proof_and_downloads(self, three, client):
        old = read(client, f"{LIST}2026-11-01/")
        assert PolicyVersion.objects.get(slug="2026-11-01").sha256 in old
        assert f'href="{LIST}2026-11-01.pdf"' in old and f'href="{LIST}2026-11-22.pdf"' not in old

    def test_a_draft_offers_no_downloads(self, policy_page, rf, client, chandni):
        from tests.support.staff import signed_in

        policy_page.save_revision()
        page = signed_in(chandni, client).get(f"/beheer/pages/{policy_page.pk}/view_draft/").content.decode()
        assert "Inzage." in page and ".json" not in page and "SHA-256" not in page


def article(html: str) -> str:
    return html[html.index("<article") : html.index("</article>")]
