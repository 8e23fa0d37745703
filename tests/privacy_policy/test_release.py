"""All languages change at the same moment, or none does; now, or by the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine as clock
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Revision
from wagtail_localize.models import StringTranslation, Translation

from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.privacy_policy import actions
from privacy_portal.privacy_policy.actions import CannotFreeze
from privacy_portal.privacy_policy.approval.models import LegalReview, LetPass
from privacy_portal.privacy_policy.languages.guard import CannotPublishTranslation
from privacy_portal.privacy_policy.languages.notices import listening
from privacy_portal.privacy_policy.languages.release import CannotRelease, release, send_to_translators
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.processing_register.generation import bump
from privacy_portal.processing_register.models import ProcessingActivity
from tests.support.killing import arena, kill_me
from tests.support.races import race
from tests.support.staff import member_of, signed_in

from .conftest import section, stream, text
from .reviewing import approved, fill_register, people, set_up_review, words_on, write_everything
from .translating import start, translate

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def today():
    with clock.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def both(published, english, chandni) -> PolicyPage:
    """Dutch and English, live and equal."""
    translation = start(published, english)
    translate(translation)
    translation.save_target(user=chandni, publish=True)
    return published


@pytest.fixture
def next_version(both, chandni) -> PolicyPage:
    """A Dutch draft that legal approved and the translators then translated."""
    write_draft(both, chandni)
    approved(both)
    for translation in send_to_translators(both):
        translate(translation)
    return both


def write_draft(page: PolicyPage, user, **fields) -> Revision:
    draft = page.get_latest_revision_as_object()
    draft.sections = stream(draft, section("Je rechten", "rights", text("Straks.")))
    draft.change_summary = "<p>Korter.</p>"
    draft.effective_from = date(2026, 12, 1)
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def live(language: str) -> PolicyPage:
    return PolicyPage.objects.get(locale__language_code=language)


def slugs() -> dict[str, list[str]]:
    return {code: [v.slug for v in PolicyVersion.objects.in_language(code).newest_first()] for code in ("nl", "en")}


BEFORE = {"nl": ["2026-11-01"], "en": ["2026-11-01"]}
AFTER = {"nl": ["2026-12-01", "2026-11-01"], "en": ["2026-12-01", "2026-11-01"]}


def nothing_changed() -> bool:
    texts = [str(live(code).sections) for code in ("nl", "en")]
    return slugs() == BEFORE and not any("Straks" in words for words in texts)


class TestNow:
    def test_both_go_live_as_versions_of_one_release(self, next_version, chandni):
        release(next_version, by=chandni, now=NOW)
        assert slugs() == AFTER
        newest = PolicyVersion.objects.filter(slug="2026-12-01")
        assert len(set(newest.values_list("release_group", flat=True))) == 1
        assert set(newest.values_list("published_by", flat=True)) == {chandni.pk}
        assert "Straks. (en)" in str(live("en").sections) and live("en").effective_from == date(2026, 12, 1)
        assert LedgerEntry.objects.filter(event="privacy_policy.released").count() == 1

    def test_their_release_is_not_that_of_the_day(self, next_version, chandni):
        """A second text of one date has another number in each language; the release still holds them together."""
        actions.freeze_earlier(live("nl"), actions.Actor.system("import_policy"))
        release(next_version, by=chandni, now=NOW)
        nl, en = (PolicyVersion.objects.in_language(code).newest_first().first() for code in ("nl", "en"))
        assert nl.release_group == en.release_group

    def test_if_the_second_fails_the_first_stays_too(self, next_version, chandni, monkeypatch):
        real = actions.render_body
        monkeypatch.setattr(
            actions, "render_body", lambda document: 1 / 0 if document["language"] == "en" else real(document)
        )
        with pytest.raises(ZeroDivisionError):
            release(next_version, by=chandni, now=NOW)
        assert nothing_changed()
        assert not Revision.objects.exclude(approved_go_live_at=None).exists()

    def test_there_must_be_something_to_publish(self, both, chandni):
        with pytest.raises(CannotRelease, match="geen concept"):
            release(both, by=chandni, now=NOW)


class TestRefusals:
    def test_what_is_missing_is_named(self, both, chandni):
        write_draft(both, chandni)
        approved(both)
        with pytest.raises(CannotRelease) as refused:
            release(both, by=chandni, now=NOW)
        assert "Straks." in str(refused.value) and "Korter." in str(refused.value)
        assert nothing_changed()

    def test_a_moment_that_has_passed_is_refused_at_its_field(self, next_version, chandni):
        with pytest.raises(CannotRelease) as refused:
            release(next_version, by=chandni, at=NOW - timedelta(minutes=1), now=NOW)
        assert "al voorbij" in str(refused.value.message_dict["go_live_at"])
        assert nothing_changed()

    def test_a_date_before_the_schedule_is_refused(self, next_version, chandni):
        with pytest.raises(CannotFreeze) as refused:
            release(next_version, by=chandni, at=datetime(2026, 12, 2, 9, tzinfo=UTC), now=NOW)
        assert "effective_from" in refused.value.message_dict
        assert nothing_changed()

    def test_a_page_that_somebody_locked(self, next_version, chandni):
        bas = member_of("Legal", email="bas@example.org")
        PolicyPage.objects.filter(pk=live("en").pk).update(locked=True, locked_by=bas)
        with pytest.raises(CannotRelease, match="vergrendeld"):
            release(next_version, by=chandni, now=NOW)
        assert nothing_changed()

    def test_a_person_without_the_right(self, next_version):
        bas = member_of("Nobody", email="bas@example.org")
        with pytest.raises(CannotRelease, match="niet publiceren"):
            release(next_version, by=bas, now=NOW)
        assert nothing_changed()

    def test_a_processor_that_is_not_published_in_english(self, both, chandni, dutch):
        from .conftest import processor

        row = processor("zalsman", dutch, name="Zalsman")
        parties = section("Partijen", "processors", ("processors", {"caption": "", "processors": [row.pk]}))
        draft = both.get_latest_revision_as_object()
        write_draft(both, chandni, sections=stream(draft, parties))
        approved(both)
        for translation in send_to_translators(both):
            translate(translation)
        with pytest.raises(CannotRelease, match="Zalsman"):
            release(both, by=chandni, now=NOW)
        assert nothing_changed()


class TestByTheClock:
    @pytest.fixture
    def scheduled(self, next_version, chandni):
        release(next_version, by=chandni, at=LATER, now=NOW)
        return next_version

    def test_nothing_changes_until_the_moment_and_then_both_do(self, scheduled, today):
        assert nothing_changed()
        today.move_to(LATER - timedelta(seconds=1))
        call_command("publish_scheduled")
        assert nothing_changed()
        today.move_to(LATER + timedelta(seconds=1))
        call_command("publish_scheduled")
        assert slugs() == AFTER
        assert len({v.release_group for v in PolicyVersion.objects.filter(slug="2026-12-01")}) == 1

    def test_a_second_run_of_the_clock_changes_nothing(self, scheduled, today):
        today.move_to(LATER + timedelta(seconds=1))
        call_command("publish_scheduled")
        call_command("publish_scheduled")
        assert slugs() == AFTER

    @pytest.mark.parametrize("failing", ["nl", "en"])
    def test_one_that_fails_holds_the_other_back_and_the_next_run_mends_both(
        self, scheduled, today, monkeypatch, failing
    ):
        real = actions.render_body
        today.move_to(LATER + timedelta(seconds=1))
        with monkeypatch.context() as broken:
            broken.setattr(
                actions, "render_body", lambda document: 1 / 0 if document["language"] == failing else real(document)
            )
            with pytest.raises(ZeroDivisionError):
                call_command("publish_scheduled")
        assert nothing_changed()
        call_command("publish_scheduled")
        assert slugs() == AFTER

    def test_other_pages_do_not_wait_for_one_that_fails(self, scheduled, today, monkeypatch, front_page):
        front_page.go_live_at, front_page.title = LATER + timedelta(minutes=1), "Voorpagina"
        front_page.save_revision().publish()
        today.move_to(LATER + timedelta(minutes=2))
        monkeypatch.setattr(actions, "render_body", lambda document: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call_command("publish_scheduled")
        front_page.refresh_from_db()
        assert front_page.title == "Voorpagina"

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_taking_one_off_the_schedule_takes_off_both(self, scheduled, today, chandni, client, language):
        page = live(language)
        revision = page.scheduled_revision
        url = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
        signed_in(chandni, client).post(url)
        assert not Revision.objects.exclude(approved_go_live_at=None).exists()
        today.move_to(LATER + timedelta(seconds=1))
        call_command("publish_scheduled")
        assert nothing_changed()

    def test_a_half_that_was_left_alone_stays_and_says_so(self, scheduled, today):
        Revision.objects.filter(object_id=str(live("en").pk)).update(approved_go_live_at=None)
        today.move_to(LATER + timedelta(seconds=1))
        with pytest.raises(CannotFreeze, match="niet meer ingepland"):
            call_command("publish_scheduled")
        assert nothing_changed()


class TestApproval:
    @pytest.fixture(autouse=True)
    def review(self, both):
        set_up_review()

    def translated(self, page, by=None):
        for translation in send_to_translators(page):
            translate(translation, by=by)

    def test_a_draft_that_nobody_approved_is_refused(self, both, chandni):
        write_draft(both, chandni)
        self.translated(both)
        with pytest.raises(CannotRelease, match="niet goedgekeurd"):
            release(both, by=chandni, now=NOW)
        assert nothing_changed()

    def test_approval_publishes_all_languages(self, both, chandni):
        write_draft(both, chandni)
        self.translated(both)
        approved(both)
        assert slugs() == AFTER

    def test_approval_with_a_schedule_schedules_all(self, both, chandni, today):
        write_draft(both, chandni, go_live_at=LATER)
        self.translated(both)
        approved(both)
        assert nothing_changed()
        today.move_to(LATER + timedelta(seconds=1))
        call_command("publish_scheduled")
        assert slugs() == AFTER

    def test_approval_before_the_translation_is_ready_waits_for_it(self, both, chandni):
        write_draft(both, chandni)
        approved(both)
        assert nothing_changed()
        self.translated(both)
        release(both, by=chandni, now=NOW)
        assert slugs() == AFTER

    def test_an_approved_text_that_was_changed_afterwards_is_not_approved(self, both, chandni):
        write_draft(both, chandni)
        approved(both)
        write_draft(both, chandni, introduction="<p>Iets heel anders.</p>")
        with pytest.raises(CannotRelease, match="niet goedgekeurd"):
            release(both, by=chandni, now=NOW)

    def test_who_translated_last_does_not_publish_it(self, both, chandni):
        write_draft(both, chandni)
        approved(both)
        self.translated(both, by=chandni)
        with pytest.raises(CannotRelease, match="collega"):
            release(both, by=chandni, now=NOW)
        assert nothing_changed()

    def test_what_went_missing_since_the_approval_is_noticed(self, both, chandni, dutch):
        fill_register(dutch)
        write_draft(both, chandni, sections=write_everything(both.get_latest_revision_as_object()).sections)
        approved(both)
        ProcessingActivity.objects.update(origin="")
        bump()
        with pytest.raises(CannotFreeze, match="waar de gegevens vandaan komen"):
            release(both, by=chandni, now=NOW)
        assert nothing_changed()


class TestEnglishWrittenAsAWhole:
    """What “Stop translation” leaves, or a text that was imported in English."""

    @pytest.fixture(autouse=True)
    def by_hand(self, both):
        Translation.objects.update(enabled=False)

    def write(self, user, **fields) -> PolicyPage:
        fields = {"change_summary": "<p>Shorter.</p>", "effective_from": date(2026, 12, 1)} | fields
        page = live("en").get_latest_revision_as_object()
        page.introduction = "<p>By hand.</p>"
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision(user=user)
        return live("en")

    def test_it_does_not_go_alone(self, chandni):
        with listening() as heard:
            page = approved(self.write(chandni))
        assert nothing_changed() and "By hand" not in page.introduction
        assert "wacht op de volgende tekst" in " ".join(heard)
        assert page.current_workflow_state is None, "the approval stands"

    @pytest.mark.parametrize("order", [("nl", "en"), ("en", "nl")])
    def test_whichever_is_approved_last_takes_the_other_along(self, both, chandni, order):
        write_draft(both, chandni)
        self.write(chandni)
        approved(live(order[0]))
        assert nothing_changed()
        approved(live(order[1]))
        assert slugs() == AFTER and "By hand." in live("en").introduction
        assert set(PolicyVersion.objects.filter(slug="2026-12-01").values_list("approved_by__email", flat=True)) == {
            "loes@example.org"
        }

    def test_nobody_read_it_so_the_dutch_text_waits(self, both, chandni):
        write_draft(both, chandni)
        approved(both)
        with pytest.raises(CannotRelease, match="nog niet geschreven"):
            release(both, by=chandni, now=NOW)
        self.write(chandni)
        with pytest.raises(CannotRelease, match="English: dit concept is nog niet goedgekeurd"):
            release(both, by=chandni, now=NOW)
        assert nothing_changed()

    def test_it_must_tell_what_the_law_asks(self, both, chandni):
        approved(self.write(chandni))
        LetPass.objects.filter(page=live("en")).delete()
        write_draft(both, chandni)
        approved(both)
        with pytest.raises(CannotRelease, match="English: er ontbreekt iets"):
            release(both, by=chandni, now=NOW)
        assert nothing_changed()

    def test_it_catches_up_alone_with_what_is_live_in_dutch(self, both, chandni):
        write_draft(both, None).publish()
        approved(self.write(chandni))
        assert slugs() == AFTER and "By hand." in live("en").introduction

    def test_but_only_once(self, both, chandni):
        write_draft(both, None).publish()
        approved(self.write(chandni))
        approved(self.write(chandni, introduction="<p>Something else.</p>", change_summary="<p>Else.</p>"))
        assert slugs() == AFTER and "By hand." in live("en").introduction

    def test_the_screen_is_that_of_the_leading_language(self, chandni, client):
        url = reverse("policy_languages", args=[live("en").pk])
        assert signed_in(chandni, client).get(url).status_code == 404


class TestWhoIsSaidToHaveApprovedTheTranslation:
    """Only who can have read it, and did not make it."""

    def stamp(self, language: str) -> tuple[str | None, str]:
        version = PolicyVersion.objects.in_language(language).newest_first().first()
        return version.approved_by and version.approved_by.email, version.approver_role

    def translated(self, page, by) -> None:
        for translation in send_to_translators(page):
            translate(translation, by=by)

    def test_it_was_there_when_legal_approved(self, both, chandni):
        eva = people().eva
        write_draft(both, chandni)
        self.translated(both, eva)
        approved(both)
        assert self.stamp("nl") == ("loes@example.org", "Juridische zaken")
        assert self.stamp("en") == ("loes@example.org", "Legal")

    def test_translated_after_the_approval_it_is_of_who_released_it(self, both, chandni):
        eva = people().eva
        write_draft(both, chandni)
        approved(both)
        self.translated(both, eva)
        release(both, by=chandni, now=NOW)
        assert self.stamp("nl") == ("loes@example.org", "Juridische zaken")
        assert self.stamp("en")[0] == chandni.email

    def test_of_nobody_when_it_is_unknown_who_translated(self, next_version, chandni):
        release(next_version, by=chandni, now=NOW)
        assert self.stamp("nl")[0] == "loes@example.org" and self.stamp("en") == (None, "")

    def test_of_nobody_when_the_releaser_is_no_reviewer(self, both, chandni):
        write_draft(both, chandni)
        approved(both)
        self.translated(both, chandni)
        LegalReview.objects.get().groups.clear()
        release(both, by=people().bea, now=NOW)
        assert self.stamp("en") == (None, "")


class TestWithoutAReview:
    """Nobody can have approved anything, so nothing goes live; least of all at the hands of who wrote it."""

    @pytest.mark.parametrize("set_up", [False, True], ids=["never set up", "switched off"])
    def test_the_screen_publishes_nothing_and_says_why(self, both, chandni, client, set_up):
        if set_up:
            set_up_review()
            LegalReview.objects.get().deactivate()
        write_draft(both, chandni)
        for translation in send_to_translators(both):
            translate(translation)
        url = reverse("policy_languages", args=[both.pk])
        shown = signed_in(chandni, client).post(url, {"go_live_at": ""})
        assert shown.status_code == 422 and "load_review" in words_on(shown)
        assert nothing_changed()

    def test_a_translation_is_not_published_by_who_made_it(self, both, chandni):
        StringTranslation.objects.update(data="Whatever.", last_translated_by=chandni)
        with pytest.raises(CannotPublishTranslation, match="collega"):
            Translation.objects.get().save_target(user=chandni, publish=True)
        assert nothing_changed()

    def test_code_publishes_as_before(self, both):
        """import_policy, the demo."""
        write_draft(both, None).publish()
        assert slugs()["nl"] == AFTER["nl"]


class TestTheScreen:
    def url(self, page) -> str:
        return reverse("policy_languages", args=[page.pk])

    def test_legal_sees_how_far_each_language_is_and_publishes(self, both, chandni, client):
        write_draft(both, chandni)
        approved(both)
        admin = signed_in(chandni, client)
        admin.post(self.url(both), {"send": "1"})
        shown = admin.get(self.url(both)).content.decode()
        assert "van de" in shown and "Nog niet klaar" in shown
        refused = admin.post(self.url(both), {"go_live_at": ""})
        assert refused.status_code == 422 and "Straks." in refused.content.decode()
        for translation in send_to_translators(both):
            translate(translation)
        assert "Klaar" in admin.get(self.url(both)).content.decode()
        admin.post(self.url(both), {"go_live_at": ""})
        assert slugs() == AFTER

    def test_a_moment_in_the_past_is_refused_at_its_field(self, next_version, chandni, client):
        response = signed_in(chandni, client).post(self.url(next_version), {"go_live_at": "2026-11-22 09:00"})
        assert "al voorbij" in str(response.context["form"].errors["go_live_at"])
        assert nothing_changed()

    def test_an_editor_sends_but_does_not_publish(self, both, client):
        from privacy_portal.casework.groups import load_groups

        load_groups()
        bas = member_of("Editors", email="bas@example.org")
        write_draft(both, bas)
        admin = signed_in(bas, client)
        assert admin.post(self.url(both), {"send": "1"}).status_code == 302
        assert "2. Publiceren" not in admin.get(self.url(both)).content.decode()
        assert admin.post(self.url(both), {"go_live_at": ""}).status_code in {302, 403}
        assert nothing_changed()

    def test_strangers_are_sent_away(self, both, client):
        assert client.get(self.url(both)).status_code in {302, 403}


@pytest.mark.django_db(transaction=True)
def test_two_people_publish_at_the_same_moment(next_version, chandni, tmp_path):
    def publish(number: int) -> object:
        return release(PolicyPage.objects.get(pk=next_version.pk), by=chandni, now=NOW)

    *results, after = race(publish, 2, tmp_path, then=slugs)
    refused = [result for result in results if isinstance(result, Exception)]
    assert after == AFTER
    assert len(refused) == 1 and isinstance(refused[0], CannotRelease)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("killed_in", ["nl", "en"])
def test_a_process_that_dies_between_publishing_and_freezing_leaves_nothing_half(
    next_version, chandni, tmp_path, killed_in
):
    real = actions.render_body

    def publish_and_die() -> None:
        # Only in the child, whose memory is its own.
        actions.render_body = lambda document: (
            kill_me() if document["language"] == killed_in and "Straks" in str(document) else real(document)
        )
        release(PolicyPage.objects.get(pk=next_version.pk), by=chandni, now=NOW)

    with arena(tmp_path) as place:
        assert place.run_until_killed(publish_and_die)
        assert place.run(nothing_changed)
        place.run(lambda: call_command("reconcile_versions"))
        assert place.run(nothing_changed)
        place.run(lambda: release(PolicyPage.objects.get(pk=next_version.pk), by=chandni, now=NOW))
        assert place.run(slugs) == AFTER
