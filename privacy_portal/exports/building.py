"""Making one download. A worker holds a lease and renews it while it lives; whoever finds the lease lapsed starts
again from nothing, and only a build that still holds its lease may finish (SECURITY X-07)."""

import logging
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from privacy_portal.data_sources import collecting, registry
from privacy_portal.data_sources.collecting import SourceAnswer
from privacy_portal.data_sources.contract import Source
from privacy_portal.evidence import sealed_files
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.privacy_policy.queries import slug_in_force
from privacy_portal.processing_register.generation import one_state
from privacy_portal.processing_register.queries import controller, explanations

from . import archive, events, notifications, remainder
from .contents import Contents
from .documents.about import About
from .enums import ExportState, Format, Scope
from .gathering import gather
from .holding import hold_of
from .models import Export
from .requesting import give_back_build
from .scopes import selection

logger = logging.getLogger(__name__)

# Where the files of this room lie in the private storage.
FOLDER = "exports"
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
NOTE_EVERY_SECONDS = 0.5
WORKER = Actor.system("build_export")


class LeaseLost(Exception):
    """Another worker took over, or the download is gone: this build must leave no trace."""


def build(export_id: UUID, *, now: datetime | None = None) -> Export | None:
    """Claim, gather, seal, say so. None when another worker has it or nothing is left to do."""
    now = now or timezone.now()
    export = claim(export_id, now=now)
    if export is None:
        return None
    try:
        return Build(export, now=now).run()
    except LeaseLost:
        logger.warning("Export %s was taken over by another worker", export_id)
        return None
    except Exception:
        release(export, now=now)
        raise


def claim(export_id: UUID, *, now: datetime) -> Export | None:
    """One statement decides who builds: of two who saw the same attempts, one counts on. The last try in vain ends the
    download."""
    free = Export.objects.claimable(now).filter(pk=export_id)
    export = free.select_related("subject").first()
    if export is None:
        return None
    lease = {
        "state": ExportState.BUILDING,
        "attempts": export.attempts + 1,
        "lease_until": now + LEASE,
        "sources_total": len(_sources_of(export)),
        "sources_done": 0,
    }
    if not free.filter(attempts=export.attempts).update(**lease):
        return None
    if _take(export, lease).attempts <= MAX_ATTEMPTS:
        return export
    give_up(export, now=now)
    return None


def held(export: Export) -> QuerySet[Export]:
    """The row, as long as it is this attempt that builds it."""
    return Export.objects.filter(pk=export.pk, state=ExportState.BUILDING, attempts=export.attempts)


def release(export: Export, *, now: datetime) -> None:
    """After an error: back in the queue for the next sweep, or given up."""
    if export.attempts >= MAX_ATTEMPTS:
        give_up(export, now=now)
        return
    held(export).update(state=ExportState.QUEUED, lease_until=None)


@transaction.atomic
def give_up(export: Export, *, now: datetime) -> None:
    Export.objects.filter(pk=export.pk).update(state=ExportState.FAILED, lease_until=None)
    give_back_build(export)
    notifications.tell_failed(export)
    record(events.FAILED, by=WORKER, subject=export.subject_id, target=str(export.pk), now=now)


def key_of(export: Export) -> bytes:
    return b64decode(export.key or "")


