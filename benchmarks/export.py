"""How much memory a download takes, how long it is in the making, and how soon and fast it comes over HTTP (T6, T7).

    python benchmarks/export.py [ROWS ...] [--formats json,csv,html]

Rows come from a source that makes them while they are read, so what is measured is ours; its own time is told apart.
Prints one line per size. Fails when a download is not whole, the growth of memory passes its limit, the first byte is
late, or a hundred thousand rows take longer than a second to come. Speed of the making is judged for JSON alone.

T7's milliseconds are those of the machine PERFORMANCE.md was measured on, where a bare Django view took 110 µs. Another
machine is as much faster or slower as that view is, which is therefore served and loaded (wrk) in the same run, in
turns with the builds, so that a busy minute hurts both alike."""

# ruff: noqa: E402  (Django is set up before anything of it is imported)

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory()
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
os.environ["TEST_DATABASE_URL"] = f"sqlite:///{FOLDER.name}/benchmark.sqlite3"

import django
from django.conf import settings

# The mail that says it is ready is sent by another task, as in production.
QUEUES = settings.TASKS["default"]["QUEUES"]
settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": QUEUES}}
django.setup()

from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone

from benchmarks.support.load import Case, measure
from benchmarks.support.memory import Peak
from benchmarks.support.programs import needs
from benchmarks.support.site import BARE
from benchmarks.support.site import served as served_site
from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import Batch, Field, Health, Record, Row, Source
from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_subjects.levels import Level
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.exports.building import build
from privacy_portal.exports.models import Export
from privacy_portal.processing_register import demo as register
from tests.support.customers import person, sign_in

SIZES = (1_000, 100_000, 1_000_000)
LIMIT_MB = 16
FIRST_BYTE_MS = 50
HTTP_SECONDS_PER_100_000 = 1.0
# T7: work for a download of a thousand items; so small that one is all chance, and the median of these many counts.
SMALL_MS, SMALL_TURNS, SMALL_TIMES = 12, 5, 21
BARE_VIEW_MICROSECONDS = 110
ROWS_PER_SECOND = 100_000


class Archive(Source):
    """Orders without end, made while they are read: what a streaming adapter looks like."""

    key, label, processor_key = "archive", "Archive", ""
    capabilities = frozenset({Capability.COLLECT})

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def check(self) -> Health:
        return Health(ok=True)

    def collect(self, subject: DataSubject) -> Iterator[Record]:
        return chain.from_iterable(self.collect_batches(subject))

    def collect_batches(self, subject: DataSubject) -> Iterator[Batch]:
        for numbers in batched(range(self.rows), 1000):
            yield Batch(SHAPE, [order(number) for number in numbers])


COLUMNS = ("number", "placed_on", "event", "hall", "seat", "total")
SHAPE = Record(
    "archive",
    "order",
    "Orders",
    "",
    "ticket-order",
    tuple(Field(name, name.capitalize(), None, "order") for name in COLUMNS),
    "From yourself",
    None,
    "",
)


def batched(numbers: range, size: int) -> Iterator[range]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def order(number: int) -> Row:
    placed = date(2019 + number % 7, 1 + number % 12, 1 + number % 28)
    values = (
        f"W-{number}",
        placed,
        f"Het Blauwe Uur {number % 997}",
        "Zaal Waterlicht",
        f"row {number % 30}, seat {number % 40}",
        2250 + number % 500,
    )
    return Row(f"o-{number}", f"Order {number}", values, placed)


