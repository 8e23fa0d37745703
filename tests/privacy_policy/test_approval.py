"""From draft to public by four eyes: who hands in, who approves, and every way round that does not work."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow, WorkflowState
from wagtail.users.models import UserProfile

from privacy_portal.evidence.models import LedgerEntry, LedgerPayload
from privacy_portal.privacy_policy.approval.actions import Refused
from privacy_portal.privacy_policy.approval.loading import load_review
from privacy_portal.privacy_policy.approval.models import LegalReview, LetPass
from privacy_portal.privacy_policy.approval.wording import fingerprint
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from tests.support.races import race
from tests.support.staff import signed_in

from .reviewing import (
    PARTS,
    approve,
    decide,
    draft_text,
    edit_url,
    fill_register,
    form_of,
    hand_in,
    in_two_weeks,
    people,
    plain_section,
    save,
    set_up_review,
    words_on,
    write_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    return people()


@pytest.fixture
def page(published, dutch) -> PolicyPage:
    """Published once, and complete by now; a review has been set up."""
    fill_register(dutch)
    set_up_review()
    write_everything(published).save_revision()
    return PolicyPage.objects.get(pk=published.pk)


@pytest.fixture
def in_review(page, staff) -> PolicyPage:
    hand_in(staff.eva, page)
    assert page.workflow_in_progress
    return page


def newest() -> PolicyVersion:
    return PolicyVersion.objects.newest_first().first()


def state_of(page) -> str:
    return page.workflow_states.order_by("-created_at").first().status


class TestTheWayItGoes:
    def test_an_editor_hands_in_and_legal_approves(self, in_review, staff, client):
        assert "Nieuw." not in words_on(client.get("/privacybeleid/"))
        approve(staff.loes, in_review)
        version = newest()
        assert "Nieuw." in version.html and version.slug == in_two_weeks().isoformat()
        assert version.approved_by == staff.loes and version.approver_role == "Juridische zaken"
        public = words_on(client.get(version.get_absolute_url()))
        assert "Nieuw." in public and "Loes" not in public and "loes@" not in public

    def test_the_ledger_tells_who_approved_which_text(self, in_review, staff):
        said = in_review.review.fingerprint
        approve(staff.loes, in_review, comment="Akkoord, Loes Jurist")
        entry = LedgerEntry.objects.get(event="privacy_policy.approved")
        assert entry.facts["text"] == said and entry.actor_reference == str(staff.loes.pk)
        assert "Akkoord" not in entry.facts_json
        assert "Akkoord" in LedgerPayload.objects.get(entry=entry).content

    def test_what_goes_live_is_the_revision_that_was_approved(self, in_review, staff):
        approve(staff.loes, in_review)
        state = WorkflowState.objects.get().current_task_state
        assert newest().revision == state.revision == PolicyPage.objects.get(pk=in_review.pk).live_revision

    def test_a_schedule_waits_after_the_approval_and_remembers_it(self, page, staff, time_machine):
        moment = timezone.now() + timedelta(days=5)
        hand_in(staff.eva, page, go_live_at=moment.strftime("%Y-%m-%d %H:%M"))
        approve(staff.loes, page)
        assert PolicyVersion.objects.count() == 1
        time_machine.move_to(moment + timedelta(hours=2))
        call_command("publish_scheduled")
        assert newest().approved_by == staff.loes and PolicyVersion.objects.count() == 2

    def test_code_goes_on_publishing_without_a_review(self, page):
        """import_policy, the demo and the release of all languages."""
        page.introduction = "<p>Door een script.</p>"
        page.save_revision().publish()
        assert "Door een script." in newest().html
        assert newest().approved_by is None and newest().approver_role == ""

    def test_in_english_too(self, page, staff):
        for user in (staff.eva, staff.loes):
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
        refused = hand_in(staff.eva, page, parts=PARTS[:1])
        assert "Your text is saved, but not handed in" in words_on(refused)
        hand_in(staff.eva, page)
        assert "This text is being reviewed" in words_on(signed_in(staff.eva).get(edit_url(page)))
        assert "waits for your review" in words_on(signed_in(staff.loes).get(edit_url(page)))
        approve(staff.loes, page)
        assert newest().approver_role == "Juridische zaken", "the text is Dutch, whatever the reviewer reads"


class TestFourEyes:
    def test_who_handed_it_in_does_not_approve_it(self, page, staff):
        hand_in(staff.loes, page)
        approve(staff.loes, page)
        assert page.workflow_in_progress and PolicyVersion.objects.count() == 1
        approve(staff.bea, page)
        assert PolicyVersion.objects.count() == 2

    def test_nor_does_an_administrator(self, page, staff):
        hand_in(staff.anna, page)
        assert "Je schreef deze tekst zelf" in words_on(signed_in(staff.anna).get(edit_url(page)))
        approve(staff.anna, page)
        assert page.workflow_in_progress and PolicyVersion.objects.count() == 1

    def test_a_reviewer_who_mends_the_text_leaves_it_to_a_colleague(self, in_review, staff):
        save(staff.loes, in_review, introduction="Verbeterd door Loes.")
        assert "Verbeterd" in draft_text(in_review)
        approve(staff.loes, in_review)
        assert in_review.workflow_in_progress
        approve(staff.bea, in_review)
        assert "Verbeterd door Loes." in newest().html and newest().approved_by == staff.bea

    def test_mending_and_approving_in_one_go_is_refused(self, in_review, staff):
        sent = {"action-workflow-action": "1", "workflow-action-name": "approve"}
        sent["workflow-action-extra-data"] = f'{{"seen": "{in_review.review.fingerprint}"}}'
        shown = save(staff.loes, in_review, introduction="Stiekem anders.", **sent)
        assert "een collega" in words_on(shown).lower()
        assert in_review.workflow_in_progress and PolicyVersion.objects.count() == 1

    def test_somebody_else_handing_it_in_does_not_make_the_writer_free(self, page, staff):
        save(staff.anna, page, introduction="Geschreven door Anna.")
        hand_in(staff.eva, page, introduction="Geschreven door Anna.")
        approve(staff.anna, page)
        assert page.workflow_in_progress and PolicyVersion.objects.count() == 1

    def test_saving_a_comment_makes_nobody_the_writer(self, in_review, staff):
        PolicyPage.objects.get(pk=in_review.pk).get_latest_revision_as_object().save_revision(user=staff.loes)
        assert not in_review.review.is_author(staff.loes)
        approve(staff.loes, in_review)
        assert PolicyVersion.objects.count() == 2

    def test_the_code_behind_the_button_refuses_too(self, in_review, staff):
        state = in_review.current_workflow_task_state
        with pytest.raises(Refused):
            state.task.specific.on_action(state, staff.eva, "approve", seen=in_review.review.fingerprint)
        state.refresh_from_db()
        assert state.status == "in_progress"

    def test_editors_are_no_reviewers(self, page, staff):
        hand_in(staff.loes, page)
        approve(staff.eva, page)
        assert page.workflow_in_progress and PolicyVersion.objects.count() == 1


class TestNothingGoesLiveByAccident:
    @pytest.mark.parametrize("who", ["eva", "loes", "anna"])
    def test_publish_is_not_offered_and_not_done(self, page, staff, who):
        person = getattr(staff, who)
        assert 'name="action-publish"' not in words_on(signed_in(person).get(edit_url(page)))
        save(person, page, introduction="Erdoorheen.", **{"action-publish": "1"})
        assert PolicyVersion.objects.count() == 1
        assert "Erdoorheen." in draft_text(page), "what was typed is kept as a draft"
        assert "Erdoorheen." not in PolicyPage.objects.get(pk=page.pk).introduction

    def test_it_says_why(self, page, staff):
        shown = save(staff.loes, page, **{"action-publish": "1"})
        assert "alleen live na goedkeuring" in words_on(shown)

    @pytest.mark.parametrize("button", ["action-publish", "action-save", "action-workflow-action"])
    def test_autosave_never_publishes(self, page, staff, button):
        data = form_of(page, introduction="Vanzelf.", **{button: "1"})
        signed_in(staff.loes).post(edit_url(page), data, headers={"accept": "application/json"})
        assert PolicyVersion.objects.count() == 1
        assert "Vanzelf." not in PolicyPage.objects.get(pk=page.pk).introduction

    def test_a_new_page_cannot_be_published_while_it_is_made(self, published, front_page, english, staff):
        home = front_page.get_translation(english)
        url = reverse("wagtailadmin_pages:add", args=["privacy_policy", "policypage", home.pk])
        new = PolicyPage(title="Privacy policy", slug="privacy-policy", locale=english)
        signed_in(staff.anna).post(url, form_of(new, **{"action-publish": "1"}))
        made = PolicyPage.objects.get(locale=english)
        assert not made.live and PolicyVersion.objects.count() == 1
        call_command("reconcile_versions")
        assert PolicyVersion.objects.count() == 1

    @pytest.mark.parametrize("below", [False, True])
    def test_nor_in_bulk(self, page, front_page, staff, below):
        target = front_page if below else page
        PolicyPage.objects.filter(pk=page.pk).update(live=not below)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        shown = signed_in(staff.anna).post(f"{url}?id={target.pk}", {"include_descendants": "on"}, follow=True)
        assert "Er is niets gepubliceerd" in words_on(shown)
        assert PolicyVersion.objects.count() == 1

    def test_nor_by_copying(self, page, staff):
        assert not page.permissions_for_user(staff.anna).can_copy()

    def test_without_a_review_nothing_can_be_handed_in(self, published, dutch, staff):
        fill_register(dutch)
        write_everything(published).save_revision()
        hand_in(staff.eva, published)
        assert not WorkflowState.objects.exists()
        check = words_on(signed_in(staff.eva).get(reverse("policy_check", args=[published.pk])))
        assert "load_review" in check

    def test_a_review_that_was_switched_off_lets_nothing_pass(self, page, staff):
        LegalReview.objects.get().deactivate()
        hand_in(staff.eva, page)
        assert not page.workflow_in_progress


class TestSendingBack:
    def test_it_needs_a_reason(self, in_review, staff):
        for sent in ({}, {"comment": ""}, {"comment": "   "}):
            decide(staff.loes, in_review, "reject", **sent)
            assert state_of(in_review) == "in_progress"

    def test_nor_does_a_crafted_form_pass_without_one(self, in_review, staff):
        sent = {"action-workflow-action": "1", "workflow-action-name": "reject", "workflow-action-extra-data": "{}"}
        save(staff.loes, in_review, **sent)
        assert state_of(in_review) == "in_progress"

    def test_the_editor_reads_why_mends_and_hands_in_again(self, in_review, staff):
        decide(staff.loes, in_review, "reject", comment="Noem ook de kassa.")
        assert state_of(in_review) == "needs_changes"
        assert "Noem ook de kassa." in words_on(signed_in(staff.eva).get(edit_url(in_review)))
        hand_in(staff.eva, in_review, introduction="De kassa ook.")
        assert state_of(in_review) == "in_progress"
        approve(staff.loes, in_review)
        assert "De kassa ook." in newest().html

    def test_a_reviewer_who_wrote_it_may_still_send_it_back(self, in_review, staff):
        save(staff.loes, in_review, introduction="Door Loes.")
        decide(staff.loes, in_review, "reject", comment="Kijk hier nog eens naar.")
        assert state_of(in_review) == "needs_changes"


class TestWhileInReview:
    def test_an_editor_cannot_change_it_not_even_by_post(self, in_review, staff):
        before = fingerprint(in_review.get_latest_revision())
        assert "wordt beoordeeld" in words_on(signed_in(staff.eva).get(edit_url(in_review)))
        shown = save(staff.eva, in_review, introduction="Toch nog iets.")
        assert "Toch nog iets." not in draft_text(in_review)
        assert fingerprint(in_review.get_latest_revision()) == before and shown.status_code == 200

    def test_the_writer_may_take_it_back(self, in_review, staff):
        save(staff.eva, in_review, **{"action-cancel-workflow": "1"})
        assert state_of(in_review) == "cancelled"
        save(staff.eva, in_review, introduction="Verder geschreven.")
        assert "Verder geschreven." in draft_text(in_review)

    def test_a_text_that_changed_meanwhile_is_not_approved_unread(self, in_review, staff):
        seen = in_review.review.fingerprint
        save(staff.bea, in_review, introduction="Net veranderd.")
        shown = approve(staff.loes, in_review, seen=seen)
        assert "sinds je hem opende" in words_on(shown)
        assert in_review.workflow_in_progress and PolicyVersion.objects.count() == 1

    def test_approving_without_having_opened_it_is_refused(self, in_review, staff):
        decide(staff.loes, in_review, "approve", comment="blind")
        assert in_review.workflow_in_progress and PolicyVersion.objects.count() == 1

    def test_a_crafted_approval_cannot_skip_publishing(self, in_review, staff):
        """Wagtail passes what the browser sends on to the step: update=false would approve and publish nothing."""
        sent = {"action-workflow-action": "1", "workflow-action-name": "approve"}
        seen = in_review.review.fingerprint
        sent["workflow-action-extra-data"] = f'{{"seen": "{seen}", "update": false}}'
        save(staff.loes, in_review, **sent)
        assert state_of(in_review) == ("approved" if PolicyVersion.objects.count() == 2 else "in_progress")

    def test_the_modal_tells_what_is_approved(self, in_review, staff):
        state = in_review.current_workflow_state.current_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[in_review.pk, "approve", state.pk])
        modal = signed_in(staff.loes).get(url).json()["html"]
        assert in_review.review.fingerprint in modal and "Eva" in modal and "meteen live" in modal

    def test_what_went_missing_since_is_noticed_at_approval(self, in_review, staff):
        from privacy_portal.processing_register.generation import bump
        from privacy_portal.processing_register.models import ProcessingActivity

        ProcessingActivity.objects.update(origin="")
        bump()
        shown = approve(staff.loes, in_review)
        assert "waar de gegevens vandaan komen" in words_on(shown)
        assert in_review.workflow_in_progress and PolicyVersion.objects.count() == 1


class TestIncomplete:
    def test_it_is_saved_but_not_handed_in(self, page, staff):
        shown = words_on(hand_in(staff.eva, page, introduction="Half werk.", parts=PARTS[:2]))
        assert "niet ingediend" in shown and "Noem elk recht" in shown
        assert not WorkflowState.objects.exists()
        assert "Half werk." in draft_text(page)

    def test_mending_it_in_the_same_form_is_enough(self, page, staff):
        save(staff.eva, page, parts=PARTS[:1])
        hand_in(staff.eva, page, parts=PARTS)
        assert page.workflow_in_progress

    def test_a_script_that_hands_it_in_is_refused(self, page, staff):
        save(staff.eva, page, parts=PARTS[:1])
        with pytest.raises(Refused):
            page.get_workflow().start(page, staff.eva)
        assert not WorkflowState.objects.exists()

    def test_the_editor_sees_what_and_where(self, page, staff):
        save(staff.eva, page, parts=PARTS[:4])
        shown = words_on(signed_in(staff.eva).get(edit_url(page)))
        assert "Noem elk recht" in shown and "#:w:contentpath=sections" in shown
        draft = PolicyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        preview = draft.make_preview_request().content.decode()
        assert "Concept: deze tekst is niet gepubliceerd" in preview and "Noem elk recht" in preview

    def test_what_cannot_be_published_is_not_handed_in_either(self, page, staff):
        shown = hand_in(staff.eva, page, effective_from=date(2020, 1, 1))
        assert "1 januari 2020" in words_on(shown)
        assert not WorkflowState.objects.exists()


class TestLettingPass:
    @pytest.fixture
    def incomplete(self, page, staff) -> PolicyPage:
        save(staff.eva, page, parts=PARTS[:4])
        return page

    def let_pass(self, user, page, **sent):
        url = reverse("policy_check", args=[page.pk])
        data = {
            "let-pass": "1",
            "seen": page.review.fingerprint,
            "reason": "Rechten staan op een eigen pagina.",
            **sent,
        }
        return signed_in(user).post(url, data, follow=True)

    def test_legal_gives_a_reason_and_the_text_may_be_handed_in(self, incomplete, staff):
        self.let_pass(staff.loes, incomplete)
        hand_in(staff.eva, incomplete, parts=PARTS[:4])
        assert incomplete.workflow_in_progress
        approve(staff.bea, incomplete)
        assert PolicyVersion.objects.count() == 2

    def test_the_ledger_keeps_it_and_the_reason_apart(self, incomplete, staff):
        self.let_pass(staff.loes, incomplete, reason="Afgestemd met jan@example.org op dinsdag.")
        decision, entry = LetPass.objects.get(), LedgerEntry.objects.get(event="privacy_policy.let_pass")
        assert entry.facts["missing"] == decision.missing == ["rights"]
        assert (
            entry.facts["revision"]
            == decision.revision_id
            == PolicyPage.objects.get(pk=incomplete.pk).latest_revision_id
        )
        assert "jan@" not in entry.facts_json and "jan@" in LedgerPayload.objects.get(entry=entry).content

    @pytest.mark.parametrize("reason", ["", "   ", "ok"])
    def test_not_without_a_reason(self, incomplete, staff, reason):
        shown = self.let_pass(staff.loes, incomplete, reason=reason)
        assert shown.status_code == 422 and not LetPass.objects.exists()
        assert not LedgerEntry.objects.filter(event="privacy_policy.let_pass").exists()

    def test_an_editor_may_not(self, incomplete, staff):
        assert "Deze tekst doorlaten" not in words_on(
            signed_in(staff.eva).get(reverse("policy_check", args=[incomplete.pk]))
        )
        self.let_pass(staff.eva, incomplete)
        assert not LetPass.objects.exists()

    def test_it_holds_for_that_text_only(self, incomplete, staff):
        self.let_pass(staff.loes, incomplete)
        hand_in(staff.eva, incomplete, introduction="Eén woord anders.", parts=PARTS[:4])
        assert not incomplete.workflow_in_progress

    def test_and_for_what_was_missing_then(self, incomplete, staff):
        from privacy_portal.processing_register.generation import bump
        from privacy_portal.processing_register.models import ProcessingActivity

        self.let_pass(staff.loes, incomplete)
        ProcessingActivity.objects.update(origin="")
        bump()
        hand_in(staff.eva, incomplete, parts=PARTS[:4])
        assert not incomplete.workflow_in_progress

    def test_a_text_that_changed_since_is_not_let_pass(self, incomplete, staff):
        seen = incomplete.review.fingerprint
        save(staff.eva, incomplete, introduction="Anders.", parts=PARTS[:4])
        self.let_pass(staff.loes, incomplete, seen=seen)
        assert not LetPass.objects.exists()

    def test_nothing_to_let_pass_when_nothing_is_missing(self, page, staff):
        self.let_pass(staff.loes, page)
        assert not LetPass.objects.exists()

    def test_ledger_and_decision_stand_or_fall_together(self, incomplete, staff, monkeypatch):
        from privacy_portal.privacy_policy.approval import actions

        monkeypatch.setattr(actions, "record", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            self.let_pass(staff.loes, incomplete)
        assert not LetPass.objects.exists()


class TestSettingUp:
    def test_twice_makes_one(self, db, staff):
        first, second = set_up_review(), set_up_review()
        assert first == second and Workflow.objects.filter(pk=first.pk).count() == LegalReview.objects.count() == 1

    def test_it_leaves_changes_of_people_alone(self, db, staff):
        workflow = set_up_review()
        LegalReview.objects.get().groups.clear()
        Workflow.objects.filter(pk=workflow.pk).update(name="Onze ronde")
        assert set_up_review().name == "Onze ronde" and not LegalReview.objects.get().groups.exists()

    def test_the_command_says_what_it_made(self, db, staff, capsys):
        call_command("load_review")
        call_command("load_review")
        assert "Beoordeling van het privacybeleid" in capsys.readouterr().out
        assert list(LegalReview.objects.get().groups.values_list("name", flat=True)) == ["Legal"]

    def test_the_command_wants_a_group_that_exists(self, db):
        with pytest.raises(CommandError, match="Bestuur"):
            call_command("load_review", group="Bestuur")

    def test_another_page_keeps_its_own_workflow(self, page, front_page):
        assert page.has_workflow and front_page.get_workflow() != page.get_workflow()


def test_only_the_wording_counts(policy_page):
    before = fingerprint(policy_page.save_revision())
    policy_page.show_in_menus = True
    assert fingerprint(policy_page.save_revision()) == before
    policy_page.sections = policy_page._meta.get_field("sections").stream_block.to_python([plain_section()])
    assert fingerprint(policy_page.save_revision()) != before
    assert load_review([]) is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_the_same_moment_one_does(published, dutch, tmp_path):
    staff = people()
    fill_register(dutch)
    set_up_review()
    page = write_everything(published)
    page.effective_from, page.change_summary = in_two_weeks(), "<p>Alles is nieuw.</p>"
    page.save_revision(user=staff.eva)
    page = PolicyPage.objects.get(pk=published.pk)
    seen = page.review.fingerprint
    step = page.get_workflow().start(page, staff.eva).current_task_state

    def approve_now(number: int) -> object:
        state = TaskState.objects.get(pk=step.pk)
        return state.task.specific.on_action(state, (staff.loes, staff.bea)[number], "approve", seen=seen, comment="")

    def left() -> tuple[int, int]:
        return PolicyVersion.objects.count(), LedgerEntry.objects.filter(event="privacy_policy.approved").count()

    *results, after = race(approve_now, 2, tmp_path, then=left)
    [refused] = [result for result in results if result is not None]
    assert isinstance(refused, Refused) and "iemand anders" in str(refused).lower()
    assert after == (2, 1)