class Build:
    """One attempt at one download."""

    def __init__(self, export: Export, *, now: datetime):
        self.export, self.now = export, now
        self.sources = _sources_of(export)
        self.sources_done, self.noted_at = 0, monotonic()
        with one_state():
            self.why, self.controller = explanations(export.language), controller(export.language)

    def run(self) -> Export:
        with translation.override(self.export.language):
            contents = self._answered_before()
            try:
                return self._sealed(self._gathered(contents))
            finally:
                contents.close()

    def _answered_before(self) -> Contents:
        """What the download that this one completes was told; if that is no longer there, everything is asked anew."""
        contents, partial = Contents(self.why), self.export.completes
        if partial and partial.remainder and partial.key:
            try:
                remainder.restore(partial.remainder, key=key_of(partial), into=contents)
            except (OSError, sealed_files.DecryptionFailed):
                logger.warning("What export %s was told is gone; everything is asked again", partial.pk)
                contents.close()
                return Contents(self.why)
        return contents

    def _gathered(self, contents: Contents) -> Contents:
        answered = {report.key for report in contents.reports}
        asked = [source for source in self.sources if source.key not in answered]
        if len(asked) != self.export.sources_total:
            self._note(sources_total=len(asked))
        gather(
            self._answers(asked),
            into=contents,
            select=selection(Scope(self.export.scope), self.why),
            beat=self._note,
            source_done=self._source_done,
        )
        contents.in_order_of([source.key for source in self.sources])
        return contents

    def _answers(self, asked: list[Source]) -> Iterator[SourceAnswer]:
        for source in asked:
            yield collecting.ask_in_batches(source, self.export.subject, now=timezone.now())

    def _source_done(self) -> None:
        """Who watches sees a number that is half a second old at most; a quick download writes none."""
        self.sources_done += 1
        if monotonic() - self.noted_at > NOTE_EVERY_SECONDS:
            self._note(sources_done=self.sources_done)

    def _note(self, **progress: object) -> None:
        """Says that this worker lives, and how far it is. A lease that is no longer ours ends the build."""
        self.noted_at = monotonic()
        lease = timezone.now() + LEASE
        if not held(self.export).update(lease_until=lease, **progress):
            raise LeaseLost

    def _sealed(self, contents: Contents) -> Export:
        key = sealed_files.new_key()
        zipped = archive.zipped(archive.files(contents, self._about(contents)))
        whole = archive.Measured(self.export.filename, zipped, beat=self._note)
        names = [sealed_files.store(FOLDER, whole, key=key)]
        try:
            if contents.missing:
                names.append(remainder.keep(contents, folder=FOLDER, key=key))
            return self._finish(contents, names=names, key=key, whole=whole)
        except BaseException:
            for name in names:
                sealed_files.delete(name)
            raise

    def _about(self, contents: Contents) -> About:
        language = self.export.language
        return About(
            export_id=str(self.export.pk),
            scope=Scope(self.export.scope),
            formats=tuple(Format(each) for each in self.export.formats),
            byte_order_mark=self.export.byte_order_mark,
            is_partial=bool(contents.missing),
            completes=str(self.export.completes_id or ""),
            language=language,
            made_at=self.now,
            policy_version=slug_in_force(language, timezone.localdate(self.now)),
            controller=self.controller,
            base_url=settings.BASE_URL,
        )

    @transaction.atomic
    def _finish(self, contents: Contents, *, names: list[str], key: bytes, whole: archive.Measured) -> Export:
        export = self.export
        if not held(export).select_for_update().values_list("pk").first():
            raise LeaseLost
        hold = hold_of(export, now=self.now)
        # A hold takes none of the days in which the file can be fetched.
        opens_at = hold.until if hold else self.now
        result = {
            "state": ExportState.READY,
            "lease_until": None,
            "sources_done": self.sources_done,
            "ready_at": self.now,
            "expires_at": opens_at + timedelta(days=settings.EXPORT_AVAILABLE_DAYS),
            "file": names[0],
            "key": b64encode(key).decode(),
            "remainder": names[1] if len(names) > 1 else "",
            "size": whole.size,
            "sha256": whole.sha256,
            "records": contents.records,
            "unanswered": [report.key for report in contents.unanswered],
            "missing": [report.key for report in contents.missing],
        }
        _take(export, result).save(update_fields=result)
        notifications.tell_ready(export, hold)
        facts = {"records": export.records, "sha256": export.sha256, "unanswered": export.unanswered}
        record(events.READY, by=WORKER, subject=export.subject_id, target=str(export.pk), facts=facts, now=self.now)
        return export


def _sources_of(export: Export) -> list[Source]:
    """The chosen sources, or all; one that was unplugged since is left out."""
    return [source for source in registry.sources() if not export.sources or source.key in export.sources]


def _take(export: Export, values: dict[str, Any]) -> Export:
    for name, value in values.items():
        setattr(export, name, value)
    return export
