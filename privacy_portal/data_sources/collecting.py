"""Asking every source about one person. Each source gives one answer; a failure is an answer too, never a gap."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Generic, TypeVar

from django.utils import timezone

from privacy_portal.data_subjects.models import DataSubject

from . import breaker
from .contract import Batch, Handle, Record, Source
from .enums import AnswerState, Capability
from .identifying import handles_of
from .outside.source import OutsideSource
from .outside.together import ask_together
from .registry import sources

logger = logging.getLogger(__name__)
# Records, or batches of them.
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class SourceAnswer(Generic[Told]):
    """What came of asking one source.

    `records` can be read once and may still fail halfway; `settled` reads them all and turns such a failure into
    COULD_NOT_ASK. `retry_at` is set for COULD_NOT_ASK: the source is asked again from then. `is_whole` says whether
    the records are all there are: a page keeps no more of one system elsewhere than it can show.
    """

    source: Source
    state: AnswerState
    records: Iterable[Told]
    asked_at: datetime
    retry_at: datetime | None = None
    is_whole: bool = True

    def settled(self) -> "SourceAnswer":
        """The same answer with its records in memory."""
        try:
            return replace(self, records=tuple(self.records))
        except Exception as error:
            return _failure(self.source, error, self.asked_at)


def collect(subject: DataSubject, *, now: datetime | None = None) -> Iterator[SourceAnswer]:
    """One answer per source, in the order of the registry (Art. 15), each as long as it takes. A page shows what
    `kept_answers` gives instead, and waits for nobody."""
    now = now or timezone.now()
    for source in sources():
        yield ask(source, subject, now=now)


def ask_within(source: Source, subject: DataSubject, *, now: datetime, within: float) -> SourceAnswer:
    """The answer of one source for a page that waits so many seconds at most."""
    if isinstance(source, OutsideSource) and not breaker.resting_until(source.key, now):
        question = partial(_all_of, source, handles_of(subject))
        return _settled(source, ask_together({source.key: question}, within)[source.key], now)
    return ask(source, subject, now=now)


def _all_of(source: OutsideSource, handles: tuple[Handle, ...]) -> tuple[Record, ...]:
    return tuple(source.collect_for(handles))


def _settled(source: Source, found: tuple[Record, ...] | Exception, now: datetime) -> SourceAnswer:
    if isinstance(found, Exception):
        return _failure(source, found, now)
    breaker.answered(source.key, now)
    return SourceAnswer(source, AnswerState.ANSWERED if found else AnswerState.NOTHING, found, now)


def ask(source: Source, subject: DataSubject, *, now: datetime) -> SourceAnswer[Record]:
    """The answer of one source. Its first record is fetched here, so that NOTHING and a dead source show at once."""
    return _ask(source, partial(source.collect, subject), now)


def ask_in_batches(source: Source, subject: DataSubject, *, now: datetime) -> SourceAnswer[Record | Batch]:
    """The same answer for who reads everything: records of one shape come together where the source can do so."""
    return _ask(source, partial(source.collect_batches, subject), now)


def _ask(source: Source, collect: Callable[[], Iterator[Told]], now: datetime) -> SourceAnswer[Told]:
    if not source.can(Capability.COLLECT):
        return SourceAnswer(source, AnswerState.BY_HAND, (), now)
    resting = breaker.resting_until(source.key, now)
    if resting:
        return SourceAnswer(source, AnswerState.COULD_NOT_ASK, (), now, resting)
    try:
        records = collect()
        first = next(records, None)
    except Exception as error:
        return _failure(source, error, now)
    breaker.answered(source.key, now)
    if first is None:
        return SourceAnswer(source, AnswerState.NOTHING, (), now)
    return SourceAnswer(source, AnswerState.ANSWERED, chain([first], records), now)


def _failure(source: Source, error: Exception, now: datetime) -> SourceAnswer:
    """Any error counts: what a person must be told is that this place was not asked, not why. The log says what kind
    of error it was, without its text, which may hold an address (STYLE 23)."""
    logger.warning("Source %s could not be asked: %s", source.key, type(error).__name__)
    return SourceAnswer(source, AnswerState.COULD_NOT_ASK, (), now, breaker.failed(source.key, now))
