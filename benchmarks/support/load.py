"""Load: as fast as the server can (wrk), or at a steady rate whatever the server does."""

import asyncio
import re
import statistics
import subprocess
import time
from typing import NamedTuple

import psutil

from .programs import path_of
from .site import PAGE, cpu_seconds

CONNECTIONS = 16


class Result(NamedTuple):
    requests_per_second: float
    cpu_microseconds: float


class Case(NamedTuple):
    server: psutil.Process
    port: int
    address: str = PAGE
    headers: tuple[tuple[str, str], ...] = ()
    connections: int = CONNECTIONS


def measure(case: Case, seconds: float) -> Result:
    wrk(case, 1)  # every worker has its caches warm
    before = cpu_seconds(case.server)
    requests, elapsed = wrk(case, seconds)
    if not requests:
        raise SystemExit(f"No answer within {seconds} s from port {case.port}: take more --seconds.")
    return Result(requests / elapsed, (cpu_seconds(case.server) - before) / requests * 1_000_000)


def wrk(case: Case, seconds: float) -> tuple[int, float]:
    """Requests answered, and in how many seconds."""
    wanted = [word for name, value in case.headers for word in ("-H", f"{name}: {value}")]
    address = f"http://127.0.0.1:{case.port}{case.address}"
    command = [
        path_of("wrk"),
        "-t1",
        f"-c{case.connections}",
        "--timeout",
        "20s",
        f"-d{seconds:.0f}s",
        *wanted,
        address,
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"The server refused or broke off requests:\n{told}")
    requests, took, unit = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m),", told).groups()
    return int(requests), float(took) * {"ms": 0.001, "s": 1, "m": 60}[unit]


def in_turns(cases: dict[str, Case], seconds: float, rounds: int) -> dict[str, Result]:
    """Medians of short rounds in which every case has its turn, so that a busy minute hurts all alike."""
    found: dict[str, list[Result]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            found[name].append(measure(case, seconds))
    return {name: median(results) for name, results in found.items()}


def median(results: list[Result]) -> Result:
    return Result(*(statistics.median(column) for column in zip(*results, strict=True)))


def steady(port: int, address: str, rate: int, seconds: float, headers: dict[str, str]) -> list[float]:
    """Seconds from the moment each request was due until its last byte, so a server that stalls is not flattered."""
    return asyncio.run(_steady(port, address, rate, seconds, headers))


async def _steady(port: int, address: str, rate: int, seconds: float, headers: dict[str, str]) -> list[float]:
    lines = [f"GET {address} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(f"{k}: {v}" for k, v in headers.items())]
    request = "\r\n".join([*lines, "", ""]).encode()
    idle: asyncio.Queue = asyncio.Queue()
    for _ in range(64):
        idle.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    start, took = time.perf_counter() + 0.1, []

    async def one(due: float) -> None:
        reader, writer = await idle.get()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        took.append(time.perf_counter() - due)
        idle.put_nowait((reader, writer))

    tasks = []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)
    while not idle.empty():
        idle.get_nowait()[1].close()
    return took


def percentile(took: list[float], share: float) -> float:
    """In milliseconds."""
    return sorted(took)[min(len(took) - 1, int(len(took) * share))] * 1000
