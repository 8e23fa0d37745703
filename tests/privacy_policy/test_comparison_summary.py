"""Who publishes says what changed, in each language; nobody publishes a change in silence."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from privacy_portal.privacy_policy.actions import CannotFreeze, check_publishable
from privacy_portal.privacy_policy.changes.telling import untold
from privacy_portal.privacy_policy.importing import import_policy
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.privacy_policy.plain_text import parse
from tests.support.staff import signed_in

from .conftest import publish, section, text
from .reviewing import set_up_review
from .test_editing import form_of

pytestmark = pytest.mark.django_db

SILENT = ["", "<p></p>", "<p> &nbsp; </p>", "<p><br/></p>"]


@pytest.fixture
def admin(client, chandni):
    return signed_in(chandni, client)


@pytest.fixture(autouse=True)
def review(db):
    set_up_review()


def send(admin, page: PolicyPage, summary: str, button: str = "action-submit"):
    data = form_of(page, change_summary=rich_text(summary), **({button: "1"} if button else {}))
    return admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).content.decode()


@pytest.mark.parametrize("summary", SILENT)
def test_it_is_not_handed_in_in_silence(published, admin, summary):
    page = send(admin, published, summary)
    assert "Zeg in gewone woorden wat er is veranderd" in page
    assert PolicyVersion.objects.count() == 1
    published.refresh_from_db()
    assert not published.workflow_in_progress
    assert published.introduction == "<p>Dit beleid gaat over jouw gegevens.</p>"


def test_it_says_so_at_the_field(published, admin):
    page = send(admin, published, "")
    error = page.split("change_summary-errors")[1]
    assert "Zeg in gewone woorden" in error[:600]


def test_it_is_saved_as_a_draft_all_the_same(published, admin):
    send(admin, published, "", button="")
    assert published.get_latest_revision_as_object().introduction.startswith("<p")
    assert PolicyVersion.objects.count() == 1


def test_it_is_handed_in_with_a_word_about_it(published, admin):
    assert "Zeg in gewone woorden" not in send(admin, published, "<p>Er staan andere partijen in.</p>")


def test_it_is_not_published_with_what_was_said_last_time(published, chandni):
    told = {"user": chandni, "effective_from": date(2027, 1, 1)}
    publish(published, section("A", "a", text("Een.")), change_summary="<p>Er staan andere partijen in.</p>", **told)
    again = "<p>Er staan <b>andere partijen</b> in.</p>"
    with pytest.raises(CannotFreeze) as refused:
        publish(published, section("A", "a", text("Twee.")), change_summary=again, **told)
    assert "vorige versie" in refused.value.messages[0] or "previous version" in refused.value.messages[0]
    assert PolicyVersion.objects.count() == 2


def test_a_first_version_changes_nothing_that_anybody_knew(policy_page, chandni):
    policy_page.save_revision(user=chandni).publish(user=chandni)
    assert PolicyVersion.objects.count() == 1


def test_the_other_language_says_it_too(published, english, chandni):
    """The first English version needs no word; the second does, whatever the Dutch one said."""
    other = published.copy_for_translation(english)
    other.title, other.slug = "Privacy policy", "privacy-policy"
    other.save_revision(user=chandni).publish(user=chandni)
    with pytest.raises(CannotFreeze) as refused:
        publish(other, section("Data", "data", text("Your name.")), user=chandni, effective_from=date(2027, 1, 1))
    assert list(refused.value.message_dict) == ["change_summary"]
    told = "<p>We keep your name.</p>"
    fields = {"user": chandni, "effective_from": date(2027, 1, 1), "change_summary": told}
    assert publish(other, section("Data", "data", text("Your name.")), **fields).change_summary == told


def test_whoever_asks_first_hears_it_too(published):
    page = PolicyPage.objects.get()
    page.introduction, page.effective_from = "<p>Anders.</p>", date(2027, 1, 1)
    with pytest.raises(CannotFreeze) as refused:
        check_publishable(page)
    assert list(refused.value.message_dict) == ["change_summary"]
    page.change_summary = "<p>De inleiding is korter.</p>"
    check_publishable(page)


def test_publishing_the_same_again_asks_nothing(published, chandni):
    publish(published, user=chandni)
    assert PolicyVersion.objects.count() == 1


def test_history_comes_in_as_it_was(published):
    policy = parse("Privacybeleid\n\nInleiding.\n\n1. Gegevens\nJe naam.\n")
    import_policy(policy, language_code="nl", effective_from=date(2020, 1, 1))
    assert PolicyVersion.objects.count() == 2


@pytest.mark.parametrize("summary", [None, *SILENT])
def test_a_correction_of_typing_errors_is_no_change(summary):
    newest = PolicyVersion(change_summary="<p>Iets.</p>")
    assert untold(summary, newest=newest, is_technical=False)
    assert not untold(summary, newest=newest, is_technical=True)
    assert not untold(summary, newest=None, is_technical=False)
