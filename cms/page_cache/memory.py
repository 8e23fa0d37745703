"""What this process remembers."""

import threading
from collections import OrderedDict

from .pages import Page, Place


class Memory:
    """Pages by place, least recently used out first, never more than `limit` bytes of bodies."""

    def __init__(self, limit: int):
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[Place, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, place: Place) -> Page | None:
        with self._lock:
            page = self._pages.get(place)
            if page is not None:
                self._pages.move_to_end(place)
            return page

    def put(self, place: Place, page: Page) -> None:
        with self._lock:
            self._drop(place)
            if len(page.body) > self.limit:
                return
            self._pages[place] = page
            self.size += len(page.body)
            while self.size > self.limit:
                self._drop(next(iter(self._pages)))

    def drop(self, place: Place) -> None:
        with self._lock:
            self._drop(place)

    def _drop(self, place: Place) -> None:
        if page := self._pages.pop(place, None):
            self.size -= len(page.body)
