"""What editors meet in the admin: clear refusals, a preview, and a list of versions they can only read."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from privacy_portal.privacy_policy import actions
from privacy_portal.privacy_policy.blocks import SectionsBlock
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.processing_register.models import Processor
from tests.support.staff import member_of, signed_in

from .conftest import processor, section, stream, text
from .reviewing import set_up_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, chandni):
    return signed_in(chandni, client)


def form_of(page: PolicyPage, *parts: tuple[str, object], **fields) -> dict:
    """What the edit form sends for one section with these parts."""
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "effective_from": timezone.localdate().isoformat(),
            "version_label": "",
            "reviewed_on": "",
            "change_summary": rich_text("<p>Er staan andere partijen in.</p>"),
            "introduction": rich_text("<p>Nieuwe inleiding</p>"),
            "summary": streamfield([]),
            "sections": streamfield(
                [
                    (
                        "section",
                        {
                            "title": "Partijen",
                            "anchor": "processors",
                            "short_answer": rich_text(""),
                            "body": streamfield(list(parts)),
                        },
                    )
                ]
            ),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "comments-MAX_NUM_FORMS": "",
            **fields,
        }
    )


def parties(*chosen: Processor) -> tuple[str, dict]:
    items = {str(number): {"value": entry.pk, "order": number, "deleted": ""} for number, entry in enumerate(chosen)}
    return ("processors", {"caption": "", "processors": {"count": len(chosen), **items}})


class TestHandingIn:
    """What can never be published is told when it is handed in, before anybody spends time on reviewing it."""

    @pytest.fixture(autouse=True)
    def review(self, db):
        set_up_review()

    def test_a_draft_processor_is_refused_in_words_and_the_live_page_stays(self, published, admin, dutch):
        draft = processor("mailchimp", dutch, live=False, name="Mailchimp")
        data = form_of(published, parties(draft), **{"action-submit": "1"})
        shown = admin.post(reverse("wagtailadmin_pages:edit", args=[published.pk]), data, follow=True).content.decode()
        assert "Mailchimp" in shown and "Publiceer het eerst" in shown
        published.refresh_from_db()
        assert "Nieuwe inleiding" not in published.introduction
        assert "Nieuwe inleiding" in published.get_latest_revision_as_object().introduction
        assert PolicyVersion.objects.count() == 1 and not published.workflow_in_progress

    def test_a_date_in_the_past_is_refused_in_words(self, published, admin, dutch):
        data = form_of(published, effective_from="2020-01-01", **{"action-submit": "1"})
        response = admin.post(reverse("wagtailadmin_pages:edit", args=[published.pk]), data, follow=True)
        assert "1 januari 2020" in response.content.decode()
        assert PolicyVersion.objects.count() == 1


class TestApproving:
    """Also through a workflow somebody made for themselves, without our own step in it."""

    @pytest.fixture
    def approve(self, published, admin, chandni):
        def act() -> object:
            task = GroupApprovalTask.objects.create(name="Legal")
            task.groups.add(Group.objects.get_or_create(name="Legal")[0])
            workflow = Workflow.objects.create(name="Policy")
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
            published.save_revision(user=chandni)
            state = workflow.start(published, chandni).current_task_state
            url = reverse("wagtailadmin_pages:workflow_action", args=[published.pk, "approve", state.pk])
            response = admin.post(url, {"comment": ""}, follow=True)
            state.refresh_from_db()
            return state, response

        return act

    def test_what_cannot_be_published_is_refused_in_words(self, published, approve, dutch):
        draft = processor("mailchimp", dutch, live=False, name="Mailchimp")
        chosen = ("processors", {"caption": "", "processors": [draft.pk]})
        published.sections = stream(published, section("Partijen", "processors", chosen))
        state, response = approve()
        shown = response.content.decode()
        assert "Mailchimp" in shown and "Publiceer het eerst" in shown
        assert state.status == "in_progress" and PolicyVersion.objects.count() == 1

    def test_a_failure_while_freezing_leaves_the_live_page_as_it_was(self, published, approve, admin, monkeypatch):
        monkeypatch.setattr(actions, "render_body", lambda document: 1 / 0)
        admin.raise_request_exception = False
        published.introduction, published.change_summary = "<p>Nieuwe inleiding</p>", "<p>De inleiding.</p>"
        published.effective_from = timezone.localdate()
        state, response = approve()
        assert response.status_code == 500 and state.status == "in_progress"
        published = PolicyPage.objects.get(pk=published.pk)
        assert "Nieuwe inleiding" not in published.introduction and PolicyVersion.objects.count() == 1


class TestOnePolicy:
    def test_one_policy_per_language(self, published, front_page):
        second = PolicyPage(title="Nog een", slug="nog-een", locale=front_page.locale)
        with pytest.raises(ValidationError, match=r"already|al een"):
            front_page.add_child(instance=second)


def test_an_anchor_may_occur_once(policy_page):
    block = SectionsBlock()
    twice = stream(policy_page, section("A", "data", text("x")), section("B", "data", text("y")))
    with pytest.raises(ValidationError) as refused:
        block.clean(twice)
    assert list(refused.value.block_errors) == [1]


@pytest.mark.parametrize("anchor", ["Data", "1data", "da ta", "dáta", "#data"])
def test_an_anchor_is_made_of_small_letters_digits_and_hyphens(policy_page, anchor):
    with pytest.raises(ValidationError):
        SectionsBlock().clean(stream(policy_page, section("A", anchor, text("x"))))


class TestPreview:
    def test_it_shows_the_draft_and_says_so(self, published, rf):
        published.introduction = "<p>Nog geheim</p>"
        page = published.make_preview_request().content.decode()
        assert "Nog geheim" in page and "Concept: deze tekst is niet gepubliceerd" in page

    def test_it_shows_what_stands_in_the_way_of_publishing(self, published, dutch):
        draft = processor("mailchimp", dutch, live=False, name="Mailchimp")
        chosen = ("processors", {"caption": "", "processors": [draft.pk]})
        published.sections = stream(published, section("Partijen", "processors", chosen))
        page = published.make_preview_request().content.decode()
        assert "Je kunt het nog niet publiceren" in page and "Mailchimp" in page

    def test_it_bears_an_unfinished_draft(self, policy_page):
        policy_page.sections = stream(policy_page, {"type": "section", "value": {"title": None, "anchor": None}})
        policy_page.effective_from = None
        assert policy_page.make_preview_request().status_code == 200


class TestVersionsInTheAdmin:
    def test_a_reader_sees_list_and_fingerprint(self, published, client):
        legal = member_of("Legal readers")
        legal.groups.get().permissions.add(
            Permission.objects.get(codename="access_admin"), Permission.objects.get(codename="view_policyversion")
        )
        version = PolicyVersion.objects.get()
        browser = signed_in(legal, client)
        assert version.sha256[:12] in browser.get(reverse("policy_version:index")).content.decode()
        inspected = browser.get(reverse("policy_version:inspect", args=[version.pk])).content.decode()
        assert version.sha256 in inspected and "Dit beleid gaat over jouw gegevens." in inspected

    @pytest.mark.parametrize("name", ["add", "edit", "delete"])
    def test_nobody_may_add_change_or_delete(self, published, admin, name):
        version = PolicyVersion.objects.get()
        url = reverse(f"policy_version:{name}", args=[] if name == "add" else [version.pk])
        for ask in (admin.get, admin.post):
            assert ask(url).url == reverse("wagtailadmin_home")
        assert PolicyVersion.objects.get() == version

    def test_the_words_are_dutch(self, published, admin):
        with translation.override("nl"):
            page = admin.get(reverse("policy_version:index")).content.decode()
        assert "Beleidsversies" in page


def test_editing_shows_dutch_help(published, admin):
    page = admin.get(reverse("wagtailadmin_pages:edit", args=[published.pk])).content.decode()
    assert "De versie krijgt deze datum als vast adres" in page


def test_date_of_today_is_the_default(front_page):
    assert isinstance(PolicyPage().effective_from, date)
