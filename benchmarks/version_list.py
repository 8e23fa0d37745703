"""The list of versions with two hundred of them: queries and time, made and kept.

    python benchmarks/version_list.py [--versions 200] [--rounds 20]

Builds a policy of that many versions on an SQLite database of its own in a temporary folder and opens the list; fails
above 6 queries."""

# ruff: noqa: E402  (Django is set up before anything of it is imported)

import argparse
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
os.environ["TEST_DATABASE_URL"] = f"sqlite:///{FOLDER.name}/benchmark.sqlite3"

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.page_cache.front import PageCache, whole
from cms.page_cache.renewal import environ_for
from home import demo as home
from privacy_portal.evidence.actors import Actor
from privacy_portal.privacy_policy.actions import freeze_earlier
from privacy_portal.privacy_policy.demo import load_policy
from privacy_portal.privacy_policy.pages import policy_page
from privacy_portal.processing_register import demo as register

PAGE, MOST_QUERIES = "/privacybeleid/versies/", 6


def build(versions: int) -> int:
    now = timezone.now()
    call_command("migrate", verbosity=0)
    home.load_pages(now=now)
    register.load(now=now)
    load_policy(now)
    page = policy_page("nl")
    for number in range(versions - page.versions.count()):
        page.effective_from = date(2015, 1, 1) + timedelta(days=number)
        page.introduction = f"<p>Versie {number} van dit beleid.</p>"
        page.version_label = str(number)
        freeze_earlier(page, Actor.system("benchmark"))
    return page.versions.count()


def measured(visit, rounds: int) -> tuple[int, float]:
    """Queries of one visit, and median milliseconds of processor; the first two warm up."""
    visit(), visit()
    with CaptureQueriesContext(connection) as queries:
        visit()
    spent = []
    for _ in range(rounds):
        started = process_time()
        visit()
        spent.append((process_time() - started) * 1000)
    return len(queries), median(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--versions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    count = build(options.versions)
    client = Client()
    made, made_ms = measured(lambda: client.get(PAGE), options.rounds)
    settings.PAGE_CACHE_BYTES, settings.PAGE_CACHE_LOOK_SECONDS = 1, 60
    cold, cold_ms = measured(asking(PageCache(WSGIHandler())), options.rounds)
    settings.PAGE_CACHE_BYTES = 10_000_000
    warm, warm_ms = measured(asking(PageCache(WSGIHandler())), options.rounds)
    print(f"list of {count} versions, {len(client.get(PAGE).content):,} bytes")
    for name, queries, spent in (("made", made, made_ms), ("cold", cold, cold_ms), ("warm", warm, warm_ms)):
        print(f"  {name}: {queries:2} queries, {spent:8.3f} ms of processor")
    sys.exit(0 if made <= MOST_QUERIES else 1)


def asking(cache: PageCache):
    return lambda: whole(cache(environ_for(f"http:{PAGE}"), lambda *said: None))


if __name__ == "__main__":
    main()
