"""The report, its panel and its spreadsheet, per role; and the button that starts a new draft in every language."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask

from privacy_portal.casework.groups import load_groups
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.processing_register.models import Processor
from tests.support.staff import member_of, signed_in

from .conftest import processor, publish, section, stream

pytestmark = pytest.mark.django_db
REPORT, DRAFT = "/beheer/reports/policy-drift/", "/beheer/reports/policy-drift/draft/"
TODAY = date(2026, 11, 22)

# Who may read the report, and who may start a draft from it.
ROLES = [
    ("", True, True),
    ("Editors", True, True),
    ("Legal", True, True),
    ("Privacy desk", True, False),
    ("Officer", True, False),
    ("Auditor", True, False),
    ("Box office", False, False),
]


@pytest.fixture(autouse=True)
def groups(front_page, time_machine):
    load_groups()
    time_machine.move_to("2026-11-22T09:00:00Z")


PARTIES = section("Partijen", "processors", ("processors", {"caption": "", "processors": []}))


@pytest.fixture
def drifted(published, english, dutch):
    """Dutch and English are published; afterwards the printer moves."""
    for locale in (dutch, english):
        for key in ("gentleware", "mailchimp", "tribe", "keynius", "ticketmaster", "kw-theaterpromotie"):
            processor(key, locale)
        processor("zalsman", locale, name="=Zalsman", service="Drukwerk")
    publish(published, PARTIES)
    translated = published.copy_for_translation(english)
    translated.title = "Privacy policy"
    publish(translated, PARTIES)
    for printer in Processor.objects.filter(key="zalsman"):
        printer.service = "Drukwerk en post"
        printer.save()
    return PolicyPage.objects.get(pk=published.pk)


def browser_of(role: str):
    return signed_in(member_of(role))


class TestRoles:
    @pytest.mark.parametrize(("role", "may_read", "may_start"), ROLES)
    def test_it_shows_the_report_to_whom_it_concerns(self, drifted, role, may_read, may_start):
        browser = browser_of(role)
        answer, menu = browser.get(REPORT), browser.get("/beheer/").content.decode()
        assert answer.status_code == (200 if may_read else 302)
        assert ("Drukwerk en post" in answer.content.decode()) is may_read
        assert (DRAFT in answer.content.decode()) is may_start
        assert (f'href="{REPORT}"' in menu) is may_read

    @pytest.mark.parametrize(("role", "may_read", "may_start"), ROLES)
    def test_only_who_may_edit_starts_a_draft(self, drifted, role, may_read, may_start):
        before = revisions()
        browser_of(role).post(DRAFT)
        assert (revisions() != before) is may_start

    def test_visitors_are_sent_to_sign_in(self, drifted, client):
        for address in (REPORT, f"{REPORT}?export=csv"):
            assert client.get(address).status_code == 302
        before = revisions()
        client.post(DRAFT)
        assert revisions() == before

    def test_who_may_edit_one_language_only_starts_nothing(self, drifted, english):
        """Both languages change together, or neither does."""
        from django.contrib.auth.models import Group, Permission
        from wagtail.models import GroupPagePermission

        group = Group.objects.create(name="English desk")
        group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_policyversion"]))
        page = PolicyPage.objects.get(locale=english)
        change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=page, permission=change)
        before = revisions()
        browser = browser_of("English desk")
        assert DRAFT not in browser.get(REPORT).content.decode()
        browser.post(DRAFT)
        assert revisions() == before

    def test_looking_at_the_button_does_nothing(self, drifted):
        before = revisions()
        assert browser_of("").get(DRAFT).status_code == 405
        assert revisions() == before


def revisions() -> list[int]:
    return list(PolicyPage.objects.order_by("pk").values_list("latest_revision", flat=True))


class TestReport:
    def test_it_names_place_values_and_severity_in_both_languages(self, drifted):
        words = browser_of("Legal").get(REPORT).content.decode()
        for expected in (
            "Drukwerk",
            "Drukwerk en post",
            "/privacybeleid/versies/2026-11-01-2/#processors",
            "/en/privacy-policy/versions/2026-11-01/#processors",
            'data-severity="attention"',
            "vraagt aandacht",
        ):
            assert expected in words, expected

    def test_what_an_editor_typed_is_shown_as_text(self, drifted):
        Processor.objects.filter(key="zalsman").first()
        for printer in Processor.objects.filter(key="zalsman"):
            printer.service = "<img src=x onerror=alert(1)>"
            printer.save()
        words = browser_of("Legal").get(REPORT).content.decode()
        assert "<img src=x" not in words and "&lt;img src=x" in words

    def test_it_says_when_all_is_well_and_when_there_is_nothing(self, front_page, db):
        words = browser_of("Legal").get(REPORT).content.decode()
        assert "Er is nog geen beleid gepubliceerd" in words and DRAFT not in words

    def test_it_says_what_it_could_not_compare(self, published):
        words = browser_of("Legal").get(REPORT).content.decode()
        assert "geen onderdelen die het register lezen" in words

    def test_the_spreadsheet_holds_the_same_and_runs_nothing(self, drifted):
        answer = browser_of("Officer").get(f"{REPORT}?export=csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8" and "no-store" in answer["Cache-Control"]
        heading, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert len({len(line) for line in (heading, *lines)}) == 1
        changed = [line for line in lines if "Drukwerk" in line]
        assert {line[0] for line in changed} == {"nl", "en"}
        for line in changed:
            assert "Drukwerk en post" in line and "'=Zalsman" in line

    def test_the_number_of_queries_does_not_grow(self, drifted, dutch, django_assert_max_num_queries):
        browser = browser_of("Legal")
        browser.get(REPORT)
        for number in range(20):
            processor(f"party-{number}", dutch)
        with django_assert_max_num_queries(85):
            browser.get(REPORT)


class TestPanel:
    def test_it_counts_and_leads_to_the_report(self, drifted):
        words = browser_of("Officer").get("/beheer/").content.decode()
        assert 'id="panel-policy-drift-section"' in words or "policy-drift" in words
        assert 'data-state="attention" data-some' in words

    def test_it_does_not_say_all_is_well_when_nothing_was_compared(self, published):
        words = browser_of("Officer").get("/beheer/").content.decode()
        assert "Niet alles kon worden vergeleken" in words
        assert "Het beleid zegt wat er gebeurt" not in words


class TestDraft:
    def start(self, role: str = "Legal"):
        return browser_of(role).post(DRAFT, follow=True)

    def test_it_makes_a_draft_in_both_languages_and_publishes_nothing(self, drifted):
        versions, live = PolicyVersion.objects.count(), PolicyPage.objects.get(pk=drifted.pk).live_revision_id
        self.start()
        for page in PolicyPage.objects.all():
            assert page.has_unpublished_changes and page.live
            assert page.get_latest_revision_as_object().effective_from == TODAY
            assert page.latest_revision.user.email == "legal@example.org"
        assert PolicyVersion.objects.count() == versions
        assert PolicyPage.objects.get(pk=drifted.pk).live_revision_id == live
        assert PageLogEntry.objects.filter(action="wagtail.edit", page=drifted.pk, user__email="legal@example.org")

    def test_the_draft_says_what_the_register_says_now(self, drifted):
        from privacy_portal.privacy_policy.document import read
        from privacy_portal.privacy_policy.drift.comparison import compare_all

        self.start()
        for page in PolicyPage.objects.all():
            draft = page.get_latest_revision_as_object()
            document, _gaps = read(draft)
            services = {row["service"] for row in document["sections"][0]["parts"][0]["rows"]}
            assert "Drukwerk en post" in services
            draft.change_summary = "<p>De drukker doet nu ook de post.</p>"
            draft.save_revision().publish()
        assert not [each.key for c in compare_all() for each in c.differences if each.place.anchor == "processors"]

    def test_what_an_editor_had_not_published_stays(self, drifted):
        drifted.introduction = "<p>Nog niet klaar.</p>"
        drifted.change_summary = "<p>Nieuwe drukker.</p>"
        drifted.effective_from = date(2027, 1, 1)
        drifted.save_revision()
        self.start()
        draft = PolicyPage.objects.get(pk=drifted.pk).get_latest_revision_as_object()
        assert draft.introduction == "<p>Nog niet klaar.</p>" and draft.change_summary == "<p>Nieuwe drukker.</p>"
        days = {page.get_latest_revision_as_object().effective_from for page in PolicyPage.objects.all()}
        assert days == {date(2027, 1, 1)}

    def test_what_was_said_of_the_last_version_does_not_come_along(self, published):
        newest = publish(published, PARTIES, change_summary="<p>Eerste versie.</p>", version_label="3.1")
        self.start()
        draft = PolicyPage.objects.get(pk=published.pk).get_latest_revision_as_object()
        assert (draft.change_summary, draft.version_label, draft.is_technical) == ("", "", False)
        newest.refresh_from_db()
        assert newest.change_summary == "<p>Eerste versie.</p>"

    def test_it_never_takes_effect_before_a_version_that_still_has_to(self, published):
        publish(published, PARTIES, effective_from=TODAY + timedelta(days=40))
        self.start()
        draft = PolicyPage.objects.get(pk=published.pk).get_latest_revision_as_object()
        assert draft.effective_from == TODAY + timedelta(days=40)

    def test_an_unfinished_draft_is_no_reason_to_fail(self, drifted):
        drifted.sections = stream(drifted, section("", "", ("purposes", {"caption": "", "activities": []})))
        drifted.save_revision(clean=False)
        assert self.start().status_code == 200
        assert PolicyPage.objects.get(pk=drifted.pk).get_latest_revision_as_object().effective_from == TODAY

    def test_a_page_that_somebody_locked_is_left_alone_and_so_is_the_other(self, drifted):
        PolicyPage.objects.filter(pk=drifted.pk).update(
            locked=True, locked_by=member_of("Editors"), locked_at=timezone.now()
        )
        before = revisions()
        assert "vergrendeld" in self.start().content.decode()
        assert revisions() == before

    def test_a_page_in_review_is_left_alone(self, drifted, chandni):
        workflow = Workflow.objects.create(name="Policy")
        WorkflowTask.objects.create(
            workflow=workflow, task=GroupApprovalTask.objects.create(name="Legal"), sort_order=1
        )
        drifted.introduction = "<p>Te beoordelen.</p>"
        drifted.save_revision(user=chandni)
        workflow.start(drifted, chandni)
        before = revisions()
        assert "wordt beoordeeld" in self.start("").content.decode()
        assert revisions() == before

    def test_a_scheduled_page_is_left_alone(self, drifted):
        drifted.go_live_at = timezone.now() + timedelta(days=3)
        drifted.save_revision().publish()
        before = revisions()
        assert "gepland" in self.start("").content.decode()
        assert revisions() == before

    def test_without_a_policy_there_is_nothing_to_start(self, front_page):
        browser_of("").post(DRAFT)
        assert not PolicyPage.objects.exists()
