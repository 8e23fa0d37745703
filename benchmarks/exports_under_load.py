"""Many downloads at once, and what readers of the site notice of it.

    python benchmarks/exports_under_load.py [--full] [--exports 100]

A reader asks twenty times a second for the sign-in page, which is made anew each time, while two workers (nice 10, as
in production) make downloads of 200 rows from the ticket shop: 100 of them, or 1,000 with `--full`. Fails when p95 is
more than twice that of the quiet site, or when a download is missing or not whole."""

import argparse
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.support.load import percentile, steady
from benchmarks.support.site import ROOT, SITE, prepared, served

ADDRESS = "/mijn-gegevens/inloggen/"
RATE, SECONDS, WORKERS, AT_MOST = 20, 10, 2, 2
# Sixty-six orders of two tickets, the account and what the site itself holds: two hundred rows each.
CUSTOMERS = """
from django.utils import timezone
from privacy_portal.data_sources.ticketing import demo
from privacy_portal.data_sources.ticketing.models import Customer, Event
from privacy_portal.data_subjects.actions import subject_for_email
from privacy_portal.data_subjects.models import Identifier
from privacy_portal.exports.models import Export
from privacy_portal.exports.tasks import build_export
now = timezone.now()
demo.load_customers(now)
events = list(Event.objects.filter(ends_on__lt=timezone.localdate(now))[:66])
first = Export.objects.count()
for number in range(first, first + {exports}):
    email = f"load-{{number}}@example.org"
    named = {{"first_name": "Alma", "last_name": f"Zomerdijk {{number}}", "last_active_on": timezone.localdate(now)}}
    customer = demo._customer(f"L-{{number}}", email, now, **named)
    for place, event in enumerate((events * 66)[:66]):
        demo.add_order(customer, f"L-{{number}}-{{place}}", event, now, seats=2)
    export = Export.objects.create(subject=subject_for_email(email, language="nl", now=now), language="nl")
    build_export.enqueue(str(export.pk))
# Sources look by what is proven.
Identifier.objects.update(verified_at=now)
"""
CHECK = """
from privacy_portal.exports.actions import open_export
from privacy_portal.exports.models import Export
from privacy_portal.evidence.actors import Actor
made = list(Export.objects.order_by("-requested_at")[:{exports}])
whole = [e for e in made if e.state == "ready" and e.records >= 199 and not e.missing]
fetched = sum(len(b"".join(open_export(e, Actor.system("benchmark")))) == e.size for e in whole)
print(len(whole), fetched, sum(e.records for e in whole))
"""
WORKER = ["db_worker", "--queue-name", "exports", "--no-reload", "--batch", "--interval", "0.1"]


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def asked() -> list[float]:
    return steady(SITE, ADDRESS, RATE, SECONDS, {})


def while_workers_work(environment: dict[str, str]) -> tuple[list[float], float]:
    """What the reader waited, and how long the workers took; they leave when the queue is empty."""
    command = ["nice", "-n", "10", sys.executable, "manage.py", *WORKER]
    started, took = time.monotonic(), []
    with ExitStack() as stack:
        workers = [stack.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment)) for _ in range(WORKERS)]
        while any(worker.poll() is None for worker in workers):
            took += asked()
    return took, time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--exports", type=int, default=100)
    options = parser.parse_args()
    exports = 1000 if options.full else options.exports
    with prepared() as (_folder, environment), served(SITE, environment):
        manage(environment, "shell", "-v0", "-c", CUSTOMERS.format(exports=exports))
        asked()  # each worker of the server has answered before it is measured
        quiet = percentile(asked(), 0.95)
        took, seconds = while_workers_work(environment)
        whole, fetched, rows = map(
            int, manage(environment, "shell", "-v0", "-c", CHECK.format(exports=exports)).split()
        )
    loaded = percentile(took, 0.95)
    print(f"{whole} of {exports} downloads whole, {fetched} fetched, {rows} rows in at most {seconds:.0f} s")
    print(f"p95 quiet {quiet:.1f} ms, busy {loaded:.1f} ms: {loaded / quiet:.2f} times, at most {AT_MOST}")
    sys.exit(0 if whole == fetched == exports and loaded <= AT_MOST * quiet else 1)


if __name__ == "__main__":
    main()
