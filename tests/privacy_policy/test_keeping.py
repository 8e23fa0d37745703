"""What was published stays: against mistakes, against clever requests, against whoever sits at the database."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page, Revision

from privacy_portal.evidence.append_only import AppendOnlyError
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from tests.support.staff import signed_in

from .conftest import processor, publish, section
from .reviewing import edit_url, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(published) -> PolicyVersion:
    return PolicyVersion.objects.get()


@pytest.fixture
def admin(client, chandni):
    return signed_in(chandni, client)


def as_stored(version: PolicyVersion) -> dict:
    return PolicyVersion.objects.filter(pk=version.pk).values().get()


FORBIDDEN = (
    "UPDATE privacy_policy_policyversion SET html = ''",
    "UPDATE privacy_policy_policyversion SET slug = '2000-01-01'",
    "DELETE FROM privacy_policy_policyversion",
)
FORBIDDEN_ONLY_ON = {"postgresql": ("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE privacy_policy_policyversion CASCADE",)}


class TestAgainstCode:
    def test_a_row_cannot_be_saved_again(self, version):
        version.html = "<p>Anders</p>"
        with pytest.raises(AppendOnlyError):
            version.save()

    @pytest.mark.parametrize(
        "attempt",
        [
            lambda: PolicyVersion.objects.update(html="<p>Anders</p>"),
            lambda: PolicyVersion.objects.all().delete(),
            lambda: PolicyVersion.objects.get().delete(),
            lambda: PolicyVersion.objects.bulk_update([PolicyVersion.objects.get()], ["html"]),
        ],
    )
    def test_rows_cannot_be_changed_or_removed(self, version, attempt):
        with pytest.raises(AppendOnlyError):
            attempt()

    def test_the_database_refuses_too(self, version):
        before = as_stored(version)
        for statement in [*FORBIDDEN, *FORBIDDEN_ONLY_ON.get(connection.vendor, ())]:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(statement)
        assert as_stored(version) == before


class TestAgainstWagtail:
    def test_purging_revisions_leaves_the_published_one(self, published, version):
        published.title = "Concept"
        published.save_revision()
        call_command("purge_revisions")
        published.refresh_from_db()
        assert published.live_revision == version.revision
        with pytest.raises(ProtectedError):
            version.revision.delete()

    def test_a_published_revision_that_is_rewritten_changes_no_version(self, published, version, chandni, admin):
        """Autosave lets the author of the latest revision overwrite it, also when it is the one that is live."""
        before = as_stored(version)
        revision = published.live_revision
        published.title = "Stiekem anders"
        published.save_revision(user=chandni, overwrite_revision=revision)
        assert Revision.objects.get(pk=revision.pk).content["title"] == "Stiekem anders"
        assert as_stored(version) == before
        page = admin.get("/privacybeleid/").content.decode()
        assert "Stiekem anders" not in page

    def test_nor_does_a_request_that_names_the_live_revision_to_overwrite(self, published, version, admin):
        """Wagtail's own pages never send that; a crafted request of the author can, and it is answered with 200."""
        before, sent = as_stored(version), form_of(published, introduction="Stiekem anders.")
        sent["overwrite_revision_id"] = str(published.live_revision_id)
        admin.post(edit_url(published), sent, headers={"accept": "application/json"})
        assert "Stiekem" in Revision.objects.get(pk=published.live_revision_id).content["introduction"]
        assert as_stored(version) == before
        assert "Stiekem" not in PolicyPage.objects.get(pk=published.pk).introduction
        assert "Stiekem" not in admin.get("/privacybeleid/").content.decode()
        call_command("verify_versions")

    def test_text_of_a_deleted_register_entry_stays(self, published, dutch):
        printer = processor("zalsman", dutch, name="Zalsman")
        parties = ("processors", {"caption": "", "processors": [printer.pk]})
        version = publish(published, section("Partijen", "processors", parties))
        printer.delete()
        version.refresh_from_db()
        assert "Zalsman" in version.html

    def test_a_page_with_versions_cannot_be_deleted_from_code_either(self, published, version):
        with pytest.raises(ProtectedError), transaction.atomic():
            published.delete()
        assert PolicyPage.objects.filter(pk=published.pk).exists()

    def test_blocks_that_no_longer_exist_take_nothing_from_a_version(self, published, version, client):
        """After a change of the code an old revision loses such blocks without a word; a version does not."""
        raw = '[{"type": "a_block_of_2019", "value": "weg", "id": "1"}]'
        PolicyPage.objects.filter(pk=published.pk).update(sections=raw)
        assert not PolicyPage.objects.get(pk=published.pk).sections
        assert "1. Welke gegevens" in client.get("/privacybeleid/").content.decode()

    def test_superusers_may_neither_delete_nor_unpublish(self, published, chandni):
        permissions = Page.objects.get(pk=published.pk).permissions_for_user(chandni)
        assert not permissions.can_delete() and not permissions.can_unpublish()
        assert permissions.can_edit() and permissions.can_publish()

    def test_a_draft_without_versions_may_go(self, policy_page, chandni):
        assert policy_page.permissions_for_user(chandni).can_delete()

    @pytest.mark.parametrize("name", ["delete", "unpublish"])
    def test_the_admin_refuses_without_breaking(self, published, version, admin, name):
        response = admin.post(reverse(f"wagtailadmin_pages:{name}", args=[published.pk]), follow=True)
        assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
        published.refresh_from_db()
        assert published.live and PolicyVersion.objects.count() == 1

    def test_the_pages_above_it_are_not_deleted_either(self, published, admin):
        above = published.get_parent()
        response = admin.post(
            reverse("wagtailadmin_pages:delete", args=[above.pk]),
            {"confirm_site_name": "SPOT Groningen"},
            follow=True,
        )
        assert "Dat kun je niet verwijderen" in response.content.decode()
        assert Page.objects.filter(pk__in=[above.pk, published.pk]).count() == 2

    def test_it_is_not_among_pages_deleted_in_bulk(self, published, admin):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        offered = admin.get(f"{url}?id={published.pk}")
        assert offered.status_code == 200 and not offered.context["items"]
        admin.post(f"{url}?id={published.pk}")
        assert PolicyPage.objects.get(pk=published.pk).live

    def test_pages_above_it_are_not_deleted_in_bulk(self, published, admin):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        target = published.get_parent().pk
        response = admin.post(f"{url}?id={target}", {"confirm_site_name": "SPOT Groningen"}, follow=True)
        assert "Er is niets verwijderd" in response.content.decode()
        assert PolicyPage.objects.get(pk=published.pk).live

    def test_bulk_unpublishing_from_above_leaves_it_live(self, published, admin):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        admin.post(f"{url}?id={published.get_parent().pk}", {"include_descendants": "on"})
        published.refresh_from_db()
        assert published.live


class TestAddresses:
    """What was published can be read at the same address, whatever becomes of the page."""

    ADDRESSES = ("/privacybeleid/", "/privacybeleid/versies/", "/privacybeleid/versies/2026-11-01/")

    def test_they_survive_a_new_slug(self, published, client):
        published.slug = "iets-anders"
        published.save_revision().publish()
        for address in (*self.ADDRESSES, "/iets-anders/"):
            response = client.get(address)
            assert response.status_code == 200, address

    def test_they_survive_a_page_that_is_no_longer_live(self, published, client):
        published.unpublish()
        for address in self.ADDRESSES:
            assert client.get(address).status_code == 200, address

    def test_the_public_sees_the_version_and_never_the_draft(self, published, client):
        published.introduction = "<p>Nog geheim</p>"
        published.save_revision()
        PolicyPage.objects.filter(pk=published.pk).update(introduction="<p>Buiten Wagtail om</p>")
        page = client.get("/privacybeleid/").content.decode()
        assert "Nog geheim" not in page and "Buiten Wagtail om" not in page
