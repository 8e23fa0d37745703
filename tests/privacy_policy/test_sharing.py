"""A link to a draft: for whoever has it, for that text, for a while, and for nothing else."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.privacy_policy.approval.sharing import SALT, share
from privacy_portal.privacy_policy.models import PolicyPage
from tests.support.staff import member_of, signed_in

from .conftest import section, stream, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(db):
    return member_of("Editors", email="eva@example.org")


@pytest.fixture
def draft(published, eva) -> PolicyPage:
    published.introduction = "<p>Nog een concept.</p>"
    published.effective_from, published.change_summary = timezone.localdate(), "<p>De inleiding.</p>"
    published.save_revision(user=eva)
    return published


@pytest.fixture
def link(draft, eva, settings) -> str:
    return share(draft.review, by=eva).removeprefix(settings.BASE_URL)


def refused(client, link: str) -> str:
    response = client.get(link)
    assert response.status_code == 404 and "no-store" in response["Cache-Control"]
    page = response.content.decode()
    assert "Nog een concept." not in page
    return page


class TestReading:
    def test_somebody_without_a_login_reads_that_draft(self, link, client):
        response = client.get(link)
        page = response.content.decode()
        assert response.status_code == 200 and "Nog een concept." in page
        assert "Concept: deze tekst is niet gepubliceerd" in page and "Deze link werkt tot" in page
        assert link.startswith("/privacybeleid/concept/")

    def test_nobody_keeps_it_and_no_search_engine_finds_it(self, link, client):
        response = client.get(link)
        assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies and "Cookie" not in response.get("Vary", "")

    def test_it_does_not_show_the_editors_to_do_list(self, link, client):
        assert "kunt het nog niet publiceren" not in client.get(link).content.decode()

    def test_it_reads_only(self, link, client):
        assert client.post(link).status_code == 405

    def test_a_later_draft_is_not_shown(self, link, draft, client):
        draft.introduction = "<p>Veel later.</p>"
        draft.save_revision()
        page = client.get(link).content.decode()
        assert "Nog een concept." in page and "Veel later." not in page

    def test_once_published_it_leads_to_the_version(self, link, draft, client):
        draft.get_latest_revision().publish()
        assert client.get(link, follow=True).redirect_chain[0][0].startswith("/privacybeleid/versies/")

    def test_the_draft_speaks_its_own_language_wherever_it_is_read(self, link, client):
        english = link.replace("/privacybeleid/concept/", "/en/privacy-policy/draft/")
        assert "Concept: deze tekst is niet gepubliceerd" in client.get(english).content.decode()


class TestRefusing:
    def test_after_its_time(self, link, client, time_machine, settings):
        time_machine.move_to(timezone.now() + timedelta(days=settings.POLICY_DRAFT_LINK_DAYS - 1))
        assert client.get(link).status_code == 200
        time_machine.move_to(timezone.now() + timedelta(days=2))
        assert "Die tijd is voorbij" in refused(client, link)

    def test_a_venue_that_shortens_the_term_shortens_it_for_links_that_exist(
        self, link, client, time_machine, settings
    ):
        settings.POLICY_DRAFT_LINK_DAYS = 2
        time_machine.move_to(timezone.now() + timedelta(days=3))
        assert "Die tijd is voorbij" in refused(client, link)

    @pytest.mark.parametrize("spot", [0, 5, -2])
    def test_when_it_was_tampered_with(self, link, client, spot):
        token = link.rstrip("/").rpartition("/")[2]
        letter = "a" if token[spot] != "a" else "b"
        changed = token[:spot] + letter + (token[spot + 1 :] if spot != -1 else "")
        refused(client, link.replace(token, changed))

    @pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 3000, "%3Cscript%3E", "..", "1:1:1"])
    def test_when_it_is_nonsense(self, published, client, token):
        assert "Deze link werkt niet" in refused(client, f"/privacybeleid/concept/{token}/")

    def test_in_the_language_of_the_reader(self, published, client):
        page = refused(client, "/en/privacy-policy/draft/x/")
        assert "This link does not work" in page and 'lang="en"' in page

    def test_when_it_was_signed_for_something_else(self, draft, client):
        told = [draft.pk, draft.get_latest_revision().pk, draft.review.fingerprint, 9999999999]
        for foreign in (signing.dumps(told), signing.dumps(told, salt="another.purpose")):
            refused(client, reverse("privacy_policy:shared_draft", args=[foreign]))

    @pytest.mark.parametrize("told", [[], ["a"], {"page": 1}, "word", 7, [1, 2, 3, 4, 5], ["x", "y", "z", "w"]])
    def test_when_what_was_signed_makes_no_sense(self, published, client, told):
        refused(client, reverse("privacy_policy:shared_draft", args=[signing.dumps(told, salt=SALT)]))

    def test_for_a_revision_of_another_page(self, draft, front_page, client):
        """Also when it is signed by us: a link never shows anything but the policy."""
        other = front_page.save_revision()
        until = int((timezone.now() + timedelta(days=1)).timestamp())
        for page in (draft, front_page):
            told = [page.pk, other.pk, draft.review.fingerprint, until]
            refused(client, reverse("privacy_policy:shared_draft", args=[signing.dumps(told, salt=SALT)]))

    def test_when_autosave_has_rewritten_the_draft_in_place(self, link, draft, eva, client):
        draft.introduction = "<p>Overschreven.</p>"
        draft.save_revision(user=eva, overwrite_revision=draft.get_latest_revision())
        assert "sindsdien veranderd" in refused(client, link)

    def test_when_the_draft_is_gone(self, link, draft, client):
        newest = draft.get_latest_revision()
        draft.sections = stream(draft, section("A", "data", text("x")))
        draft.save_revision()
        newest.delete()
        refused(client, link)


class TestMaking:
    def ask(self, user, page):
        return signed_in(user).post(reverse("policy_check", args=[page.pk]), {"share": "1"})

    def test_an_editor_makes_one_and_the_ledger_says_so(self, draft, eva, client, settings):
        shown = self.ask(eva, draft).content.decode()
        entry = LedgerEntry.objects.get(event="privacy_policy.draft_shared")
        assert entry.facts["revision"] == draft.get_latest_revision().pk
        assert entry.actor_reference == str(eva.pk)
        found = shown.split('value="' + settings.BASE_URL)[1].split('"')[0]
        assert "Nog een concept." in client.get(found).content.decode()

    def test_looking_makes_none(self, draft, eva):
        signed_in(eva).get(reverse("policy_check", args=[draft.pk]))
        assert not LedgerEntry.objects.filter(event="privacy_policy.draft_shared").exists()

    def test_the_editor_shows_the_way(self, draft, eva):
        edit = signed_in(eva).get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
        assert reverse("policy_check", args=[draft.pk]) in edit

    @pytest.mark.parametrize("group", ["Privacy desk", "Officer", "Auditor"])
    def test_who_may_not_edit_may_not_share(self, draft, group):
        self.ask(member_of(group), draft)
        assert not LedgerEntry.objects.filter(event="privacy_policy.draft_shared").exists()

    def test_nor_may_a_visitor(self, draft, client):
        response = client.post(reverse("policy_check", args=[draft.pk]), {"share": "1"})
        assert (
            response.status_code == 302 and not LedgerEntry.objects.filter(event="privacy_policy.draft_shared").exists()
        )

    def test_another_page_has_no_such_screen(self, front_page, eva):
        assert signed_in(eva).get(reverse("policy_check", args=[front_page.pk])).status_code == 404
