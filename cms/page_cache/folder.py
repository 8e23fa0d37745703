"""Copies on disk, read only when the database does not answer: a process that starts then still has pages to show.

A file is whole or absent (written aside, then moved into place), and is named by a hash, so no address can leave the
folder."""

import hashlib
import json
import logging
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from .pages import Page, Place, page

logger = logging.getLogger(__name__)


class Folder:
    def __init__(self, root: str, limit: int):
        self.root = Path(root)
        self.is_open = bool(root)
        self.limit = limit
        self._written: dict[Place, str] = {}
        self._lock = threading.Lock()

    def read(self, place: Place) -> Page | None:
        if not self.is_open:
            return None
        try:
            described, _, body = (self.root / name_of(place)).read_bytes().partition(b"\n")
            told = json.loads(described)
            return page(told["stamp"], told["etag"], map(tuple, told["headers"]), body)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, place: Place, kept: Page) -> None:
        """Once per page and content; a disk that is full or closed is no reason to keep a visitor waiting."""
        if not self.is_open or self._written.get(place) == kept.etag:
            return
        try:
            self._put(name_of(place), [file_head(kept), kept.body])
            self._remember(place, kept)
        except OSError:
            logger.warning("page not written to disk", extra={"event": "page_cache.folder"})
            self.is_open = False

    def remove(self, place: Place) -> None:
        self._written.pop(place, None)
        with suppress(OSError):
            if self.is_open:
                (self.root / name_of(place)).unlink()

    def _put(self, name: str, parts: list[bytes]) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=self.root, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            os.replace(aside, self.root / name)
        except OSError:
            with suppress(OSError):
                os.unlink(aside)
            raise

    def _remember(self, place: Place, kept: Page) -> None:
        with self._lock:
            self._written[place] = kept.etag
            if len(self._written) > self.limit:
                self._written.clear()
                self.prune()

    def prune(self) -> None:
        """The newest stay."""
        files = sorted(self.root.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[self.limit :]:
            file.unlink(missing_ok=True)


def name_of(place: Place) -> str:
    return hashlib.sha256("\n".join(place).encode()).hexdigest()


def file_head(kept: Page) -> bytes:
    told = {"stamp": kept.stamp, "etag": kept.etag, "headers": kept.headers}
    return json.dumps(told).encode() + b"\n"
