"""From which day a version applies: a date of its own, never before anybody could read it, announced in time."""

from datetime import UTC, date, datetime

import pytest
import time_machine as clock
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from privacy_portal.evidence.actors import Actor
from privacy_portal.privacy_policy.actions import CannotFreeze, check_publishable, freeze_earlier
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from tests.support.staff import signed_in

from .conftest import publish, section, stream, text

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW = section("Je rechten", "rights", text("Nieuw."))
SAID = "<p>Korter opgeschreven.</p>"


@pytest.fixture(autouse=True)
def today():
    with clock.travel(TODAY, tick=False) as traveller:
        yield traveller


def read(client, address: str = "/privacybeleid/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestNeverSilentlyBefore:
    @pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 2)])
    def test_a_person_cannot_publish_it(self, published, chandni, day):
        with pytest.raises(CannotFreeze) as refused:
            publish(published, NEW, user=chandni, change_summary=SAID, effective_from=day)
        assert "22 november 2026" in str(refused.value.message_dict["effective_from"])
        published.refresh_from_db()
        assert "Nieuw." not in str(published.sections) and PolicyVersion.objects.count() == 1

    @pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 23), date(2030, 1, 1)])
    def test_today_and_later_are_fine(self, published, chandni, day):
        assert publish(published, NEW, user=chandni, change_summary=SAID, effective_from=day).effective_from == day

    def test_the_day_is_that_of_amsterdam(self, published, chandni, today):
        today.move_to(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
        with pytest.raises(CannotFreeze):
            publish(published, NEW, user=chandni, change_summary=SAID, effective_from=date(2026, 11, 22))
        assert publish(published, NEW, user=chandni, change_summary=SAID, effective_from=date(2026, 11, 23))

    def test_publishing_the_same_text_again_is_no_new_promise(self, published, chandni):
        publish(published, user=chandni)
        assert PolicyVersion.objects.count() == 1

    def test_the_very_first_version_may_carry_the_date_it_had_elsewhere(self, policy_page, chandni):
        assert publish(policy_page, user=chandni).effective_from == date(2026, 11, 1)

    def test_a_command_may_tell_history(self, published):
        published.effective_from = date(2023, 11, 10)
        version = freeze_earlier(published, Actor.system("import_policy"))
        assert version.slug == "2023-11-10"

    def test_a_typing_error_may_be_mended_afterwards(self, published, chandni):
        version = publish(
            published,
            section("Welke gegevens", "data", text("Je naam!")),
            section("Je rechten", "rights", text("Inzage.")),
            user=chandni,
            is_technical=True,
            change_summary="<p>Leesteken verbeterd.</p>",
        )
        assert version.slug == "2026-11-01-2"

    def test_a_translation_follows_the_date_of_what_it_translates(self, published, english, chandni):
        page = published.copy_for_translation(english)
        page.title, page.slug = "Privacy policy", "privacy-policy"
        page.save_revision(user=chandni).publish(user=chandni)
        assert PolicyVersion.objects.in_language("en").get().slug == "2026-11-01"

    def test_a_schedule_counts_from_its_own_day(self, published, chandni):
        page = PolicyPage.objects.get(pk=published.pk)
        page.sections, page.effective_from = stream(page, NEW), date(2026, 11, 30)
        page.change_summary = SAID
        page.go_live_at = datetime(2026, 12, 1, 9, tzinfo=UTC)
        with pytest.raises(CannotFreeze, match="1 december 2026"):
            check_publishable(page)
        page.effective_from = date(2026, 12, 1)
        check_publishable(page)


class TestInTheEditor:
    def form(self, page: PolicyPage, **fields) -> dict:
        return nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "effective_from": "2026-11-21",
                "version_label": "",
                "reviewed_on": "",
                "change_summary": rich_text(""),
                "introduction": rich_text("<p>Nieuw.</p>"),
                "summary": streamfield([]),
                "sections": streamfield([]),
                "comments-TOTAL_FORMS": 0,
                "comments-INITIAL_FORMS": 0,
                **fields,
            }
        )

    @pytest.mark.parametrize("button", ["action-publish", "action-submit"])
    def test_the_field_says_what_is_wrong(self, published, chandni, client, button):
        url = reverse("wagtailadmin_pages:edit", args=[published.pk])
        response = signed_in(chandni, client).post(url, self.form(published, **{button: "1"}))
        errors = response.context["form"].errors
        assert "voordat die op 22 november 2026" in str(errors["effective_from"])
        assert PolicyVersion.objects.count() == 1

    def test_a_draft_may_be_saved_with_any_date(self, published, chandni, client):
        url = reverse("wagtailadmin_pages:edit", args=[published.pk])
        response = signed_in(chandni, client).post(url, self.form(published))
        assert response.status_code == 302
        assert PolicyPage.objects.get(pk=published.pk).get_latest_revision_as_object().effective_from == date(
            2026, 11, 21
        )

    def test_a_schedule_in_the_past_is_refused_at_its_field(self, published, chandni, client):
        url = reverse("wagtailadmin_pages:edit", args=[published.pk])
        data = self.form(
            published, **{"action-submit": "1", "go_live_at": "2026-11-22 09:00", "effective_from": "2026-12-01"}
        )
        response = signed_in(chandni, client).post(url, data)
        assert "al voorbij" in str(response.context["form"].errors["go_live_at"])


class TestTheCurrentPage:
    """What applies is what people read; what comes is announced from its publication on."""

    @pytest.fixture
    def announced(self, published):
        return publish(published, NEW, effective_from=date(2026, 12, 1))

    def test_it_keeps_what_applies_and_announces_what_comes(self, announced, client):
        page = read(client)
        assert "Inzage." in page and "Nieuw." not in page
        assert "Op 1 december 2026 gaat een nieuwe versie van ons privacybeleid in." in page
        assert 'href="/privacybeleid/versies/2026-12-01/"' in page
        assert "oude versie" not in page

    def test_it_turns_at_midnight_in_amsterdam_without_a_publication(self, announced, client, today):
        today.move_to(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
        assert "Inzage." in read(client)
        today.move_to(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
        page = read(client)
        assert "Nieuw." in page and "gaat een nieuwe versie" not in page
        old = read(client, "/privacybeleid/versies/2026-11-01/")
        assert "Dit is een oude versie" in old and "1 december 2026" in old

    def test_what_applies_is_not_called_old_before_that(self, announced, client):
        assert "oude versie" not in read(client, "/privacybeleid/versies/2026-11-01/")

    def test_the_next_of_two_is_announced(self, announced, client, published):
        publish(published, section("Je rechten", "rights", text("Later.")), effective_from=date(2027, 1, 1))
        page = read(client)
        assert "1 december 2026" in page and "1 januari 2027" not in page

    def test_a_coming_version_that_was_replaced_says_so(self, announced, client, published):
        publish(published, section("Je rechten", "rights", text("Beter.")), effective_from=date(2026, 12, 1))
        assert "oude versie" in read(client, "/privacybeleid/versies/2026-12-01/")
        assert "/privacybeleid/versies/2026-12-01-2/" in read(client)

    def test_where_nothing_applies_yet_the_coming_one_is_shown(self, policy_page, client):
        publish(policy_page, effective_from=date(2027, 1, 1))
        page = read(client)
        assert "Deze versie gaat in op 1 januari 2027." in page and "Inzage." in page

    def test_nothing_is_announced_when_nothing_comes(self, published, client):
        assert "gaat een nieuwe versie" not in read(client)

    def test_it_asks_little_of_the_database(self, announced, client, django_assert_max_num_queries):
        read(client)
        with django_assert_max_num_queries(7):
            read(client)
