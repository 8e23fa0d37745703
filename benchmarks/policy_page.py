"""What the public policy page costs, beside nginx with a file and a bare Django view (PERFORMANCE T1 to T3).

    python benchmarks/policy_page.py [--seconds 3] [--rounds 5] [--server granian|gunicorn]

Builds the real site with its production settings in a temporary folder, serves it and the yardsticks on 127.0.0.1 and
loads them in turns with wrk. Prints requests per second and server CPU per request (the figure that hardly swings),
says for each target whether it was met, and fails when one was missed on granian."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.support.load import Case, Result, in_turns
from benchmarks.support.programs import needs
from benchmarks.support.site import BARE, NGINX, PAGE, SERVERS, SITE, etag, fetch, nginx, prepared, served

BR = (("Accept-Encoding", "br"),)


def measured(server: str, seconds: int, rounds: int) -> dict[str, Result]:
    with prepared() as (folder, environment), served(SITE, environment, server) as site:
        body, packed = fetch(SITE), fetch(SITE, **dict(BR))
        (folder / "body").write_bytes(body)
        bare_environment = environment | {"BENCHMARK_BODY": str(folder / "body")}
        print(f"{server}: page of {len(body):,} bytes, {len(packed):,} packed, {rounds} rounds of {seconds} s")
        with served(BARE, bare_environment, server) as bare, nginx(folder, {PAGE: body, "/br/": packed}) as files:
            cases = {
                "nginx, file": Case(files, NGINX),
                "nginx, packed file": Case(files, NGINX, "/br/"),
                "bare view": Case(bare, BARE),
                "policy page": Case(site, SITE),
                "policy page, brotli": Case(site, SITE, headers=BR),
                "policy page, 304": Case(site, SITE, headers=(("If-None-Match", etag(SITE)),)),
            }
            return in_turns(cases, seconds, rounds)


def share(results: dict[str, Result], one: str, other: str) -> float:
    return results[one].requests_per_second / results[other].requests_per_second


def times(results: dict[str, Result], one: str, other: str) -> float:
    return results[one].cpu_microseconds / results[other].cpu_microseconds


def report(results: dict[str, Result]) -> bool:
    print(f"{'':22}{'requests/s':>12}{'CPU µs each':>13}")
    for name, result in results.items():
        print(f"{name:22}{result.requests_per_second:12,.0f}{result.cpu_microseconds:13,.0f}")
    page = "policy page"
    targets = [
        ("T1 of a bare view, at least 80 %", (s := share(results, page, "bare view")) >= 0.8, f"{s:.0%}"),
        ("T1 CPU of a bare view, at most 1.25", (t := times(results, page, "bare view")) <= 1.25, f"{t:.2f}"),
        ("T2 of nginx, at least 25 %", (s := share(results, page, "nginx, file")) >= 0.25, f"{s:.0%}"),
        (
            "T2 packed, at least 18 %",
            (s := share(results, f"{page}, brotli", "nginx, packed file")) >= 0.18,
            f"{s:.0%}",
        ),
        ("T3 CPU of a 304, at most 80 µs", (c := results[f"{page}, 304"].cpu_microseconds) <= 80, f"{c:.0f} µs"),
    ]
    for name, met, figure in targets:
        print(f"{name:40}{figure:>8}  {'met' if met else 'MISSED'}")
    return all(met for _name, met, _figure in targets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3, choices=range(1, 31), metavar="1-30")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 21), metavar="1-20")
    parser.add_argument("--server", default="granian", choices=list(SERVERS))
    options = parser.parse_args()
    needs("wrk", "nginx")
    met = report(measured(options.server, options.seconds, options.rounds))
    sys.exit(0 if met or options.server != "granian" else 1)


if __name__ == "__main__":
    main()
