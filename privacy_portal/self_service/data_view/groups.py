"""Records of one source, arranged as a person reads them: by kind, long lists by year and in pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, groupby
from math import ceil

from django.utils.html import format_html_join
from django.utils.http import urlencode

from privacy_portal.data_sources.contract import Record
from privacy_portal.data_sources.masking import Mask
from privacy_portal.processing_register.queries import Explanation

from .keeping import sentence
from .values import Line, day_of, line

PER_PAGE = 25
# A list longer than this is told by year.
SHORT_LIST = 6
# A record of at most so many lines is told in one row.
COMPACT_LINES = 4

Explanations = Mapping[str, Explanation]


@dataclass(frozen=True, slots=True)
class Reading:
    """How this visit reads records: for whom, in which words, on which day, which page of which list."""

    explanations: Explanations
    categories: Mapping[str, str]
    today: date
    mask: Mask
    pages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record with its lines, what belongs to it, and until when it is kept."""

    title: str
    # By which its source finds it again.
    reference: str
    lines: tuple[Line, ...]
    origin: str
    kept: str
    as_of: object
    day: date | None
    children: tuple["Entry", ...] = ()

    @property
    def run(self) -> str:
        """The lines in one run of text, without what the title says already."""
        told = ((item.label, item.text) for item in self.lines if item.text and item.text != self.title)
        return format_html_join(" · ", '<span class="subtle">{}:</span> {}', told)

    @property
    def year(self) -> int | None:
        return self.day.year if self.day else None


@dataclass(frozen=True, slots=True)
class Why:
    """One activity that explains (part of) a group. `about` names which of the data."""

    explanation: Explanation
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a long list is shown, and how to go on."""

    number: int
    count: int
    previous_url: str
    next_url: str


@dataclass
class Group:
    """Everything of one kind from one source."""

    anchor: str
    label: str
    records: list[Record]
    children: Mapping[str, list[Record]]
    reading: Reading
    whys: list[Why] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.records)

    @cached_property
    def page(self) -> Page:
        last = max(1, ceil(self.count / PER_PAGE))
        wanted = self.reading.pages.get(self.anchor, "1")
        number = min(max(int(wanted), 1), last) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
        return Page(
            number,
            last,
            self._url(number - 1) if number > 1 else "",
            self._url(number + 1) if number < last else "",
        )

    def _url(self, number: int) -> str:
        return f"?{urlencode({self.anchor: number})}#{self.anchor}"

    @cached_property
    def entries(self) -> list[Entry]:
        """Those of this page; only they are put into words."""
        first = (self.page.number - 1) * PER_PAGE
        return [self._entry(record) for record in self.records[first : first + PER_PAGE]]

    @property
    def hides_something(self) -> bool:
        """Whether something is masked in what is shown here."""
        records = [*self.records, *chain.from_iterable(self.children.values())]
        return any(self.reading.mask.hides(item) for record in records for item in record.fields)

    @property
    def is_single(self) -> bool:
        return self.count == 1

    @property
    def is_compact(self) -> bool:
        """Records of a few words each need no fold."""
        return all(len(entry.lines) <= COMPACT_LINES and not entry.children for entry in self.entries)

    @property
    def years(self) -> list[tuple[int | None, list[Entry]]]:
        """Entries under their year when there are many of them, else under nothing."""
        if self.count <= SHORT_LIST:
            return [(None, self.entries)]
        return [(year, list(entries)) for year, entries in groupby(self.entries, key=lambda entry: entry.year)]

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """The data categories in this group that a correction can be about: key and name."""
        keys = dict.fromkeys(item.category for record in self.records[:1] for item in record.fields)
        return [(key, self.reading.categories.get(key, key)) for key in keys]

    def _entry(self, record: Record) -> Entry:
        return Entry(
            title=record.title,
            reference=record.reference,
            lines=tuple(_lines(record, self.reading.mask)),
            origin=record.origin,
            kept=sentence(self.reading.explanations.get(record.activity), record.retention_start, self.reading.today),
            as_of=record.as_of,
            day=day_of(record),
            children=tuple(self._entry(child) for child in self.children.get(record.reference, ())),
        )


def _lines(record: Record, mask: Mask) -> Iterator[Line]:
    """What has a value, and what could have one."""
    for item in record.fields:
        shown = line(item, mask)
        if shown.text or shown.correctable:
            yield shown


def groups_of(source_key: str, records: Iterable[Record], reading: Reading) -> list[Group]:
    """In the order in which the source tells them; what has a parent is told with its parent."""
    by_kind: dict[str, list[Record]] = defaultdict(list)
    children: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        (children[record.parent] if record.parent else by_kind[record.kind]).append(record)
    return [_group(f"{source_key}-{kind}", records, children, reading) for kind, records in by_kind.items()]


def _group(anchor: str, records: list[Record], children: Mapping[str, list[Record]], reading: Reading) -> Group:
    group = Group(anchor, records[0].kind_label, records, children, reading)
    group.whys = list(_whys(records, reading.explanations))
    return group


def _whys(records: list[Record], explanations: Explanations) -> Iterator[Why]:
    """The activities of the records, of single fields, and those that use the data too; each with the fields that the
    register says it is about."""
    own = dict.fromkeys(record.activity for record in records)
    of_fields = dict.fromkeys(item.activity for record in records for item in record.fields if item.activity)
    also = dict.fromkeys(activity for record in records for activity in record.also)
    labels = {item.name: item for record in records for item in record.fields}.values()
    for activity in {**own, **of_fields, **also}:
        if explanation := explanations.get(activity):
            data = dict(explanation.data)
            yield Why(explanation, tuple(str(item.label) for item in labels if item.category in data))
