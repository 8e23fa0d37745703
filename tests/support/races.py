"""Several people at the very same moment, each on a database connection of their own.

On PostgreSQL the test must commit: `@pytest.mark.django_db(transaction=True)`."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connections

from tests.support.on_disk import database_on_disk


def race(work: Callable[[int], Any], times: int, tmp_path: Path, *, then: Callable[[], Any] | None = None) -> list[Any]:
    """What each of `times` simultaneous calls returned or raised. `then` looks at the database they left, as the last
    item of the list."""
    start = threading.Barrier(times)

    def one(number: int) -> Any:
        try:
            start.wait(timeout=20)
            return work(number)
        except Exception as error:  # the test decides which are allowed
            return error
        finally:
            connections.close_all()

    with database_on_disk(tmp_path):
        with ThreadPoolExecutor(times) as pool:
            results = list(pool.map(one, range(times)))
        if then:
            with ThreadPoolExecutor(1) as pool:
                results.append(pool.submit(_closing, then).result())
    return results


def _closing(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connections.close_all()
