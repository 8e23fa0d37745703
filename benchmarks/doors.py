"""The doors that anybody may knock at: asking for a sign-in code, and the page behind the link of a mailing.

    python benchmarks/doors.py [--seconds 20] [--rate 20]

Asks for a code for an address of its own at a steady rate, which writes the challenge and its mail; time counts from
when each request was due. Then opens one unsubscribe link as fast as it goes. Targets on two cores: 20 codes a second
with their slowest twentieth within 300 ms and every mail queued, and 200 pages a second."""

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.support.load import Case, measure, percentile
from benchmarks.support.programs import needs
from benchmarks.support.sign_in_form import LIMITS, Form
from benchmarks.support.site import ROOT, SITE, prepared, served

MOST_MS, PAGES_A_SECOND = 300, 200
LINK = """
from privacy_portal.consent.demo import load_newsletters
from privacy_portal.consent.unsubscribe import unsubscribe_url
from privacy_portal.data_subjects.people import subject_for_email
load_newsletters(None)
print("LINK", unsubscribe_url(subject_for_email("alma@example.org", "nl"), "newsletter-classical", "nl"))
"""
QUEUED = """
from privacy_portal.evidence.models import OutboxMessage
print("QUEUED", OutboxMessage.objects.filter(template="sign_in", state="queued").count())
"""


def shell(code: str, word: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    return told.partition(f"{word} ")[2].split()[0]


def codes(rate: int, seconds: int) -> list[float]:
    """Seconds from when each was due."""
    form = Form()
    for number in range(10):
        form.ask(f"warm-{number}@example.org")
    start = perf_counter() + 0.2

    def one(number: int) -> float:
        due = start + number / rate
        sleep(max(0.0, due - perf_counter()))
        _took, (status, *_rest) = form.ask(f"klant-{number}@example.org")
        assert status == 302, status
        return perf_counter() - due

    with ThreadPoolExecutor(32) as pool:
        return list(pool.map(one, range(rate * seconds)))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=int, default=20)
    options = parser.parse_args()
    needs("wrk")
    with prepared() as (_folder, environment):
        environment = environment | {"CUSTOMER_LIMITS": LIMITS, "LOG_LEVEL": "ERROR"}
        link = shell(LINK, "LINK", environment).partition(str(SITE))[2]
        before = int(shell(QUEUED, "QUEUED", environment))
        with served(SITE, environment) as server:
            took = codes(options.rate, options.seconds)
            pages = measure(Case(server, SITE, link), min(options.seconds, 5))
        queued = int(shell(QUEUED, "QUEUED", environment)) - before - 10
    p95 = percentile(took, 0.95)
    print(
        f"{options.rate} codes a second: median {percentile(took, 0.5):.0f} ms, p95 {p95:.0f} ms; {queued} mails wait"
    )
    print(
        f"link of a mailing: {pages.requests_per_second:.0f} pages a second, {pages.cpu_microseconds:.0f} µs CPU each"
    )
    missed = [p95 > MOST_MS, queued != len(took), pages.requests_per_second < PAGES_A_SECOND]
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
