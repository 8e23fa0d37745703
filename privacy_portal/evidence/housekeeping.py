"""What evidence itself forgets: mail that has left, and the personal side of old ledger entries."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from .actors import Actor
from .enums import FINAL
from .ledger import record, subject_refs
from .models import LedgerPayload, OutboxMessage

# Long enough to answer "did you mail me?"; the ledger keeps that it happened.
KEEP_MAIL = timedelta(days=30)
_BATCH = 2000


def purge_mail(*, now: datetime | None = None, keep: timedelta = KEEP_MAIL) -> int:
    """Removes finished messages, text of failed ones included."""
    old = OutboxMessage.objects.filter(finished_at__lt=(now or timezone.now()) - keep, state__in=FINAL)
    return old.delete()[0]


def erase_personal(subject_id: UUID, *, by: Actor, before: datetime | None = None, now: datetime | None = None) -> int:
    """Destroys what the ledger says personally about someone; the chain stays whole (SECURITY L-06)."""
    payloads = LedgerPayload.objects.filter(entry__subject_ref__in=subject_refs(subject_id))
    if before is not None:
        payloads = payloads.filter(entry__at__lt=before)
    with transaction.atomic():
        count = payloads.delete()[0]
        if count:
            record("ledger.personal_erased", by=by, subject=subject_id, facts={"entries": count}, now=now)
    return count


def erase_personal_before(moment: datetime) -> int:
    """After the retention period of the log itself; in batches, because there can be many."""
    count = 0
    while ids := list(LedgerPayload.objects.filter(entry__at__lt=moment).values_list("id", flat=True)[:_BATCH]):
        count += LedgerPayload.objects.filter(id__in=ids).delete()[0]
    return count
