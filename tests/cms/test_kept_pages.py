"""The real site behind the page cache: T10, publications, midnight, releases, a database that is away, and several
processes that share one table."""

import os
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from itertools import product
from unittest.mock import patch

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from cms.models import KeptPage
from cms.page_cache.encoding import ENCODINGS
from cms.page_cache.pages import Place, page
from cms.page_cache.release import release
from privacy_portal.evidence.actors import Actor
from privacy_portal.privacy_policy.actions import freeze_earlier
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.pages import policy_page
from tests.support.once import load_site, once
from tests.support.wsgi import ask

DUTCH, ENGLISH = "/privacybeleid/", "/en/privacy-policy/"
PAGES = (DUTCH, ENGLISH, "/privacybeleid/versies/", "/privacybeleid/versies/2023-11-10/", "/verwerkers/", "/")


site = once(lambda: load_site(timezone.now()))


@pytest.fixture
def policy(site, db):
    """The venue's site, published and asked for by nobody yet."""


@pytest.fixture
def away(db):
    """Call it, and the database is gone until the test ends."""
    gone = patch.object(connection, "cursor", side_effect=OperationalError("the database is away"))
    yield gone.start
    gone.stop()


def rewrite(language: str, words: str) -> None:
    page = policy_page(language)
    page.introduction = f"<p>{words}</p>"
    page.save_revision().publish()


class TestQueries:
    def test_a_warm_page_asks_nothing_and_leaves_nothing(self, policy, process, django_assert_num_queries):
        web = process()
        for address in PAGES:
            first = ask(web, address, accept_encoding="br")
            with django_assert_num_queries(0):
                second = ask(web, address, accept_encoding="br")
            assert second == first and second.status == 200, address
            assert "Set-Cookie" not in second.headers
            for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
                assert second.headers[header], address

    def test_a_cold_process_asks_once(self, policy, process, django_assert_num_queries):
        first = process()
        made = {place: ask(first, place[0], accept_encoding=place[1]) for place in product(PAGES, ENCODINGS)}
        for (address, encoding), known in made.items():
            cold = process()
            with django_assert_num_queries(1):
                assert ask(cold, address, accept_encoding=encoding) == known
            with django_assert_num_queries(0):
                ask(cold, address, accept_encoding=encoding)

    def test_a_page_that_does_not_exist_is_not_kept(self, policy, process):
        web = process()
        assert ask(web, "/bestaat-niet/").status == 404
        assert ask(web, "/bestaat-niet/?x=1").status == 404
        assert not KeptPage.objects.filter(address__contains="bestaat").exists()


class TestPublishing:
    def test_every_process_shows_it_as_soon_as_it_looks(self, policy, process):
        one, other = process(), process()
        before = [ask(one), ask(other)]
        rewrite("nl", "Vers van de pers.")
        assert [ask(one), ask(other)] == before, "nobody looks twice within the second"
        for web in (one, other):
            web.stamp.expire()
            assert "Vers van de pers." in ask(web).body.decode()

    def test_no_visitor_waits_for_it(
        self, policy, process, django_capture_on_commit_callbacks, django_assert_num_queries
    ):
        process()
        with django_capture_on_commit_callbacks(execute=True):
            rewrite("nl", "Vers van de pers.")
        visitor = process()
        with django_assert_num_queries(1):
            assert "Vers van de pers." in ask(visitor).body.decode()
        newest = policy_page("nl").versions.newest_first().first().get_absolute_url()
        for address in (ENGLISH, "/privacybeleid/versies/", newest):
            with django_assert_num_queries(1):
                assert ask(visitor, address, accept_encoding="br").status == 200

    def test_a_page_that_cannot_be_made_does_not_undo_the_publication(
        self, policy, settings, process, django_capture_on_commit_callbacks
    ):
        process()
        settings.ROOT_URLCONF = "tests.cms.urls_that_break"
        with django_capture_on_commit_callbacks(execute=True):
            rewrite("nl", "Vers van de pers.")
        assert "Vers van de pers." in policy_page("nl").versions.newest_first().first().text

    def test_whoever_was_slower_does_not_bring_the_old_text_back(self, policy, process):
        slow = process()
        ask(slow)
        old = list(KeptPage.objects.filter(address=f"http:{DUTCH}"))
        rewrite("nl", "Vers van de pers.")
        ask(process())
        for row in old:
            KeptPage.objects.filter(address=row.address, encoding=row.encoding).update(stamp=row.stamp, body=row.body)
        assert "Vers van de pers." in ask(process()).body.decode()

    def test_a_preview_is_never_kept(self, policy, process):
        process()
        draft = policy_page("nl")
        draft.introduction = "<p>Nog geheim.</p>"
        preview = draft.make_preview_request(preview_mode=draft.default_preview_mode)
        assert "Nog geheim." in preview.content.decode()
        assert not KeptPage.objects.exists()
        assert "Nog geheim." not in ask(process()).body.decode()

    def test_history_that_is_added_shows_in_the_list_at_once(self, policy, process):
        web = process()
        assert "1 januari 2019" not in ask(web, "/privacybeleid/versies/").body.decode()
        earlier = policy_page("nl")
        earlier.effective_from = date(2019, 1, 1)
        freeze_earlier(earlier, Actor.system("import_policy"))
        web.stamp.expire()
        assert "1 januari 2019" in ask(web, "/privacybeleid/versies/").body.decode()


