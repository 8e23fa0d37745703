"""The front door: a WSGI layer around the whole site, because a hit then costs less than Django's own bookkeeping."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError

from . import shelf
from .encoding import ENCODINGS
from .folder import Folder
from .memory import Memory
from .pages import Environ, Headers, Page, Place, StartResponse, answer, pages_of
from .rules import Audience, is_for_everyone
from .stamp import AWAY, StampReader

logger = logging.getLogger(__name__)
# Moved, for members only, or gone.
NO_LONGER_PUBLIC = ("301 ", "302 ", "401 ", "403 ", "404 ", "410 ")
Site = Callable[[Environ, StartResponse], Iterable[bytes]]


class PageCache:
    def __init__(self, site: Site):
        self.site = site
        self.audience = Audience()
        self.memory = Memory(settings.PAGE_CACHE_BYTES)
        self.folder = Folder(settings.PAGE_CACHE_FOLDER, settings.PAGE_CACHE_ROWS)
        self.stamp = StampReader(shelf.read_stamp, settings.PAGE_CACHE_LOOK_SECONDS)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        place = self.audience.place_of(environ)
        if place is None:
            return self.site(environ, start_response)
        page = self.find(place)
        if page is not None:
            return answer(page, environ, start_response)
        return self.make(place, environ, start_response)

    def find(self, place: Place) -> Page | None:
        """From memory while it is current; else from the table, where one query also tells what is current."""
        page = self.memory.get(place)
        if page is not None and page.stamp == self.stamp():
            return page
        if not self.stamp.may_ask:
            return self.last_known(place)
        try:
            current, page = shelf.read(place)
        except AWAY:
            self.stamp.tell_away()
            return self.last_known(place)
        self.stamp.tell(current)
        if page is None or page.stamp != current:
            return None
        self.remember(place, page)
        return page

    def last_known(self, place: Place) -> Page | None:
        """An old page is better than an error page."""
        page = self.memory.get(place)
        if page is None and (page := self.folder.read(place)):
            self.memory.put(place, page)
        return page

    def make(self, place: Place, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Ask the site. The stamp was read before, so a page can be older than it says but never newer."""
        stamp, made = self.stamp.last, Made(start_response)
        response = self.site(environ, made)
        if made.status >= "500" and (page := self.last_known(place)):
            close(response)
            return answer(page, environ, start_response)
        if stamp is None or environ["REQUEST_METHOD"] != "GET" or not is_for_everyone(made.status, made.headers):
            if made.status.startswith(NO_LONGER_PUBLIC):
                self.forget(place.address)
            made.pass_on()
            return response
        body = whole(response)
        if not self.audience.is_the_same_everywhere(environ, made.headers, body):
            made.pass_on()
            return [body]
        pages = pages_of(stamp, made.headers, body)
        self.keep(place.address, pages)
        return answer(pages[place.encoding], environ, start_response)

    def keep(self, address: str, pages: dict[str, Page]) -> None:
        for encoding, page in pages.items():
            self.remember(Place(address, encoding), page)
        try:
            shelf.keep(address, pages)
        except DatabaseError:
            logger.warning("page not kept", extra={"event": "page_cache.shelf"})

    def forget(self, address: str) -> None:
        """What was taken down does not come back on the day that the database is away."""
        for encoding in ENCODINGS:
            self.memory.drop(Place(address, encoding))
            self.folder.remove(Place(address, encoding))

    def remember(self, place: Place, page: Page) -> None:
        self.memory.put(place, page)
        self.folder.write(place, page)


class Made:
    """What the site said about its answer, held back until it is clear who answers."""

    def __init__(self, start_response: StartResponse):
        self._start_response = start_response
        self.status = ""
        self.headers: Headers = []
        self._rest: tuple[Any, ...] = ()

    def __call__(self, status: str, headers: Headers, *rest: Any) -> Any:
        self.status, self.headers, self._rest = status, headers, rest

    def pass_on(self) -> None:
        self._start_response(self.status, self.headers, *self._rest)


def whole(response: Iterable[bytes]) -> bytes:
    try:
        return b"".join(response)
    finally:
        close(response)


def close(response: Iterable[bytes]) -> None:
    if hasattr(response, "close"):
        response.close()


def page_cache(site: Site) -> Site:
    return PageCache(site) if settings.PAGE_CACHE_BYTES else site
