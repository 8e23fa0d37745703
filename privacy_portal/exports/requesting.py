"""May this download be made, or is there one already? (SECURITY X-06, R-03)"""

from datetime import datetime, timedelta

from privacy_portal.data_subjects.limits import forget, within
from privacy_portal.data_subjects.models import DataSubject

from .models import Export

# A file this fresh, of the same choice, is given again instead of made again.
REUSED_FOR = timedelta(hours=24)


class TooManyExports(Exception):
    """The builds of this day are used up; the files that were made can still be fetched."""


def usable_again(wanted: Export, *, now: datetime) -> Export | None:
    """The build that is under way, whatever its choice, or a fresh file of the same choice."""
    mine = Export.objects.of(wanted.subject)
    if active := mine.active().first():
        return active
    fresh = mine.ready().filter(
        requested_at__gt=now - REUSED_FOR,
        scope=wanted.scope,
        language=wanted.language,
        byte_order_mark=wanted.byte_order_mark,
    )
    return next((each for each in fresh if _is_same(each, wanted) and each.is_available(now)), None)


def completion_again(export: Export, *, now: datetime) -> Export | None:
    """The build that is under way, or what completed this one already."""
    if active := Export.objects.of(export.subject).active().first():
        return active
    made = export.completions.ready()
    return next((each for each in made if each.is_available(now)), None)


def _is_same(one: Export, other: Export) -> bool:
    return set(one.formats) == set(other.formats) and set(one.sources) == set(other.sources)


def count_build(export: Export, *, now: datetime) -> None:
    """R-03: each build asks every source. Access and portability are rights of their own, so each has its own count."""
    if not within("export-builds", _counted(export), now=now):
        raise TooManyExports


def give_back_build(export: Export) -> None:
    """A build that did not work takes nobody's turn."""
    if not export.completes_id:
        forget("export-builds", _counted(export))


def _counted(export: Export) -> str:
    return f"{export.subject_id}-{export.scope}"


def count_completion(subject: DataSubject, *, now: datetime) -> None:
    if not within("export-completions", str(subject.pk), now=now):
        raise TooManyExports
