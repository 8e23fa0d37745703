"""Whether the time of the sign-in form tells who is known here (SECURITY V-01).

    python benchmarks/known_or_unknown.py [--rounds 200]

Asks for a code for addresses of four kinds, in turns: known, unknown, stopped ("this was not me") and over the limit of
one address. The mail server needs 150 ms for each mail, as a slow one would; no request may wait for it. Prints the
median of each kind and its difference from the unknown ones; fails when one is 10 ms or more, or when an answer
differs in status or headers. Milliseconds of a shared machine say little: run it on a quiet one."""

import argparse
import json
import subprocess
import sys
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from re import search
from statistics import median, quantiles
from time import perf_counter, sleep
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiosmtpd.controller import Controller

from benchmarks.support.site import ROOT, SITE, prepared, served

MOST_MS, MAIL_MS, WARM_UP = 10, 150, 5
SMTP = 8744
PAGE = "/mijn-gegevens/inloggen/"
KINDS = ("unknown", "known", "stopped", "over the limit")
# Everything comes from one place here; only the limits of one address stay as they are.
LIMITS = json.dumps({"challenge-per-ip": 1_000_000, "challenge-in-all": 1_000_000})
PEOPLE = """
from django.utils import timezone
from privacy_portal.data_subjects.actions import subject_for_email
from privacy_portal.data_subjects.models import DataSubject, Identifier
now = timezone.now()
for kind in ("known", "stopped", "over the limit"):
    for number in range({count}):
        subject = subject_for_email(f"{{kind.replace(' ', '-')}}-{{number}}@example.org", "nl")
        DataSubject.objects.filter(pk=subject.pk).update(frozen_at=now if kind == "stopped" else None)
Identifier.objects.update(verified_at=now)
"""


class SlowServer:
    """Takes each mail, in its own time."""

    asked = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.asked += 1
        sleep(MAIL_MS / 1000)
        session.host_name = hostname
        return responses


class Form:
    """The sign-in form of one browser."""

    def __init__(self) -> None:
        answer, body = self.sent("GET", "", {})
        self.cookie = answer.getheader("Set-Cookie").partition(";")[0]
        self.token = search(r'csrfmiddlewaretoken" value="(\w+)"', body)[1]

    def sent(self, method: str, body: str, headers: dict[str, str]):
        connection = HTTPConnection("127.0.0.1", SITE, timeout=60)
        connection.request(method, PAGE, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def ask(self, email: str) -> tuple[float, tuple]:
        """Milliseconds, and what the answer looks like apart from its date and its cookie's value."""
        body = urlencode({"email": email, "csrfmiddlewaretoken": self.token})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        began = perf_counter()
        answer, text = self.sent("POST", body, headers)
        took = (perf_counter() - began) * 1000
        shown = sorted(
            (name, value) for name, value in answer.getheaders() if name.lower() not in {"date", "set-cookie"}
        )
        return took, (answer.status, *shown, text)


def address(kind: str, number: int) -> str:
    """Over the limit is one address that asked too often; each other address asks once."""
    return f"{kind.replace(' ', '-')}-{0 if kind == KINDS[-1] else number}@example.org"


def measure(form: Form, rounds: int) -> tuple[dict[str, list[float]], set[tuple]]:
    for _ in range(WARM_UP):
        form.ask(address(KINDS[-1], 0))
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    looks: set[tuple] = set()
    for number in range(rounds + WARM_UP):
        # The order turns, so that no kind always comes after the same other one.
        for kind in (*KINDS[number % len(KINDS) :], *KINDS[: number % len(KINDS)]):
            spent, look = form.ask(address(kind, number))
            looks.add(look)
            if number >= WARM_UP:
                took[kind].append(spent)
    return took, looks


def report(took: dict[str, list[float]], looks: set[tuple], server: SlowServer) -> int:
    base, too_far = median(took[KINDS[0]]), []
    print(f"{'address':<16}{'median ms':>10}{'p95':>8}{'difference':>12}")
    for kind, times in took.items():
        difference = median(times) - base
        too_far += [kind] if abs(difference) >= MOST_MS else []
        print(f"{kind:<16}{median(times):>10.1f}{quantiles(times, n=20)[-1]:>8.1f}{difference:>+12.1f}")
    print(f"{len(looks)} kind of answer; the mail server was asked {server.asked} times by the site itself")
    return int(bool(too_far) or len(looks) > 1 or server.asked > 0)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    with ExitStack() as stack:
        _folder, environment = stack.enter_context(prepared())
        environment = environment | {
            "CUSTOMER_LIMITS": LIMITS,
            "EMAIL_URL": f"smtp://127.0.0.1:{SMTP}",
            "LOG_LEVEL": "ERROR",
        }
        server = SlowServer()
        controller = Controller(server, hostname="127.0.0.1", port=SMTP)
        controller.start()
        stack.callback(controller.stop)
        people = PEOPLE.format(count=options.rounds + WARM_UP)
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", people]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        stack.enter_context(served(SITE, environment))
        took, looks = measure(Form(), options.rounds)
        return report(took, looks, server)


if __name__ == "__main__":
    sys.exit(main())
