"""Each source as staff see it, computed."""

from dataclasses import dataclass
from datetime import datetime

from privacy_portal.data_sources import breaker
from privacy_portal.data_sources.assignments import Assignment, assignments
from privacy_portal.data_sources.contract import Source
from privacy_portal.data_sources.enums import Capability
from privacy_portal.data_sources.registry import sources
from privacy_portal.data_sources.variables import Variable, variables_of
from privacy_portal.processing_register.queries import categories, contacts


@dataclass(frozen=True)
class SourceRow:
    """`party` is empty for what this site itself keeps; `resting_until` while the source is left alone."""

    key: str
    label: str
    assignment: Assignment
    party: str
    covers: tuple[str, ...]
    can: tuple[str, ...]
    variables: tuple[Variable, ...]
    is_embedded: bool
    answered_at: datetime | None
    failed_at: datetime | None
    resting_until: datetime | None

    @property
    def is_by_hand(self) -> bool:
        return not self.can

    @property
    def missing(self) -> tuple[Variable, ...]:
        return tuple(each for each in self.variables if not each.is_set)


def rows(*, now: datetime, language: str) -> list[SourceRow]:
    parties = {key: party.name for key, party in contacts(language).items()}
    names, assigned = categories(language), assignments()
    return [_row(source, assigned[source.key], parties, names, now) for source in sources()]


def _row(
    source: Source, assignment: Assignment, parties: dict[str, str], names: dict[str, str], now: datetime
) -> SourceRow:
    seen = breaker.seen(source.key)
    return SourceRow(
        key=source.key,
        label=str(source.label),
        assignment=assignment,
        party=parties.get(assignment.processor, assignment.processor),
        covers=tuple(
            names.get(key, key)
            for key in [*names, *sorted(assignment.categories - names.keys())]
            if key in assignment.categories
        ),
        can=tuple(str(each.label) for each in Capability if source.can(each)),
        variables=variables_of(source.key),
        is_embedded=source.is_embedded,
        answered_at=seen.answered_at,
        failed_at=seen.failed_at,
        resting_until=breaker.resting_until(source.key, now),
    )
