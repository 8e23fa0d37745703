"""What goes into a download once every source was asked: rows in spools, the rest in small objects."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from privacy_portal.data_sources.contract import AnswerState, Field
from privacy_portal.processing_register.queries import Explanation

from .spool import Spool

# The source said all it had to say.
COMPLETE = frozenset({AnswerState.ANSWERED, AnswerState.NOTHING})


@dataclass
class Column:
    """One field of a group: machine name, label in the person's language, data category and type."""

    name: str
    label: str
    category: str
    type: str = "text"
    unit: str = ""


@dataclass
class Group:
    """The records of one kind from one source."""

    key: str
    kind: str
    label: str
    source: str
    source_label: str
    columns: dict[str, Column] = field(default_factory=dict)
    activities: dict[str, None] = field(default_factory=dict)
    rows: Spool = field(default_factory=Spool)
    # Fields and types of values that were seen before and teach nothing new.
    known: set[tuple] = field(default_factory=set, repr=False)

    def learn(self, fields: tuple[Field, ...], types: tuple[type, ...]) -> None:
        """The columns are those of all records together; the first value that is no text says what a column holds."""
        for each, kind in zip(fields, types, strict=True):
            column = self.columns.setdefault(
                each.name, Column(each.name, str(each.label), each.category, unit=each.unit)
            )
            if column.type == "text":
                column.type = type_of(kind)


@dataclass(frozen=True)
class SourceReport:
    """What became of asking one source: said in every download, so that no gap is silent (SECURITY X-05)."""

    key: str
    label: str
    state: AnswerState
    asked_at: datetime
    retry_at: datetime | None
    records: int

    @property
    def is_complete(self) -> bool:
        return self.state in COMPLETE

    @property
    def is_by_hand(self) -> bool:
        return self.state == AnswerState.BY_HAND

    @property
    def could_not_ask(self) -> bool:
        return self.state == AnswerState.COULD_NOT_ASK


@dataclass
class Contents:
    explanations: dict[str, Explanation]
    groups: dict[str, Group] = field(default_factory=dict)
    reports: list[SourceReport] = field(default_factory=list)

    @property
    def records(self) -> int:
        return sum(group.rows.lines for group in self.groups.values())

    @property
    def unanswered(self) -> list[SourceReport]:
        return [report for report in self.reports if not report.is_complete]

    @property
    def by_hand(self) -> list[SourceReport]:
        return [report for report in self.reports if report.is_by_hand]

    @property
    def missing(self) -> list[SourceReport]:
        """What makes a download partial: systems that could have answered and did not. They can be asked again."""
        return [report for report in self.reports if report.could_not_ask]

    def in_order_of(self, sources: Sequence[str]) -> None:
        """As if all had been asked at once, whichever answered first."""
        place = {key: number for number, key in enumerate(sources)}
        last = len(place)
        self.reports.sort(key=lambda report: place.get(report.key, last))
        groups = sorted(self.groups.items(), key=lambda item: place.get(item[1].source, last))
        self.groups = dict(groups)

    def close(self) -> None:
        for group in self.groups.values():
            group.rows.close()


# Python type -> the word used in data.json; the first that fits counts (a datetime is a date too).
TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "number"),
    (float, "number"),
    (datetime, "datetime"),
    (date, "date"),
)


def type_of(kind: type) -> str:
    return next((word for known, word in TYPES if issubclass(kind, known)), "text")
