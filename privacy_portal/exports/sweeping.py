"""What has to be looked at again: builds whose worker died, files without a row, rows without a file (X-07)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import Storage, storages
from django.utils import timezone

from privacy_portal.evidence import sealed_files
from privacy_portal.evidence.actors import Actor

from .actions import destroy, expire
from .building import FOLDER, LEASE, build
from .models import Export

# A worker may still be writing a file that no row names yet.
ORPHAN_AFTER = LEASE + timedelta(hours=1)


@dataclass(frozen=True)
class Swept:
    expired: int
    rebuilt: int
    orphans: int
    lost: int


def sweep(now: datetime | None = None) -> Swept:
    now = now or timezone.now()
    return Swept(
        expired=expire(now),
        rebuilt=rebuild_abandoned(now),
        orphans=remove_orphans(now),
        lost=mark_lost(now),
    )


def rebuild_abandoned(now: datetime) -> int:
    """A worker that died leaves a lapsed lease; a queue that lost its task leaves a row nobody picked up."""
    forgotten = Export.objects.claimable(now).filter(requested_at__lt=now - LEASE)
    return sum(build(export_id, now=now) is not None for export_id in forgotten.values_list("pk", flat=True))


def remove_orphans(now: datetime) -> int:
    """Files of this room that no download names, old enough not to be in the making."""
    named = {name for names in Export.objects.ready().values_list("file", "remainder") for name in names}
    unnamed = [name for name in sealed_files.stored_names(FOLDER) if name not in named]
    orphans = [name for name in unnamed if _storage().get_modified_time(name) < now - ORPHAN_AFTER]
    for name in orphans:
        sealed_files.delete(name)
    return len(orphans)


def mark_lost(now: datetime) -> int:
    """A download whose file is gone cannot be fetched: it ends here, and the person may ask again."""
    ready = Export.objects.ready().values_list("pk", "file")
    lost = [export_id for export_id, name in ready.iterator() if not _storage().exists(name)]
    return sum(destroy(export_id, by=Actor.system("expire_exports"), now=now) for export_id in lost)


def _storage() -> Storage:
    return storages["private"]