class TestForWhom:
    def test_a_page_that_is_no_longer_for_everyone_leaves_at_once(self, policy, process, settings):
        from wagtail.models import Page, PageViewRestriction

        settings.PAGE_CACHE_LOOK_SECONDS = 0
        web = process()
        assert ask(web, "/").headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        front = Page.objects.get(pk=policy_page("nl").get_parent().pk)
        PageViewRestriction.objects.create(page=front, restriction_type=PageViewRestriction.LOGIN)
        reply = ask(web, "/")
        assert reply.status == 302 and "public" not in reply.headers.get("Cache-Control", "")

    def test_a_draft_of_the_front_page_says_nothing_to_caches(self, policy, process):
        front = policy_page("nl").get_parent().specific
        preview = front.make_preview_request(preview_mode=front.default_preview_mode)
        assert "public" not in preview.get("Cache-Control", "")


class TestMidnight:
    def test_a_version_takes_effect_without_anybody_publishing(self, policy, process, settings, time_machine):
        settings.PAGE_CACHE_LOOK_SECONDS = 0
        time_machine.move_to("2026-11-22T22:59:58Z", tick=False)
        draft = policy_page("nl")
        draft.effective_from = timezone.localdate() + timedelta(days=1)
        draft.version_label = "nieuw"
        draft.save_revision().publish()
        web = process()
        evening = ask(web).body
        time_machine.move_to("2026-11-22T23:00:00Z", tick=False)
        morning = ask(web).body
        assert evening != morning and ask(web).body == morning

    def test_the_minute_after_it_nobody_waits(self, policy, process, time_machine, django_assert_num_queries):
        time_machine.move_to("2026-11-22T22:59:58Z", tick=False)
        ask(process(), "/verwerkers/")
        time_machine.move_to("2026-11-22T23:00:30Z", tick=False)
        process()
        told = StringIO()
        call_command("renew_pages", stdout=told)
        assert told.getvalue() == "renewed 9 pages\n"
        visitor = process()
        for address in (DUTCH, "/verwerkers/"):
            with django_assert_num_queries(1):
                ask(visitor, address)
        with django_assert_num_queries(0):
            ask(visitor, DUTCH)

    def test_what_cannot_be_made_any_more_is_forgotten(self, policy, process):
        ask(process())
        KeptPage.objects.create(address="http:/weg/", stamp="old", etag='"x"', headers="[]", kept_at=timezone.now())
        call_command("renew_pages", stdout=StringIO())
        assert not KeptPage.objects.filter(address="http:/weg/").exists()
        assert KeptPage.objects.filter(address=f"http:{DUTCH}").count() == 3


class TestRelease:
    def test_pages_of_the_release_before_are_made_again(self, policy, process):
        ask(process())
        earlier = {row.pk: row.stamp.replace(release(), "earlier") for row in KeptPage.objects.all()}
        for pk, stamp in earlier.items():
            KeptPage.objects.filter(pk=pk).update(stamp=stamp, body=b"met de vorige sjablonen")
        assert "Privacybeleid" in ask(process()).body.decode()

    def test_it_changes_with_a_template_a_stylesheet_and_a_setting(self, settings, tmp_path):
        settings.BASE_DIR = settings.STATIC_ROOT = tmp_path
        (tmp_path / "templates").mkdir()
        seen = [release.__wrapped__()]
        (tmp_path / "templates" / "base.html").write_text("<p>")
        seen.append(release.__wrapped__())
        (tmp_path / "templates" / "base.html").write_text("<b>")
        seen.append(release.__wrapped__())
        (tmp_path / "staticfiles.json").write_text("{}")
        seen.append(release.__wrapped__())
        settings.BASE_URL = "https://elsewhere.example"
        seen.append(release.__wrapped__())
        assert len(set(seen)) == 5 and release.__wrapped__() == seen[-1]


