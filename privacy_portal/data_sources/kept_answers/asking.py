"""Asking a system elsewhere behind the page that wants to know, after that page's own transaction.

Each system has a lane of its own, so that one that hangs keeps nobody waiting but itself."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import OperationalError, connections, transaction
from django.utils import timezone
from django.utils.translation import override

from privacy_portal.data_sources import breaker
from privacy_portal.data_sources.contract import Handle
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_sources.outside.source import OutsideSource

from .models import DEADLINE, KeptAnswer, Question
from .packing import packed_records, packed_subscriptions

logger = logging.getLogger(__name__)

AT_A_TIME = 4
# More than this is not asked: their turn would come too late anyway.
MOST_WAITING = 32
# Seconds between tries when our own database is held by another writer.
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)

Ask = Callable[[OutsideSource, tuple[Handle, ...]], dict[str, Any]]
ASK: dict[Question, Ask] = {
    Question.RECORDS: lambda source, handles: packed_records(source.collect_for(handles)),
    Question.SUBSCRIPTIONS: lambda source, handles: packed_subscriptions(source.subscriptions_for(handles)),
}


@dataclass(frozen=True)
class Claim:
    """Whoever set `asked_at` asks; an answer to an earlier claim comes too late to be kept."""

    row: UUID
    asked_at: datetime
    source: OutsideSource
    question: Question
    language: str
    handles: tuple[Handle, ...]


@dataclass
class Lane:
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_A_TIME, "outside"))
    busy: set[Future] = field(default_factory=set)


_LANES: dict[str, Lane] = {}


def ask_behind(claim: Claim) -> None:
    """Once the claim is there for all to see; undone with the page that made it."""
    transaction.on_commit(partial(_submit, claim))


def underway() -> set[Future]:
    """What this process is asking now."""
    return {future for lane in list(_LANES.values()) for future in list(lane.busy)}


def _submit(claim: Claim) -> None:
    lane = _LANES.setdefault(claim.source.key, Lane())
    if len(lane.busy) >= MOST_WAITING:
        return
    try:
        future = lane.pool.submit(_work, claim)
    except RuntimeError:  # this process is stopping; the row says when its time was up
        return
    lane.busy.add(future)
    future.add_done_callback(lane.busy.discard)


def _work(claim: Claim) -> None:
    """On a thread: what goes wrong here ends here, and the thread's own connection to our database with it."""
    try:
        if timezone.now() - claim.asked_at < DEADLINE:
            _keep_patiently(claim, _answer(claim))
    except Exception as error:
        logger.warning("An answer of source %s was not kept: %s", claim.source.key, type(error).__name__)
    finally:
        connections.close_all()


def _answer(claim: Claim) -> dict[str, Any] | None:
    """None when there is none. The log says what kind of error it was, without its text (STYLE 23)."""
    with override(claim.language):
        try:
            return ASK[claim.question](claim.source, claim.handles)
        except Exception as error:
            logger.warning("Source %s could not be asked: %s", claim.source.key, type(error).__name__)
            return None


def _keep_patiently(claim: Claim, content: dict[str, Any] | None) -> None:
    """The answer is here; that somebody else is writing at this moment is no reason to lose it."""
    for pause in PAUSES:
        try:
            return _keep(claim, content)
        except OperationalError:
            time.sleep(pause)
    return _keep(claim, content)


@transaction.atomic
def _keep(claim: Claim, content: dict[str, Any] | None) -> None:
    """Nowhere, when the session ended meanwhile. A late answer is welcome: the next page shows it."""
    rows = KeptAnswer.objects.select_for_update(of=("self",))
    row = rows.filter(pk=claim.row, asked_at=claim.asked_at).first()
    if content is not None:
        breaker.answered(claim.source.key, timezone.now())
        _settle(row, _state_of(content), None, content)
    elif row is None or row.is_asking:
        _settle(row, AnswerState.COULD_NOT_ASK, breaker.failed(claim.source.key, timezone.now()), None)


def _settle(
    row: KeptAnswer | None, state: AnswerState, retry_at: datetime | None, content: dict[str, Any] | None
) -> None:
    if row is not None:
        row.state, row.retry_at, row.content = state, retry_at, content
        row.save(update_fields=["state", "retry_at", "content"])


def _state_of(content: dict[str, Any]) -> AnswerState:
    return AnswerState.ANSWERED if content.get("records") or content.get("subscriptions") else AnswerState.NOTHING
