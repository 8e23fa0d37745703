"""Work in a process of its own that is killed without warning (SIGKILL), and a look at the database it left.

As with `races`: on PostgreSQL the test commits (`@pytest.mark.django_db(transaction=True)`)."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

from tests.support.on_disk import database_on_disk


class Arena:
    def run(self, work: Callable[[], Any]) -> Any:
        """In a thread, because that has a connection of its own to the shared database."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(_closing, work).result()

    def seconds(self, work: Callable[[], Any], again: Callable[[], Any] | None = None) -> float:
        """How long it takes once everything is loaded: moments to kill at are drawn from this. `again` is the same
        work for whoever can do it once only."""
        self.run(work)
        began = time.monotonic()
        self.run(again or work)
        return time.monotonic() - began

    def kill(self, work: Callable[[], Any], *, after: float) -> bool:
        """Starts `work` in a process and kills it; whether it was still busy."""
        child = os.fork()
        if child == 0:
            _work_and_leave(work)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)

    def run_until_killed(self, work: Callable[[], Any]) -> bool:
        """For `work` that kills its own process (`kill_me`) at the point that matters; whether it got there."""
        child = os.fork()
        if child == 0:
            _work_and_leave(work)
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def kill_me(*args: Any, **kwargs: Any) -> None:
    """kill -9, from the inside."""
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def arena(folder: Path) -> Iterator[Arena]:
    with database_on_disk(folder):
        yield Arena()


def _work_and_leave(work: Callable[[], Any]) -> None:
    """In the child: a fresh connection, and no way back into the test runner."""
    try:
        del connections["default"]
        work()
    finally:
        os._exit(0)


def _closing(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connections.close_all()
