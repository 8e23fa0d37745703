"""The slowest hundredth at 1,000 requests a second, beside nginx in the same run (PERFORMANCE T5).

    python benchmarks/tail.py [--seconds 5] [--rounds 5] [--rate 1000] [--server granian|gunicorn]

Asks the packed policy page at a steady rate, by turns of nginx and of the site: first while nothing else happens, then
while an editor publishes every second and two exports run as a worker does (nice 10). Time counts from when a request
was due. The load generator is Python on the same cores, so both columns carry its own delays. An editor or an export
that stops or finishes nothing ends the run without a verdict. Fails when a target was missed on granian."""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.support.load import percentile, steady
from benchmarks.support.programs import needs
from benchmarks.support.site import NGINX, PAGE, ROOT, SERVERS, SITE, fetch, nginx, prepared, served

# One line for each version.
EDITOR = """
import time
from privacy_portal.privacy_policy.pages import policy_page
while True:
    page = policy_page("nl")
    page.introduction = f"<p>Aangepast om {time.time()}.</p>"
    page.change_summary = f"<p>De inleiding is aangepast om {time.time()}.</p>"
    page.save_revision().publish()
    print("published", flush=True)
    time.sleep(1)
"""
# Far more downloads than there is time for, in one process, so that it does not spend its time on starting; with -O,
# because under load the first byte may come later than the limit of that script.
EXPORTS = [sys.executable, "-O", "-u", "benchmarks/export.py", *["100000"] * 1000]
PATIENCE = 300


class Busy:
    """Somebody who works in a process of its own and writes a line for each piece of work done."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.name, self.told = name, folder / f"{name}.log"
        with self.told.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.before = 0

    def done(self) -> int:
        """Pieces of work so far; whoever stopped ends the benchmark, because nothing was busy any more."""
        if self.process.poll() is not None:
            raise SystemExit(f"The {self.name} stopped:\n{self.told.read_text()[-2000:]}")
        return self.told.read_text().count("\n")

    def begin(self) -> None:
        """Waits until the first piece is done."""
        until = time.monotonic() + PATIENCE
        while not self.done():
            if time.monotonic() > until:
                raise SystemExit(f"The {self.name} did nothing within {PATIENCE} s.")
            time.sleep(0.2)
        self.before = self.done()

    def check(self) -> None:
        if not (pieces := self.done() - self.before):
            raise SystemExit(f"The {self.name} finished nothing meanwhile: take more --seconds or --rounds.")
        print(f"meanwhile the {self.name} finished {pieces}")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


@contextmanager
def busy(environment: dict[str, str], folder: Path) -> Iterator[None]:
    """An editor who publishes and two workers who build downloads; all three must have worked till the end."""
    editor = [sys.executable, "manage.py", "shell", "-v0", "-c", EDITOR]
    commands = {"editor": editor, "first worker": EXPORTS, "second worker": EXPORTS}
    people = []
    try:
        for name, command in commands.items():
            nice = [] if name == "editor" else ["nice", "-n", "10"]
            people.append(Busy(name, [*nice, *command], environment, folder))
        for one in people:
            one.begin()
        yield
        for one in people:
            one.check()
    finally:
        for one in people:
            one.stop()


@contextmanager
def files_of_the_page(folder: Path) -> Iterator[None]:
    with nginx(folder, {PAGE: fetch(SITE, **{"Accept-Encoding": "br"})}):
        yield


def asked_in_turns(rate: int, seconds: float, rounds: int) -> dict[str, list[float]]:
    """Median over the rounds of p50 and p99, in milliseconds."""
    found: dict[str, list[tuple[float, float]]] = {"nginx": [], "site": []}
    for _ in range(rounds):
        for name, port, headers in (("nginx", NGINX, {}), ("site", SITE, {"Accept-Encoding": "br"})):
            took = steady(port, PAGE, rate, seconds, headers)
            found[name].append((percentile(took, 0.5), percentile(took, 0.99)))
    return {name: [statistics.median(column) for column in zip(*all_of, strict=True)] for name, all_of in found.items()}


def report(state: str, found: dict[str, list[float]], base: float, at_most: float) -> bool:
    for name, (half, slowest) in found.items():
        print(f"{state:8}{name:8} p50 {half:7.2f} ms   p99 {slowest:7.2f} ms")
    ratio = found["site"][1] / base
    print(f"T5 {state}: p99 {ratio:.2f} times nginx's, at most {at_most}  {'met' if ratio <= at_most else 'MISSED'}")
    return ratio <= at_most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--server", default="granian", choices=list(SERVERS))
    options = parser.parse_args()
    needs("nginx")
    print(f"{options.server}, {options.rounds} rounds of {options.seconds:.0f} s at {options.rate} a second")
    with prepared() as (folder, environment), served(SITE, environment, options.server), files_of_the_page(folder):
        quiet = asked_in_turns(options.rate, options.seconds, options.rounds)
        with busy(environment, folder):
            loaded = asked_in_turns(options.rate, options.seconds, options.rounds)
    met = [report("quiet", quiet, quiet["nginx"][1], 1.5), report("busy", loaded, loaded["nginx"][1], 3)]
    print(f"busy, beside nginx when nothing else ran: {loaded['site'][1] / quiet['nginx'][1]:.1f} times")
    sys.exit(0 if all(met) or options.server != "granian" else 1)


if __name__ == "__main__":
    main()
