"""Which state of the site is current: what was published, which day it is, and which release runs."""

import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from .release import release

# The database itself is the trouble, not what it was asked.
AWAY = (OperationalError, InterfaceError)


def stamp_of(generation: UUID | str | None) -> str:
    """A page may also change by the calendar (a version that takes effect) or by new templates. One database hands
    out a UUID, another its letters."""
    letters = UUID(str(generation)).hex if generation else "nothing"
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    return f"{letters} {today.isoformat()} {release()}"


class StampReader:
    """The current stamp, asked of the database once per `seconds` at most.

    One thread asks while the others go on with the last answer; no answer leaves the last one standing."""

    def __init__(self, read: Callable[[], str], seconds: float):
        self._read = read
        self._seconds = seconds
        self._due = 0.0
        self._lock = threading.Lock()
        self.last: str | None = None
        self.is_away = False

    def __call__(self) -> str | None:
        if time.monotonic() >= self._due and self._lock.acquire(blocking=self._knows_nothing):
            try:
                self._look()
            finally:
                self._lock.release()
        return self.last

    def _look(self) -> None:
        if time.monotonic() < self._due:
            return  # another thread looked while this one waited
        try:
            self.tell(self._read())
        except AWAY:
            self.tell_away()  # stale pages are better than none

    def tell(self, stamp: str) -> None:
        """Somebody heard what is current while asking for something else."""
        self.last, self.is_away, self._due = stamp, False, time.monotonic() + self._seconds

    def tell_away(self) -> None:
        """No database: for a while nobody waits for it again."""
        self.is_away, self._due = True, time.monotonic() + self._seconds

    @property
    def _knows_nothing(self) -> bool:
        return self.last is None and not self.is_away

    def expire(self) -> None:
        self._due = 0.0

    @property
    def may_ask(self) -> bool:
        return not self.is_away or time.monotonic() >= self._due
