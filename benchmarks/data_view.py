"""How long the own-data page takes for somebody with two hundred orders (PERFORMANCE T9).

    python benchmarks/data_view.py [--customers 200] [--orders 200] [--rounds 30]

Builds the register and invented customers on an SQLite database of its own in a temporary folder, signs Alma in and
opens the page again and again. Prints milliseconds on the clock and of the processor (the figure that hardly swings on
a shared machine) and queries; fails above 150 ms of processor or 25 queries."""

# ruff: noqa: E402  (Django is set up before anything of it is imported)

import argparse
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
os.environ["TEST_DATABASE_URL"] = os.environ.get("BENCHMARK_DATABASE_URL", f"sqlite:///{FOLDER.name}/benchmark.sqlite3")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy_portal.data_sources.ticketing import demo
from privacy_portal.data_sources.ticketing.models import Customer, Event
from privacy_portal.data_sources.ticketing.synthetic import generate
from privacy_portal.data_subjects import sessions
from privacy_portal.data_subjects.actions import subject_for_email
from privacy_portal.data_subjects.enums import Method
from privacy_portal.data_subjects.models import Identifier
from privacy_portal.processing_register import demo as register

MOST_MS, MOST_QUERIES = 150, 25
PAGE = "/mijn-gegevens/inzage/"


def build(customers: int, orders: int) -> None:
    now = timezone.now()
    call_command("migrate", verbosity=0)
    register.load(now=now)
    demo.load_customers(now)
    generate(customers, 1, now)
    alma = Customer.objects.get(number="D-1001")
    events = list(Event.objects.filter(ends_on__lt=timezone.localdate(now)).order_by("-starts_at")[:orders])
    for number in range(orders - alma.orders.count()):
        demo.add_order(alma, f"B-{number}", events[number % len(events)], now, seats=2)


def signed_in() -> Client:
    now = timezone.now()
    subject = subject_for_email(demo.ALMA, "nl")
    Identifier.objects.filter(subject=subject).update(verified_at=now - timedelta(days=1))
    _session, token = sessions.begin(subject, method=Method.CODE, now=now)
    client = Client()
    client.cookies[settings.CUSTOMER_COOKIE_NAME] = token
    return client


def measure(client: Client, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each page, on the clock and of the processor; the first three warm up."""
    clock, processor = [], []
    for _round in range(rounds + 3):
        began, worked = perf_counter(), process_time()
        assert client.get(PAGE).status_code == 200
        clock.append((perf_counter() - began) * 1000)
        processor.append((process_time() - worked) * 1000)
    return clock[3:], processor[3:]


def asked(client: Client) -> tuple[int, float]:
    """Queries of one page, and the milliseconds the database took for them."""
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries), sum(float(query["time"]) for query in queries) * 1000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=demo.NEIGHBOURS)
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    build(options.customers, options.orders)
    client = signed_in()
    clock, processor = measure(client, options.rounds)
    queries, sql = asked(client)
    print(
        f"own-data page, {options.orders} orders among {Customer.objects.count()} customers: "
        f"median {median(clock):.0f} ms (p95 {quantiles(clock, n=20)[-1]:.0f}), "
        f"processor {median(processor):.0f} ms, {queries} queries ({sql:.0f} ms)"
    )
    return int(median(processor) > MOST_MS or queries > MOST_QUERIES)


if __name__ == "__main__":
    sys.exit(main())
