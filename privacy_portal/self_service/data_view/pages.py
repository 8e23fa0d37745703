"""The page as a whole: which places answered what, and what follows from it for the reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from privacy_portal.data_sources.collecting import SourceAnswer
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.rights_requests.by_hand.telling import Told

from .groups import Group, Reading, groups_of

SHOWN = frozenset({AnswerState.ANSWERED, AnswerState.ASKING})


@dataclass(frozen=True)
class Place:
    """One source with its answer. `holds` is what a place that is asked by hand may have, `told` how far
    the newest question to it is."""

    key: str
    label: str
    state: AnswerState
    groups: tuple[Group, ...]
    asked_at: datetime
    retry_at: datetime | None
    holds: str
    is_whole: bool
    is_ours: bool
    told: Told | None = None

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True)
class DataPage:
    places: tuple[Place, ...]

    def _in(self, state: AnswerState) -> list[Place]:
        return [place for place in self.places if place.state == state]

    @property
    def answered(self) -> list[Place]:
        return self._in(AnswerState.ANSWERED)

    @property
    def nothing(self) -> list[Place]:
        return self._in(AnswerState.NOTHING)

    @property
    def not_asked(self) -> list[Place]:
        return self._in(AnswerState.COULD_NOT_ASK)

    @property
    def asking(self) -> list[Place]:
        return self._in(AnswerState.ASKING)

    @property
    def shown(self) -> list[Place]:
        """Places with a part of their own on the page: what they hold, or that we wait for it."""
        return [place for place in self.places if place.state in SHOWN]

    @property
    def hides_something(self) -> bool:
        return any(group.hides_something for place in self.answered for group in place.groups)

    @property
    def by_hand(self) -> list[Place]:
        return self._in(AnswerState.BY_HAND)

    @property
    def asked(self) -> int:
        """How many places answered by themselves, whether they hold anything or not."""
        return len(self.answered) + len(self.nothing)


def data_page(
    answers: Iterable[SourceAnswer], reading: Reading, *, by_hand: Mapping[str, Told] | None = None
) -> DataPage:
    """What others keep for us comes first; what this site itself wrote down comes last, as its adapter says:
    what staff decide about the party changes no order, and would cost the page a query."""
    told = by_hand or {}
    places = [_place(answer.settled(), reading, told) for answer in answers]
    return DataPage(tuple(sorted(places, key=lambda place: place.is_ours)))


def _place(answer: SourceAnswer, reading: Reading, told: Mapping[str, Told]) -> Place:
    source = answer.source
    return Place(
        key=source.key,
        label=str(source.label),
        state=answer.state,
        groups=tuple(groups_of(source.key, answer.records, reading)),
        asked_at=answer.asked_at,
        retry_at=answer.retry_at,
        holds=str(getattr(source, "holds", "")),
        is_whole=answer.is_whole,
        is_ours=not source.processor_key,
        told=told.get(source.key),
    )
