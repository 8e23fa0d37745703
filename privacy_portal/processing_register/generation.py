"""Counts every published change to public content, so that caches in all processes know when to let go."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F

from .models import Generation

# What a page that is being made found already.
_seen: ContextVar[list[uuid.UUID | None] | None] = ContextVar("generation seen", default=None)


def generation() -> int:
    """How many changes were published so far; one query."""
    return Generation.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def stamp() -> uuid.UUID | None:
    """Unique to one state of the content; nothing as long as nothing was ever published."""
    seen = _seen.get()
    if seen is None:
        return _read()
    if not seen:
        seen.append(_read())
    return seen[0]


def _read() -> uuid.UUID | None:
    return Generation.objects.filter(pk=1).values_list("stamp", flat=True).first()


@contextmanager
def one_state() -> Iterator[None]:
    """While one page is made all of it speaks of one state of the content, and asks once which that is. Not for what
    publishes."""
    token = _seen.set([])
    try:
        yield
    finally:
        _seen.reset(token)


def bump() -> None:
    """Says that public content changed. Call it inside the transaction that changes it."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1, stamp=uuid.uuid4()):
        Generation.objects.update_or_create(pk=1, defaults={"number": 1, "stamp": uuid.uuid4()})
