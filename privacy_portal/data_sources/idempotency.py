"""An erasure that is asked twice with one key happens once (SECURITY E-02)."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from .contract import Erased
from .enums import ErasureOutcome
from .ticketing.models import ErasureRun


@transaction.atomic
def once(key: str, erase: Callable[[], tuple[Erased, ...]]) -> tuple[Erased, ...]:
    """The first call with a key does the work; a second one waits for it and reads its answer. What fails leaves no
    answer behind, so that it may be tried again."""
    run, is_new = ErasureRun.objects.get_or_create(key=key, defaults={"outcomes": [], "done_at": timezone.now()})
    if not is_new:
        return tuple(_from_json(row) for row in run.outcomes)
    outcomes = erase()
    run.outcomes = [_as_json(row) for row in outcomes]
    run.save(update_fields=["outcomes"])
    return outcomes


def once_elsewhere(key: str, erase: Callable[[], tuple[Erased, ...]]) -> tuple[Erased, ...]:
    """The same for a system elsewhere, without holding a transaction while it is asked. Of two calls at the same time
    both may reach it; the answer that is kept first is everybody's. A failure is not kept: it is worth another try."""
    if kept := ErasureRun.objects.filter(key=key).first():
        return tuple(_from_json(row) for row in kept.outcomes)
    outcomes = erase()
    if any(row.outcome == ErasureOutcome.FAILED for row in outcomes):
        return outcomes
    defaults = {"outcomes": [_as_json(row) for row in outcomes], "done_at": timezone.now()}
    run, _is_new = ErasureRun.objects.get_or_create(key=key, defaults=defaults)
    return tuple(_from_json(row) for row in run.outcomes)


def _as_json(row: Erased) -> dict[str, Any]:
    return {**asdict(row), "until": row.until.isoformat() if row.until else None}


def _from_json(row: dict[str, Any]) -> Erased:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    return Erased(row["reference"], ErasureOutcome(row["outcome"]), until, row["reason"])
