"""Publishing keeps the text for ever: what is frozen, when, and what does not count as publishing."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.privacy_policy import actions
from privacy_portal.privacy_policy.actions import CannotFreeze
from privacy_portal.privacy_policy.document import read
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.processing_register.generation import bump
from privacy_portal.processing_register.models import ProcessingActivity, Processor
from tests.support.append_only import lifted
from tests.support.races import race

from .conftest import processor, publish, section, stream, text
from .reviewing import draft_text, fill_register, save

pytestmark = pytest.mark.django_db


def test_it_keeps_text_register_hash_and_who_published(published, chandni):
    version = PolicyVersion.objects.get()
    assert (version.slug, version.language_code, version.title) == ("2026-11-01", "nl", "Privacybeleid")
    assert version.sha256 == hashlib.sha256(version.html.encode()).hexdigest()
    assert version.text.splitlines()[-4:] == ["1. Welke gegevens", "Je naam.", "2. Je rechten", "Inzage."]
    assert version.revision == published.live_revision
    assert version.published_by == chandni
    entry = LedgerEntry.objects.get(event="privacy_policy.published")
    assert entry.facts["sha256"] == version.sha256


def test_it_freezes_no_menu_and_nobodys_data(published, client):
    html = PolicyVersion.objects.get().html
    for stranger in ("<nav", "<header", "<footer", "csrf", "chandni@example.org", "<script", "style="):
        assert stranger not in html


def test_it_renders_in_the_language_of_the_page_whatever_language_the_editor_uses(policy_page, settings):
    from django.utils import translation

    with translation.override("en"):
        version = publish(policy_page, section("Rechten", "rights", text("Ja.")))
    assert version.content["language"] == "nl"
    with translation.override("nl"):
        again = publish(policy_page, section("Rechten", "rights", text("Ja.")))
    assert again == version


def test_it_holds_what_the_register_said_that_day(published, dutch):
    printer = processor("zalsman", dutch, name="Zalsman", service="Drukwerk")
    version = publish(published, section("Partijen", "processors", ("processors", {"caption": "", "processors": []})))
    assert "Drukwerk" in version.html
    [row] = version.content["sections"][0]["parts"][0]["rows"]
    assert (row["name"], row["service"]) == ("Zalsman", "Drukwerk")
    printer.name = "Iemand anders"
    printer.save()
    version.refresh_from_db()
    assert "Zalsman" in version.html


def test_it_does_nothing_when_nothing_changed(published, chandni):
    publish(published, user=chandni)
    assert PolicyVersion.objects.count() == 1
    assert LedgerEntry.objects.filter(event="privacy_policy.published").count() == 1


def test_a_second_text_of_the_same_date_gets_a_number(published):
    second = publish(published, section("Rechten", "rights", text("Anders.")))
    third = publish(published, section("Rechten", "rights", text("Weer anders.")))
    assert (second.slug, third.slug) == ("2026-11-01-2", "2026-11-01-3")


def test_going_back_to_an_older_text_is_a_new_version(published):
    first = PolicyVersion.objects.get()
    publish(published, section("Rechten", "rights", text("Anders.")))
    back = publish(
        published,
        section("Welke gegevens", "data", text("Je naam.")),
        section("Je rechten", "rights", text("Inzage.")),
    )
    assert back.sha256 == first.sha256 and back.slug == "2026-11-01-3"


def test_it_tells_which_sections_changed(published):
    version = publish(
        published,
        section("Je rechten", "rights", text("Inzage.")),
        section("Welke gegevens", "data", text("Je naam en adres.")),
        section("Camera's", "cameras", text("Soms.")),
        effective_from=date(2026, 12, 1),
    )
    assert version.changed_sections == ["data", "cameras"]


def test_it_freezes_what_is_stored_and_not_a_stale_object(published):
    stale = PolicyPage.objects.get(pk=published.pk)
    publish(published, section("Rechten", "rights", text("Nieuw.")))
    version = actions.freeze(stale, stale.live_revision, actions.Actor.system("test"))
    assert "Nieuw." in version.html and PolicyVersion.objects.count() == 2


class TestSchedules:
    """Wagtail also signals when a page that was never live is scheduled; only going live counts."""

    def test_scheduling_a_page_that_was_never_live_freezes_nothing(self, policy_page):
        policy_page.go_live_at = timezone.now() + timedelta(days=3)
        policy_page.save_revision().publish()
        assert not PolicyVersion.objects.exists()

    def test_the_clock_publishes_and_freezes_the_scheduled_revision(self, published, time_machine):
        published.go_live_at = timezone.now() + timedelta(days=3)
        published.introduction = "<p>Straks.</p>"
        revision = published.save_revision()
        revision.publish()
        assert PolicyVersion.objects.count() == 1
        time_machine.move_to(timezone.now() + timedelta(days=4))
        call_command("publish_scheduled")
        newest = PolicyVersion.objects.newest_first().first()
        assert newest.revision == revision and "Straks." in newest.html

    def test_meanwhile_nobody_writes_in_it(self, published, chandni):
        """What would become of a draft that is newer than what the clock publishes?"""
        published.go_live_at = timezone.now() + timedelta(days=3)
        published.save_revision(user=chandni).publish(user=chandni)
        page = PolicyPage.objects.get(pk=published.pk)
        before = page.latest_revision_id
        assert page.get_lock().for_user(chandni)
        save(chandni, page, introduction="Toch nog iets.")
        assert "Toch nog iets." not in draft_text(page)
        assert PolicyPage.objects.get(pk=page.pk).latest_revision_id == before

    def test_a_failure_leaves_the_schedule_standing_and_the_next_run_mends_it(
        self, published, monkeypatch, time_machine
    ):
        published.go_live_at = timezone.now() + timedelta(days=3)
        published.introduction = "<p>Straks.</p>"
        published.save_revision().publish()
        time_machine.move_to(timezone.now() + timedelta(days=4))
        with monkeypatch.context() as broken:
            broken.setattr(actions, "render_body", lambda document: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                call_command("publish_scheduled")
        published.refresh_from_db()
        assert "Straks." not in published.introduction
        assert PolicyVersion.objects.count() == 1
        call_command("publish_scheduled")
        assert "Straks." in PolicyVersion.objects.newest_first().first().html


def test_an_alias_freezes_nothing(published, english):
    published.get_parent().specific.get_translation(english)
    published.copy_for_translation(english, alias=True)
    publish(published, section("Rechten", "rights", text("Nieuw.")))
    assert set(PolicyVersion.objects.values_list("language_code", flat=True)) == {"nl"}


def test_workflow_approval_freezes(policy_page, chandni):
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    task = GroupApprovalTask.objects.create(name="Legal")
    workflow = Workflow.objects.create(name="Policy")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    policy_page.save_revision(user=chandni)
    state = workflow.start(policy_page, chandni)
    state.current_task_state.approve(user=chandni)
    assert PolicyVersion.objects.get().published_by == chandni


class TestRefusals:
    """What is not published in the register cannot be promised; the live page stays as it was."""

    def test_a_chosen_processor_that_is_a_draft(self, published, dutch):
        draft = processor("mailchimp", dutch, live=False, name="Mailchimp")
        parties = ("processors", {"caption": "", "processors": [draft.pk]})
        with pytest.raises(CannotFreeze, match="Mailchimp"):
            publish(published, section("Partijen", "processors", parties))
        published.refresh_from_db()
        assert [s.value["anchor"] for s in published.sections] == ["data", "rights"]
        assert PolicyVersion.objects.count() == 1

    def test_the_same_processor_live_in_another_language_only(self, published, dutch, english):
        processor("mailchimp", english, name="Mailchimp")
        chosen = processor("mailchimp", dutch, live=False, name="Mailchimp")
        parties = ("processors", {"caption": "", "processors": [chosen.pk]})
        with pytest.raises(CannotFreeze):
            publish(published, section("Partijen", "processors", parties))

    @pytest.mark.parametrize("others", [0, 1])
    def test_a_chosen_processor_that_was_deleted(self, published, dutch, others):
        chosen = [processor(key, dutch) for key in ("acme", "zalsman")[: others + 1]]
        draft = published.get_latest_revision_as_object()
        parties = ("processors", {"caption": "", "processors": [entry.pk for entry in chosen]})
        draft.sections = stream(draft, section("Partijen", "processors", parties))
        revision = draft.save_revision()
        chosen[-1].delete()
        bump()
        with pytest.raises(CannotFreeze, match="een onderdeel dat is verwijderd"):
            revision.publish()
        published.refresh_from_db()
        assert [s.value["anchor"] for s in published.sections] == ["data", "rights"]
        assert PolicyVersion.objects.count() == 1

    @pytest.mark.parametrize(
        ("kind", "choices", "model"),
        [("processors", "processors", Processor), ("purposes", "activities", ProcessingActivity)],
    )
    def test_a_choice_of_which_nothing_is_left_does_not_show_everything(self, published, dutch, kind, choices, model):
        fill_register(dutch)
        gone = model.objects.create(key="gone", name="Weg", locale=dutch, live=True)
        published.sections = stream(published, section("X", "x", (kind, {"caption": "", choices: [gone.pk]})))
        revision = published.save_revision()
        gone.delete()
        bump()
        document, gaps = read(revision.as_object())
        assert document["sections"][0]["parts"][0]["rows"] == [] and len(gaps) == 1

    def test_a_date_before_the_newest_version(self, published):
        with pytest.raises(CannotFreeze, match="2026-10-01"):
            publish(published, section("Rechten", "rights", text("X.")), effective_from=date(2026, 10, 1))
        assert PolicyVersion.objects.count() == 1


class TestReconciling:
    def test_it_freezes_a_live_page_that_was_never_frozen(self, policy_page, capsys):
        """A restore, or rows written around Wagtail, can leave a live page without its version."""
        revision = policy_page.save_revision()
        PolicyPage.objects.filter(pk=policy_page.pk).update(live=True, live_revision=revision)
        call_command("reconcile_versions")
        assert PolicyVersion.objects.get().revision == revision
        call_command("reconcile_versions")
        assert PolicyVersion.objects.count() == 1

    def test_it_finds_a_text_that_lost_its_fingerprint(self, published):
        with lifted(), connection.cursor() as cursor:
            cursor.execute("UPDATE privacy_policy_policyversion SET html = 'vervalst'")
        with pytest.raises(CommandError, match="2026-11-01"):
            call_command("reconcile_versions")


def test_a_text_that_was_only_saved_again_in_the_editor_reads_the_same(published, chandni):
    before = PolicyVersion.objects.get()
    marked = ("text", '<p data-block-key="a1b2c">Je naam.</p>')
    after = publish(
        published,
        section("Welke gegevens", "data", marked, short_answer='<p data-block-key="d3e4f">Kort.</p>'),
        section("Je rechten", "rights", text("Inzage.")),
        introduction='<p data-block-key="g5h6i">Dit beleid gaat over jouw gegevens.</p>',
        change_summary="<p>Een kort antwoord.</p>",
        user=chandni,
        effective_from=timezone.localdate(),
    )
    assert "data-block-key" not in after.html
    assert after.content["introduction"] == before.content["introduction"]
    assert after.changed_sections == ["data"]


@pytest.mark.django_db(transaction=True)
def test_two_who_freeze_at_the_same_moment_make_one_version(published, tmp_path):
    PolicyPage.objects.filter(pk=published.pk).update(introduction="<p>Nieuw.</p>")
    page = PolicyPage.objects.get(pk=published.pk)

    def freeze(number: int) -> int:
        return actions.freeze(page, None, actions.Actor.system("reconcile_versions")).pk

    *made, after = race(freeze, 2, tmp_path, then=lambda: PolicyVersion.objects.count())
    assert made[0] == made[1] and after == 2
