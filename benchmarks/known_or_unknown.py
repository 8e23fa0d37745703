"""Whether the time of the sign-in form tells who is known here (SECURITY V-01).

    python benchmarks/known_or_unknown.py [--rounds 200]

Asks for a code for addresses of four kinds, in turns: known, unknown, stopped ("this was not me") and over the limit of
one address. The mail server needs 150 ms for each mail, as a slow one would; no request may wait for it. Prints the
median of each kind and its difference from the unknown ones; fails when one is 10 ms or more, or when an answer
differs in status or headers. Milliseconds of a shared machine say little: run it on a quiet one."""

import argparse
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from time import sleep

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiosmtpd.controller import Controller

from benchmarks.support.sign_in_form import LIMITS, Form
from benchmarks.support.site import ROOT, SITE, prepared, served

MOST_MS, MAIL_MS, WARM_UP = 10, 150, 5
SMTP = 8744
KINDS = ("unknown", "known", "stopped", "over the limit")
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