def measured(rows: int, formats: list[str], server: str) -> float:
    registry._SOURCES.clear()
    registry.register(Archive(rows))
    own = source_seconds(rows)
    peak = Peak()
    export, took, cpu = small(formats) if rows == 1000 else built(formats)
    growth = peak.growth_mb()
    first, fetched, whole = fetch(export, server)
    print(
        f"{rows:>9} rows  {export.size / 2**20:6.1f} MB  built in {took:6.2f} s, {cpu * 1000:8.1f} ms cpu "
        f"({rows / cpu:9,.0f} rows/s; {own * 1000:.0f} ms of it the source's)  growth {growth:4.1f} MB  "
        f"over HTTP {fetched:5.2f} s, first byte {first:5.1f} ms",
        flush=True,
    )
    assert export.records == rows, "provably complete"
    assert whole == export.size
    check("first byte", first, FIRST_BYTE_MS, "ms")
    check("over HTTP", fetched, max(1, rows / 100_000) * HTTP_SECONDS_PER_100_000, "s")
    if formats == ["json"] and rows >= 100_000:
        check("a hundred thousand rows", 100_000 / rows * cpu, 100_000 / ROWS_PER_SECOND, "s")
    return growth


def built(formats: list[str]) -> tuple[Export, float, float]:
    """A download of somebody new, seconds on the clock and seconds of work."""
    subject = person(f"{uuid4()}@example.org")
    row = Export.objects.create(subject=subject, language="nl", formats=formats)
    started, cpu = time.perf_counter(), time.process_time()
    export = build(row.pk)
    assert export
    return export, time.perf_counter() - started, time.process_time() - cpu


def small(formats: list[str]) -> tuple[Export, float, float]:
    """The median of many, and T7 judged by it."""
    builds, views = [], []
    with served_site(BARE, {**os.environ, "BENCHMARK_BODY": str(body())}) as bare:
        for _turn in range(SMALL_TURNS):
            builds += [built(formats) for _time in range(SMALL_TIMES)]
            views.append(measure(Case(bare, BARE), seconds=2).cpu_microseconds)
    found = sorted(builds, key=lambda one: one[2])[len(builds) // 2]
    view = median(views)
    there = found[2] * 1000 * BARE_VIEW_MICROSECONDS / view
    print(f"a bare Django view takes {view:.0f} µs, {BARE_VIEW_MICROSECONDS} on that machine: {there:.1f} ms there")
    check("T7, work", there, SMALL_MS, "ms of that machine")
    return found


def body() -> Path:
    file = Path(FOLDER.name) / "body"
    file.write_bytes(b"x" * 60_000)
    return file


MISSED: list[str] = []


def check(what: str, found: float, most: float, unit: str) -> None:
    if found > most:
        MISSED.append(f"{what}: {found:.1f} {unit}, at most {most:g} {unit}")


def source_seconds(rows: int) -> float:
    started = time.process_time()
    for _batch in Archive(rows).collect_batches(None):
        pass
    return time.process_time() - started


def fetch(export: Export, server: str) -> tuple[float, float, int]:
    """Over HTTP, as a browser of the person with a fresh second proof."""
    client = sign_in(Client(), export.subject, level=Level.A3)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    csrf = "a" * 32
    connection = HTTPConnection(server)
    headers = {
        "Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={csrf}",
        "X-CSRFToken": csrf,
        "Origin": f"http://{server}",
    }
    started = time.perf_counter()
    connection.request("POST", f"/mijn-gegevens/downloads/{export.pk}/bestand/", headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    size = len(answer.read(1))
    first = (time.perf_counter() - started) * 1000
    while piece := answer.read(64 * 1024):
        size += len(piece)
    return first, time.perf_counter() - started, size


@contextmanager
def served() -> Iterator[str]:
    """In a thread of this process, so that its memory and its database are the same."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


class Silent(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--formats", default="json")
    options = parser.parse_args()
    formats = options.formats.split(",")
    needs("wrk")
    call_command("migrate", verbosity=0)
    register.load(now=timezone.now())
    with served() as server:
        measured(100, formats, server)  # imports, templates and codecs are loaded once
        MISSED.clear()
        for rows in options.rows:
            check("growth", measured(rows, formats, server), LIMIT_MB, "MB")
    print(*(f"MISSED {each}" for each in MISSED), sep="\n")
    sys.exit(1 if MISSED else 0)


main()
