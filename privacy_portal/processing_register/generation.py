"""Counts every published change to public content, so that caches in all processes know when to let go."""

import uuid

from django.db.models import F

from .models import Generation


def generation() -> int:
    """How many changes were published so far; one query."""
    return Generation.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def stamp() -> uuid.UUID | None:
    """Unique to one state of the content; nothing as long as nothing was ever published."""
    return Generation.objects.filter(pk=1).values_list("stamp", flat=True).first()


def bump() -> None:
    """Says that public content changed. Call it inside the transaction that changes it."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1, stamp=uuid.uuid4()):
        Generation.objects.update_or_create(pk=1, defaults={"number": 1, "stamp": uuid.uuid4()})
