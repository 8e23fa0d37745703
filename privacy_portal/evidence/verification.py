"""Reading the whole ledger back and saying where it is not what was written (SECURITY L-03)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .checkpoints import read_checkpoint
from .crypto import DecryptionFailed
from .ledger import GENESIS, HASHED, commit_to, entry_hash
from .models import Checkpoint, LedgerEntry, LedgerPayload
from .receipts import BadReceipt

_PREV = HASHED.index("prev_hash")
_BATCH = 2000


@dataclass(frozen=True)
class Fault:
    """`kind`: edited, gap, order, cut, checkpoint or payload."""

    kind: str
    seq: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.seq}"


@dataclass(frozen=True)
class Verdict:
    entries: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(*, checkpoints: Iterable[str] = (), most_faults: int = 20) -> Verdict:
    """`checkpoints` are copies that were kept elsewhere; those in the database are read as well."""
    expected, faults = _expected(checkpoints)
    count, head = 0, GENESIS
    for values in _rows():
        seq, found_hash = values[0], values[-1]
        faults += _of_row(values, count, head)
        if expected.pop(seq, found_hash) != found_hash:
            faults.append(Fault("checkpoint", seq))
        count, head = seq, found_hash
        if len(faults) >= most_faults:
            break
    else:
        faults += [Fault("cut", seq) for seq in sorted(expected) if seq > count]
        faults += _of_payloads()
    return Verdict(count, head, tuple(faults))


def _rows() -> Iterator[tuple[Any, ...]]:
    rows = LedgerEntry.objects.order_by("seq").values_list(*HASHED, "hash")
    return rows.iterator(chunk_size=_BATCH)


def _of_row(values: tuple[Any, ...], last_seq: int, last_hash: str) -> list[Fault]:
    *hashed, found = values
    seq, faults = values[0], []
    if seq != last_seq + 1:
        faults.append(Fault("gap", last_seq + 1))
    elif hashed[_PREV] != last_hash:
        faults.append(Fault("order", seq))
    if entry_hash(tuple(hashed)) != found:
        faults.append(Fault("edited", seq))
    return faults


def _expected(receipts: Iterable[str]) -> tuple[dict[int, str], list[Fault]]:
    """What the checkpoints vouch for. One that does not verify, or two that disagree, is a fault itself."""
    expected: dict[int, str] = {}
    faults = []
    for receipt in [*receipts, *Checkpoint.objects.order_by("seq").values_list("receipt", flat=True)]:
        try:
            seq, digest = read_checkpoint(receipt)
        except BadReceipt:
            faults.append(Fault("checkpoint", 0))
            continue
        if expected.setdefault(seq, digest) != digest:
            faults.append(Fault("checkpoint", seq))
    return expected, faults


def _of_payloads() -> list[Fault]:
    """An erased payload is no fault; one that says something else than the chain committed to is."""
    payloads = LedgerPayload.objects.select_related("entry").order_by("entry_id")
    return [Fault("payload", row.entry_id) for row in payloads.iterator(chunk_size=_BATCH) if not _keeps_word(row)]


def _keeps_word(payload: LedgerPayload) -> bool:
    try:
        return commit_to(payload.salt, payload.content) == payload.entry.commitment
    except DecryptionFailed:
        return False
