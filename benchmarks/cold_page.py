"""A page this process does not have in memory: one query for its bytes (PERFORMANCE T4).

    python benchmarks/cold_page.py [--seconds 3] [--rounds 5] [--server granian|gunicorn]

Beside it, in the same run: a bare Django view of the same bytes with the usual eight middlewares, and Wagtail serving
a page itself. The site is given no memory, so every request is cold. BENCHMARK_DATABASE_URL measures on PostgreSQL.
Fails when a target was missed on granian."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.support.load import Case, Result, in_turns
from benchmarks.support.programs import needs
from benchmarks.support.site import APPLICATIONS, BARE, NGINX, SERVERS, SITE, fetch, prepared, running, served

BR = (("Accept-Encoding", "br"),)


def measured(server: str, seconds: int, rounds: int) -> dict[str, Result]:
    with prepared() as (folder, environment), served(SITE, environment | {"PAGE_CACHE_BYTES": "1"}, server) as cold:
        (folder / "body").write_bytes(fetch(SITE))
        fetch(SITE, **dict(BR))
        usual = environment | {"BENCHMARK_BODY": str(folder / "body"), "BENCHMARK_MIDDLEWARE": "yes"}
        command = SERVERS[server](APPLICATIONS[SITE], NGINX)
        uncached = running(command, NGINX, environment | {"PAGE_CACHE_BYTES": "0"})
        print(f"{server}, {rounds} rounds of {seconds} s")
        with served(BARE, usual, server) as view, uncached as wagtail:
            cases = {
                "usual Django view": Case(view, BARE),
                "cold page": Case(cold, SITE),
                "cold page, brotli": Case(cold, SITE, headers=BR),
                "policy view, not kept": Case(wagtail, NGINX, connections=2),
                "Wagtail's own serve": Case(wagtail, NGINX, "/", connections=2),
            }
            return in_turns(cases, seconds, rounds)


def report(results: dict[str, Result]) -> bool:
    view, cold, wagtail = (results[name] for name in ("usual Django view", "cold page", "Wagtail's own serve"))
    print(f"{'':24}{'requests/s':>12}{'CPU µs each':>13}{'of the view':>13}")
    for name, result in results.items():
        ratio = result.cpu_microseconds / view.cpu_microseconds
        print(f"{name:24}{result.requests_per_second:12,.0f}{result.cpu_microseconds:13,.0f}{ratio:13.2f}")
    dear, fast = cold.cpu_microseconds / view.cpu_microseconds, wagtail.cpu_microseconds / cold.cpu_microseconds
    print(f"T4 CPU of the view, at most 1.5: {dear:.2f}  {'met' if dear <= 1.5 else 'MISSED'}")
    print(f"T4 cheaper than Wagtail, at least 10 times: {fast:.0f}  {'met' if fast >= 10 else 'MISSED'}")
    return dear <= 1.5 and fast >= 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3, choices=range(1, 31), metavar="1-30")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 21), metavar="1-20")
    parser.add_argument("--server", default="granian", choices=list(SERVERS))
    options = parser.parse_args()
    needs("wrk")
    met = report(measured(options.server, options.seconds, options.rounds))
    sys.exit(0 if met or options.server != "granian" else 1)


if __name__ == "__main__":
    main()
