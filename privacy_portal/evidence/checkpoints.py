"""How far the ledger had come, signed, for a place this application cannot rewrite (SECURITY L-04)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import receipts
from .models import Checkpoint, LedgerEntry, OutboxMessage
from .outbox import post_mail

KIND = "ledger-checkpoint"


def make_checkpoint(*, now: datetime | None = None) -> Checkpoint | None:
    """The one of the last entry, made once; None while the ledger is empty."""
    now = now or timezone.now()
    with transaction.atomic():
        last = LedgerEntry.objects.order_by("-seq").first()
        if last is None:
            return None
        existing = Checkpoint.objects.filter(seq=last.seq).first()
        return existing or Checkpoint.objects.create(
            seq=last.seq, hash=last.hash, at=now, receipt=receipts.sign(_payload(last, now))
        )


def mail_checkpoint(checkpoint: Checkpoint, *, now: datetime | None = None) -> OutboxMessage | None:
    """To whoever CHECKPOINT_EMAIL names, once a day for each, so that a day without it is noticed. It holds a number, a
    hash and a signature, and nothing of anybody."""
    if not settings.CHECKPOINT_EMAIL:
        return None
    now = now or timezone.now()
    return post_mail(
        to=settings.CHECKPOINT_EMAIL,
        template="ledger_checkpoint",
        context={"seq": checkpoint.seq, "hash": checkpoint.hash, "at": checkpoint.at, "receipt": checkpoint.receipt},
        language=settings.LANGUAGE_CODE,
        key=f"ledger-checkpoint:{checkpoint.seq}:{timezone.localdate(now).isoformat()}",
        now=now,
    )


def read_checkpoint(receipt: str) -> tuple[int, str]:
    """The number and hash that a checkpoint vouches for."""
    payload = receipts.read(receipt)
    if payload.get("kind") != KIND:
        raise receipts.BadReceipt("This receipt is not a checkpoint of the ledger.")
    return int(payload["seq"]), str(payload["hash"])


def _payload(entry: LedgerEntry, now: datetime) -> dict[str, Any]:
    return {"kind": KIND, "seq": entry.seq, "hash": entry.hash, "at": now.isoformat(timespec="seconds")}
