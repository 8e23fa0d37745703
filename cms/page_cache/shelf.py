"""The table of kept pages: one query to read, one to write, and never more rows than it is given room for."""

import json
import time
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from privacy_portal.processing_register.models import Generation

from .models import KeptPage
from .pages import Page, Place, page
from .stamp import stamp_of

# By hand, because making the SQL costs Django's query builder three times as long as running it takes.
READ = f"""
    SELECT now.stamp, kept.stamp, kept.etag, kept.headers, kept.body
    FROM {Generation._meta.db_table} now
    LEFT JOIN {KeptPage._meta.db_table} kept ON kept.address = %s AND kept.encoding = %s
    WHERE now.id = 1
"""  # nosec B608  # noqa: S608 (names of tables, no input)


def read(place: Place) -> tuple[str, Page | None]:
    """What is current, and what is kept there, which need not be the same."""
    row = _asked(place)
    if row is None:
        return stamp_of(None), None
    generation, stamp, etag, headers, body = row
    if stamp is None:
        return stamp_of(generation), None
    return stamp_of(generation), page(stamp, etag, map(tuple, json.loads(headers)), bytes(body))


def read_stamp() -> str:
    return read(Place("", ""))[0]


def _asked(place: Place) -> tuple | None:
    """Outside a request nobody looks after the connection: a broken one is replaced once, an old one is closed."""
    was_open = connection.connection is not None and not connection.in_atomic_block
    try:
        return _row(place)
    except (OperationalError, InterfaceError):
        if not was_open:
            raise
        connection.close()
        return _row(place)
    finally:
        if was_open and connection.close_at is not None and time.monotonic() >= connection.close_at:
            connection.close()


def _row(place: Place) -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(READ, place)
        return cursor.fetchone()


def keep(address: str, pages: Mapping[str, Page]) -> None:
    """Two processes that made the same page at once both write it; the last one stays, and either is right."""
    now = timezone.now()
    KeptPage.objects.bulk_create(
        [
            KeptPage(
                address=address,
                encoding=encoding,
                stamp=kept.stamp,
                etag=kept.etag,
                headers=json.dumps(kept.headers),
                body=kept.body,
                kept_at=now,
            )
            for encoding, kept in pages.items()
        ],
        update_conflicts=True,
        unique_fields=["address", "encoding"],
        update_fields=["stamp", "etag", "headers", "body", "kept_at"],
    )
    prune()


def prune() -> None:
    """Whoever asks for a thousand addresses pushes out the oldest pages, and never fills the disk."""
    surplus = KeptPage.objects.order_by("-kept_at", "-pk").values_list("pk", flat=True)[settings.PAGE_CACHE_ROWS :]
    if doomed := list(surplus):
        KeptPage.objects.filter(pk__in=doomed).delete()


def outdated(stamp: str) -> list[str]:
    """Addresses whose answer was made from another state of the site, those asked for last first."""
    stale = KeptPage.objects.exclude(stamp=stamp).order_by("-kept_at").values_list("address", flat=True)
    return list(dict.fromkeys(stale))


def forget(addresses: list[str], *, kept_before: datetime) -> None:
    KeptPage.objects.filter(address__in=addresses, kept_at__lt=kept_before).delete()
