"""Work in a process of its own that is killed without warning (SIGKILL), and a look at the database it left.

As with `races`: on PostgreSQL the test commits (`@pytest.mark.django_db(transaction=True)`); on SQLite the database in
memory is copied to a file first, where processes meet as they do in production."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db import connection, connections


class Arena:
    def run(self, work: Callable[[], Any]) -> Any:
        """In a thread, because that has a connection of its own to the shared database."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(_closing, work).result()

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
    if connection.vendor != "sqlite":
        yield Arena()
        return
    path = folder / "arena.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    with patch.dict(connections.settings["default"], {"NAME": str(path)}):
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
