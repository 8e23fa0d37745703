"""Where an import has got to, kept in the database: killed at any moment, the same files carry on from there."""

import uuid
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from privacy_portal.data_sources.ticketing.enums import ImportState
from privacy_portal.data_sources.ticketing.models import TWINS, ImportNote, ImportRun

from .problems import ImportRefused, Overtaken
from .tables import Table

# So many sentences of a refused import are kept for whoever looks later.
REMEMBERED = 5


def begin(origin: str, fingerprint: str, now: datetime) -> ImportRun:
    """The open import of these very files, taken over; or a new one in place of any other."""
    try:
        with transaction.atomic():
            run = ImportRun.objects.open().select_for_update().first()
            if run and _carries_on(run, fingerprint, now):
                run.holder = uuid.uuid4()
                run.save(update_fields=["holder"])
                return run
            drop_open()
            return ImportRun.objects.create(origin=origin, fingerprint=fingerprint, began_at=now)
    except IntegrityError as error:
        raise Overtaken from error


def _carries_on(run: ImportRun, fingerprint: str, now: datetime) -> bool:
    """Periods end at midnight, so what was laid aside yesterday is checked anew. A database has no fingerprint: it
    has gone on since."""
    same_day = timezone.localdate(run.began_at) == timezone.localdate(now)
    return bool(fingerprint) and run.fingerprint == fingerprint and same_day and not run.is_broken


def advance(run: ImportRun, table: Table, line: int, *, is_broken: bool) -> None:
    """In the transaction that lays the rows aside."""
    run.table, run.line, run.is_broken = table.file, line, run.is_broken or is_broken
    _save(run)


def finish_table(run: ImportRun, table: Table, *, is_broken: bool) -> None:
    run.done, run.table, run.line, run.is_broken = [*run.done, table.file], "", 0, run.is_broken or is_broken
    _save(run)


def _save(run: ImportRun) -> None:
    mine = ImportRun.objects.open().filter(pk=run.pk, holder=run.holder)
    if not mine.update(done=run.done, table=run.table, line=run.line, is_broken=run.is_broken):
        raise Overtaken


def hold(run: ImportRun) -> None:
    """For the rest of the transaction nobody takes over or drops it."""
    if not ImportRun.objects.open().select_for_update().filter(pk=run.pk, holder=run.holder).exists():
        raise Overtaken


def refuse(run: ImportRun, refusal: ImportRefused, now: datetime) -> None:
    if _end(run, ImportState.REFUSED, now, problems=[str(problem) for problem in refusal.problems[:REMEMBERED]]):
        _forget_staged()


def close(run: ImportRun, now: datetime) -> None:
    """All of it shows; of the imports before it, none needs remembering."""
    _end(run, ImportState.DONE, now)
    ImportRun.objects.filter(origin=run.origin).exclude(pk=run.pk).delete()
    _forget_staged()


def drop_open() -> None:
    """Whatever lies aside goes; the import that was busy with it begins anew. Erasing and sweeping call this first:
    what lies aside was checked before the person was forgotten."""
    open_runs = ImportRun.objects.open()
    if open_runs.exists() and open_runs.update(state=ImportState.DROPPED):
        _forget_staged()


def _end(run: ImportRun, state: ImportState, now: datetime, *, problems: list[str] | None = None) -> int:
    mine = ImportRun.objects.open().filter(pk=run.pk, holder=run.holder)
    return mine.update(state=state, ended_at=now, problems=problems or [])


def _forget_staged() -> None:
    """A statement per table: Django's own delete() would read a million rows first, to tell whoever listens."""
    aside: list[type[models.Model]] = [*TWINS.values(), ImportNote]
    for model in aside:
        rows = models.QuerySet(model)
        rows._raw_delete(rows.db)
