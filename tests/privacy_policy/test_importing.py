"""`import_policy`: the venue's own text, published under its own date, all of it or nothing."""

import json
import re
from collections import Counter
from datetime import date
from html import unescape

import pytest
from django.core.management import CommandError, call_command

from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion

from .conftest import publish, section, text

pytestmark = pytest.mark.django_db

SMALL = "Beleid\n\nWij zijn de zaal.\n\n1. Deel\n\nEen **vet** woord en [een link](#).\n\n- punt\n- nog een"


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "beleid.txt"
    file.write_text(SMALL)
    return file


def run(file, day="2023-11-10", **options):
    call_command("import_policy", str(file), "--locale", "nl", "--version-date", day, **options)


def test_it_publishes_the_venues_policy_with_every_word(front_page, seed_policy):
    run(seed_policy)
    version = PolicyVersion.objects.get()
    assert (version.slug, version.effective_from) == ("2023-11-10", date(2023, 11, 10))
    page = PolicyPage.objects.get()
    assert page.live and page.slug == "privacybeleid" and len(page.sections) == 14
    file_words = re.sub(r"\*\*|\[|\]\(#\)|^- ", "", seed_policy.read_text(), flags=re.MULTILINE).split()
    shown = Counter(f"{version.title} {version.text}".split())
    assert Counter(file_words) - shown == Counter()


def test_it_keeps_lists_bold_and_links(front_page, seed_policy):
    run(seed_policy)
    source, html = seed_policy.read_text(), PolicyVersion.objects.get().html
    for label in re.findall(r"\[([^\]]+)\]\(#\)", source):
        assert f'<a href="#">{label}</a>' in unescape(html)
    for strong in re.findall(r"\*\*([^*]+)\*\*", source):
        assert f"<b>{strong}</b>" in unescape(html)
    assert html.count("<li>") == len(re.findall(r"^- ", source, re.MULTILINE))


def test_a_visitor_reads_it_at_the_usual_address(front_page, seed_policy, client):
    run(seed_policy)
    page = client.get("/privacybeleid/").content.decode()
    assert "Trompsingel 27" in page and 'id="browser"' in page
    assert client.get("/privacybeleid/versies/2023-11-10/").status_code == 200


def test_it_changes_nothing_the_second_time(front_page, small, capsys):
    run(small)
    revisions = PolicyPage.objects.get().revisions.count()
    run(small)
    assert "nothing changed" in capsys.readouterr().out
    assert PolicyVersion.objects.count() == 1
    assert PolicyPage.objects.get().revisions.count() == revisions


def test_an_older_text_joins_the_archive_and_the_live_page_stays(published, small):
    run(small)
    old, new = PolicyVersion.objects.newest_first().reverse()
    assert (old.slug, old.revision) == ("2023-11-10", None)
    assert new.slug == "2026-11-01"
    published.refresh_from_db()
    assert published.title == "Privacybeleid"


def test_a_text_of_a_taken_date_gets_a_number(published, small):
    run(small)
    small.write_text(SMALL.replace("vet", "dik"))
    run(small)
    assert {v.slug for v in PolicyVersion.objects.all()} == {"2026-11-01", "2023-11-10", "2023-11-10-2"}


def test_a_newer_text_becomes_the_live_page(published, small):
    run(small, day="2026-11-20")
    published.refresh_from_db()
    assert published.title == "Beleid"
    assert published.versions.newest_first().first().slug == "2026-11-20"


def test_the_page_can_be_edited_and_published_afterwards(front_page, small, chandni):
    run(small)
    page = PolicyPage.objects.get()
    version = publish(page, section("Rechten", "rights", text("Ja.")), effective_from=date(2026, 11, 1))
    assert version.slug == "2026-11-01"


def test_links_get_their_addresses_from_a_file(front_page, small, tmp_path):
    table = tmp_path / "links.json"
    table.write_text(json.dumps({"een link": "https://example.org/beleid"}))
    run(small, links=table)
    assert '<a href="https://example.org/beleid">een link</a>' in PolicyVersion.objects.get().html


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "line 1"),
        (b"Beleid\n\n1. Deel\n\n\xff\xfe", "line 5: this is not UTF-8"),
        (b"Beleid\n\n1. Deel\n\n3. Deel", "line 5: section 2 was expected"),
    ],
)
def test_a_malformed_file_imports_nothing(front_page, tmp_path, content, says):
    file = tmp_path / "beleid.txt"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        run(file)
    assert not PolicyPage.objects.exists() and not PolicyVersion.objects.exists()


def test_a_failure_while_publishing_imports_nothing(front_page, small, monkeypatch):
    from privacy_portal.privacy_policy import actions

    monkeypatch.setattr(actions, "record_publication", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(small)
    assert not PolicyPage.objects.exists() and not PolicyVersion.objects.exists()


@pytest.mark.parametrize("day", ["10-11-2023", "2023-13-01", "gisteren"])
def test_a_date_that_is_none_is_refused(front_page, small, day):
    with pytest.raises(CommandError, match="is not a date"):
        run(small, day=day)


def test_a_missing_file_is_said(front_page, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "niets.txt")


def test_a_language_without_a_front_page_is_said(db, small):
    with pytest.raises(CommandError, match="no front page in language 'en'"):
        call_command("import_policy", str(small), "--locale", "en", "--version-date", "2023-11-10")
