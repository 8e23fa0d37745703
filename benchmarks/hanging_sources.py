"""Overview, own data and preferences while every system elsewhere hangs: how long until the first byte.

    python benchmarks/hanging_sources.py [--rounds 40]

Two servers with the same content: one has no system elsewhere, the other has them all, each accepting what is asked
and never answering. Every request comes from a session of its own and nothing is kept in a cache, so that no page
profits from an earlier one that found out: each begins to ask. Cases take turns. Target: a median under 100 ms; on a
machine that has no time even for the plain page, the ratio says whether hanging is to blame."""

import argparse
import json
import subprocess
import sys
from contextlib import ExitStack
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.support.site import BARE, ROOT, SITE, granian, prepared, running, served
from tests.support.outside.mailchimp import KEY, LIST
from tests.support.outside.server import Outside
from tests.support.outside.server import running as outside

MOST_MS, MOST_RATIO, WARM_UP = 100, 1.25, 4
PAGES = {"overview": "", "own data": "inzage/", "preferences": "voorkeuren/"}
SESSIONS = """
import json
from django.conf import settings
from django.utils import timezone
from privacy_portal.consent.demo import load_newsletters
from privacy_portal.data_sources.ticketing import demo
from privacy_portal.data_subjects import sessions
from privacy_portal.data_subjects.actions import subject_for_email
from privacy_portal.data_subjects.models import Identifier
now = timezone.now()
demo.load_customers(now), load_newsletters(None)
alma = subject_for_email(demo.ALMA, "nl")
Identifier.objects.filter(subject=alma).update(verified_at=now)
tokens = [sessions.begin(alma, method="code", now=now)[1] for _ in range({count})]
print(json.dumps([f"{{settings.CUSTOMER_COOKIE_NAME}}={{token}}" for token in tokens]))
"""


def connections(url: str) -> dict[str, str]:
    """Every system elsewhere that can be connected, at one address."""
    return {
        "MAILCHIMP_API_KEY": KEY,
        "MAILCHIMP_LIST_ID": LIST,
        "MAILCHIMP_BASE_URL": url,
        "TRIBECRM_AUTH_URL": url,
        "TRIBECRM_API_URL": url,
        "TRIBECRM_CLIENT_ID": "benchmark",
        "TRIBECRM_CLIENT_SECRET": "benchmark",
    }


def signed_in(environment: dict[str, str], count: int) -> list[str]:
    """So many cookies of Alma's, each of a browser of its own."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", SESSIONS.format(count=count)]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    return json.loads(told.splitlines()[-1])


def first_byte(port: int, path: str, cookie: str) -> float:
    """In milliseconds."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    began = perf_counter()
    connection.request("GET", f"/mijn-gegevens/{path}", headers={"Cookie": cookie})
    response = connection.getresponse()
    took = (perf_counter() - began) * 1000
    assert response.status == 200 and b"data-session" in response.read(), "not signed in"
    connection.close()
    return took


def measure(ports: dict[str, int], cookies: list[str], rounds: int) -> dict[tuple[str, str], list[float]]:
    took: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + WARM_UP):
        for page, (name, port) in product(PAGES, ports.items()):
            spent = first_byte(port, PAGES[page], cookies.pop())
            if number >= WARM_UP:
                took.setdefault((page, name), []).append(spent)
    return took


def report(took: dict[tuple[str, str], list[float]], hanging: Outside) -> int:
    print(f"{'page':<14}{'hanging ms':>12}{'p95':>8}{'without ms':>12}{'ratio':>8}")
    for page in PAGES:
        slow, plain = took[page, "hanging"], took[page, "without"]
        p95 = quantiles(slow, n=20)[-1]
        print(f"{page:<14}{median(slow):>12.0f}{p95:>8.0f}{median(plain):>12.0f}{median(slow) / median(plain):>8.2f}")
    print(f"{len(hanging.asked)} questions hung meanwhile")
    slow = [page for page in PAGES if is_slow(median(took[page, "hanging"]), median(took[page, "without"]))]
    return int(bool(slow) or not hanging.asked)


def is_slow(hanging: float, without: float) -> bool:
    return hanging >= MOST_MS and (without < MOST_MS or hanging / without > MOST_RATIO)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with ExitStack() as stack:
        _folder, environment = stack.enter_context(prepared())
        environment = environment | {"CACHE_URL": "dummycache://", "LOG_LEVEL": "ERROR"}
        hanging = stack.enter_context(outside(lambda asked: (200, {})))
        hanging.fault = "hang"
        stack.enter_context(served(SITE, environment))
        command = granian("cms.wsgi:application", BARE)
        stack.enter_context(running(command, BARE, environment | connections(hanging.url)))
        cookies = signed_in(environment, (options.rounds + WARM_UP) * len(PAGES) * 2)
        took = measure({"without": SITE, "hanging": BARE}, cookies, options.rounds)
        return report(took, hanging)


if __name__ == "__main__":
    sys.exit(main())
