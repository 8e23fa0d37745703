"""What can be done with a download: ask for it, fetch it, let it expire. Making it is in `building`."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence import sealed_files
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record

from . import events, notifications, tasks
from .building import build, key_of
from .enums import ExportState, Format, Scope
from .holding import hold_of
from .models import Export
from .requesting import TooManyExports, completion_again, count_build, count_completion, usable_again

__all__ = [
    "ExportHeld",
    "ExportUnavailable",
    "TooManyExports",
    "build",
    "complete_export",
    "expire",
    "open_export",
    "request_export",
]


class ExportUnavailable(Exception):
    """Not ready, expired, or fetched as often as it may be."""


class ExportHeld(ExportUnavailable):
    """It waits for a while, because something may be wrong (SECURITY V-10)."""


@transaction.atomic
def request_export(
    *,
    subject: DataSubject,
    by: Actor,
    language: str,
    scope: Scope = Scope.ACCESS,
    formats: Sequence[str] = (),
    sources: Sequence[str] = (),
    byte_order_mark: bool = True,
    received_on: date | None = None,
    now: datetime | None = None,
) -> Export:
    """Art. 15(3) and 20(1): a new download, or the one that serves already (SECURITY X-06). `received_on` is the day
    of an open request for the same."""
    now = now or timezone.now()
    subject = DataSubject.objects.select_for_update().get(pk=subject.pk)
    export = Export(
        subject=subject,
        scope=scope,
        formats=list(formats) or list(Format.values),
        sources=list(sources),
        language=language,
        byte_order_mark=byte_order_mark,
        requested_at=now,
        received_on=received_on,
    )
    if existing := usable_again(export, now=now):
        return existing
    count_build(export, now=now)
    facts = {"scope": export.scope, "formats": export.formats}
    return _queued(export, events.REQUESTED, by=by, facts=facts, now=now)


@transaction.atomic
def complete_export(export: Export, *, by: Actor, now: datetime | None = None) -> Export:
    """SECURITY X-05: a new file out of a partial one, for which only the systems that did not answer are asked again.
    It is the venue's gap and not the person's wish, so it does not count as the build of the day."""
    now = now or timezone.now()
    subject = DataSubject.objects.select_for_update().get(pk=export.subject_id)
    export = Export.objects.select_for_update().get(pk=export.pk)
    if subject.is_frozen or not export.can_be_completed(now):
        raise ExportUnavailable
    if existing := completion_again(export, now=now):
        return existing
    count_completion(subject, now=now)
    completion = Export(
        subject=subject,
        completes=export,
        scope=export.scope,
        formats=export.formats,
        sources=export.sources,
        language=export.language,
        byte_order_mark=export.byte_order_mark,
        requested_at=now,
        received_on=export.received_on,
    )
    facts = {"completes": str(export.pk), "sources": export.missing}
    return _queued(completion, events.COMPLETION_REQUESTED, by=by, facts=facts, now=now)


def _queued(export: Export, event: str, *, by: Actor, facts: dict, now: datetime) -> Export:
    export.save(force_insert=True)
    record(event, by=by, subject=export.subject_id, target=str(export.pk), facts=facts, now=now)
    transaction.on_commit(partial(tasks.build_export.enqueue, str(export.pk)))
    return export


@transaction.atomic
def open_export(export: Export, by: Actor, *, now: datetime | None = None) -> Iterator[bytes]:
    """Counts one download and gives the file piece by piece; the caller has checked whose it is."""
    now = now or timezone.now()
    export = Export.objects.select_for_update().select_related("subject").get(pk=export.pk)
    if export.subject.is_frozen or not export.is_available(now) or export.key is None:
        raise ExportUnavailable
    if hold_of(export, now=now):
        raise ExportHeld
    export.downloads += 1
    export.save(update_fields=["downloads"])
    notifications.tell_downloaded(export)
    facts = {"downloads": export.downloads}
    record(events.DOWNLOADED, by=by, subject=export.subject_id, target=str(export.pk), facts=facts, now=now)
    return sealed_files.open_chunks(export.file, key=key_of(export))


def expire(now: datetime | None = None) -> int:
    """Destroys the keys of what is past its days; from then on nobody can read the files (SECURITY X-02)."""
    now = now or timezone.now()
    overdue = list(Export.objects.overdue(now).values_list("pk", flat=True))
    return sum(destroy(export_id, by=Actor.system("expire_exports"), now=now) for export_id in overdue)


def destroy(export_id: UUID, *, by: Actor, now: datetime) -> bool:
    """The key goes first: if we stop halfway, what is left on disk is noise that the sweep removes."""
    with transaction.atomic():
        export = Export.objects.select_for_update().get(pk=export_id)
        if export.state != ExportState.READY:
            return False
        names = [name for name in (export.file, export.remainder) if name]
        export.state, export.key, export.file, export.remainder = ExportState.EXPIRED, None, "", ""
        export.save(update_fields=["state", "key", "file", "remainder"])
        record(events.EXPIRED, by=by, subject=export.subject_id, target=str(export.pk), now=now)
    for name in names:
        sealed_files.delete(name)
    return True