class TestWithoutDatabase:
    def test_a_page_in_memory_stays_up(self, policy, process, settings, away):
        settings.PAGE_CACHE_LOOK_SECONDS = 0
        web = process()
        known = ask(web)
        away()
        assert ask(web) == known
        assert ask(web, accept_encoding="br", if_none_match=known.headers["Etag"]).status == 200
        assert ask(web, if_none_match=known.headers["Etag"]).status == 304

    def test_a_process_that_starts_then_reads_the_copy_on_disk(self, policy, process, away):
        known = ask(process(), accept_encoding="br")
        away()
        web = process()
        assert ask(web, accept_encoding="br") == known
        assert ask(web, accept_encoding="br", if_none_match=known.headers["Etag"]).status == 304
        assert ask(web, "/privacybeleid/versies/").status == 503

    def test_so_does_every_version_and_their_list_that_nobody_asked_for(self, policy, process, away):
        process()
        call_command("renew_pages", stdout=StringIO())
        versions = [version.get_absolute_url() for version in PolicyVersion.objects.all()]
        assert {address.startswith("/en/") for address in versions} == {True, False} and len(versions) > 2
        away()
        web = process()
        for address in (*versions, "/privacybeleid/versies/", "/en/privacy-policy/versions/"):
            assert ask(web, address).status == 200, address

    def test_a_changed_page_that_cannot_be_made_shows_as_it_was(self, policy, process, settings, away):
        settings.PAGE_CACHE_LOOK_SECONDS = 0
        web = process()
        known = ask(web)
        rewrite("nl", "Vers van de pers.")
        away()
        assert ask(web) == known

    def test_what_was_taken_down_does_not_come_back_then(self, policy, process, settings, away):
        settings.PAGE_CACHE_LOOK_SECONDS = 0
        web, front = process(), policy_page("nl").get_parent()
        assert ask(web, "/").status == 200
        front.unpublish()
        assert ask(web, "/").status == 404
        away()
        assert ask(web, "/").status == 503
        assert ask(process(), "/").status == 503

    def test_a_real_process_without_any_database_shows_the_policy(self, policy, process, tmp_path):
        ask(process())
        script = (
            f"from cms.wsgi import application; from tests.support.wsgi import ask; print(ask(application, '{DUTCH}'))"
        )
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DEBUG": "false",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
            "PAGE_CACHE_FOLDER": str(tmp_path / "pages"),
            "VAR_DIR": str(tmp_path / "var"),
            "LOG_LEVEL": "CRITICAL",
        }
        told = subprocess.run(
            [sys.executable, "-c", script],
            cwd=site_settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.startswith("Reply(status=200") and "Privacybeleid" in told.stdout

    def test_a_damaged_copy_is_no_copy(self, policy, process, tmp_path, away):
        ask(process())
        away()
        for damage in (b"", b"{}\n", b'{"stamp": 1}\nx', b"not json\nbody", b"[]\n"):
            for copy in (tmp_path / "pages").iterdir():
                copy.write_bytes(damage)
            assert ask(process()).status == 503, damage

    def test_a_disk_that_refuses_costs_no_visitor_anything(self, policy, process, settings, tmp_path):
        (tmp_path / "file").write_text("")
        settings.PAGE_CACHE_FOLDER = str(tmp_path / "file" / "pages")
        assert ask(process()).status == 200


class TestRoom:
    def test_the_table_never_holds_more_than_it_has_room_for(self, policy, process, settings):
        settings.PAGE_CACHE_ROWS = 6
        web = process()
        for address in PAGES:
            ask(web, address)
        assert set(KeptPage.objects.values_list("address", flat=True)) == {f"http:{path}" for path in PAGES[-2:]}

    def test_neither_does_the_folder(self, process, settings, tmp_path):
        settings.PAGE_CACHE_ROWS = 5
        folder = process().folder
        for number in range(40):
            folder.write(Place(str(number), ""), page("now", f'"{number}"', [], b"x"))
        assert len(list((tmp_path / "pages").iterdir())) <= 10
        assert folder.read(Place("39", "")).body == b"x"
