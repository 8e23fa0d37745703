"""One run of `ledger.py` on the empty database of TEST_DATABASE_URL: ENTRIES WRITERS EACH."""

# ruff: noqa: E402  (Django is set up before anything of it is imported)

import os
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import perf_counter
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from privacy_portal.data_subjects.models import LimitCounter
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import Draft, record, record_many
from privacy_portal.evidence.verification import verify

MOST_SECONDS, FEWEST_A_SECOND = 30, 500
EVENT, BATCH = "data_subject.signed_out", 5000


def fill(entries: int) -> None:
    for begun in range(0, entries, BATCH):
        drafts = [Draft(subject=uuid4(), target=f"row:{begun + n}", facts={"n": n}) for n in range(BATCH)]
        with transaction.atomic():
            record_many(EVENT, drafts[: entries - begun], by=Actor.system("benchmark"))


def append(number: int) -> None:
    with transaction.atomic():
        record(EVENT, by=Actor.system("benchmark"), subject=uuid4(), facts={"n": number})


def insert(number: int) -> None:
    now = timezone.now()
    LimitCounter.objects.create(key=uuid4().hex, opened_at=now, closes_at=now)


def write(work: Callable[[int], None], each: int, start: Barrier) -> None:
    """In a process of its own, so with a connection of its own; the first one is not counted."""
    work(-1)
    start.wait()
    for number in range(each):
        work(number)
    connections.close_all()


def a_second(work: Callable[[int], None], writers: int, each: int) -> float:
    connections.close_all()
    context = get_context("fork")
    start = context.Barrier(writers + 1)
    processes = [context.Process(target=write, args=(work, each, start)) for _ in range(writers)]
    for process in processes:
        process.start()
    start.wait()
    began = perf_counter()
    for process in processes:
        process.join()
    took = perf_counter() - began
    assert all(process.exitcode == 0 for process in processes)
    return writers * each / took


def measure(entries: int, writers: int, each: int) -> int:
    call_command("migrate", verbosity=0)
    fill(entries)
    began = perf_counter()
    verdict = verify()
    took = perf_counter() - began
    assert verdict.is_whole and verdict.entries == entries
    print(f"{connection.vendor}: {entries} entries read back in {took:.1f} s", flush=True)
    failed = took > MOST_SECONDS * entries / 100_000
    if connection.vendor == "postgresql":
        bare, chained = (a_second(work, writers, each) for work in (insert, append))
        print(f"  {writers} writers: {chained:.0f} entries a second, {chained / bare:.2f} times their bare inserts")
        failed |= chained < FEWEST_A_SECOND
        assert verify().is_whole
    return int(failed)


if __name__ == "__main__":
    sys.exit(measure(*map(int, sys.argv[1:])))
