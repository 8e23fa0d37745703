"""The three timer lines of docs/how-to/configure-production.md for a container, which has no cron.

An interval that still runs is not started a second time, and a long night keeps no minute waiting."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


def due(at: datetime) -> Iterator[str]:
    """The intervals of `run_jobs` that begin in this minute."""
    yield "minute"
    if at.minute == 7:
        yield "hour"
    if (at.hour, at.minute) == (3, 15):
        yield "night"


def start(interval: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "manage.py", "run_jobs", interval])  # nosec B603  # noqa: S603 - our own command


def tick(at: datetime, running: dict[str, subprocess.Popen]) -> None:
    for interval in due(at):
        if interval not in running or running[interval].poll() is not None:
            running[interval] = start(interval)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    running: dict[str, subprocess.Popen] = {}
    while True:
        time.sleep(60 - time.time() % 60)
        tick(datetime.now(ZONE), running)  # noqa: TID251 - this is the door


if __name__ == "__main__":
    main()
