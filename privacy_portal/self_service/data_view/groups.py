"""Records of one source, arranged as a person reads them: by kind, long lists by year and in pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from math import ceil

from django.utils.html import format_html_join
from django.utils.http import urlencode

from privacy_portal.data_sources.contract import Batch, Record
from privacy_portal.data_sources.masking import Mask
from privacy_portal.processing_register.queries import Explanation

from .keeping import sentence
from .shelf import Shelf, as_batch
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
    # What sort of thing it is, in the person's words.
    sort: str
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
    def belongings(self) -> list[tuple[str, list["Entry"]]]:
        """What belongs to it under its own words: tickets of an order, mails that were opened."""
        return [(sort, list(those)) for sort, those in groupby(self.children, key=lambda child: child.sort)]

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
    shelf: Shelf
    children: Shelf
    reading: Reading
    whys: list[Why] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.shelf.count

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
        return [self._entry(record) for record in self.shelf.part(first, PER_PAGE)]

    @property
    def hides_something(self) -> bool:
        """Whether something is masked in what is shown here."""
        mask = self.reading.mask
        return self.shelf.hides_something(mask) or self.children.hides_something(mask)

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
        keys = dict.fromkeys(item.category for shape in self.shelf.shapes[:1] for item in shape.fields)
        return [(key, self.reading.categories.get(key, key)) for key in keys]

    def _entry(self, record: Record) -> Entry:
        return Entry(
            title=record.title,
            sort=str(record.kind_label),
            reference=record.reference,
            lines=tuple(_lines(record, self.reading.mask)),
            origin=record.origin,
            kept=sentence(self.reading.explanations.get(record.activity), record.retention_start, self.reading.today),
            as_of=record.as_of,
            day=day_of(record),
            children=tuple(self._entry(child) for child in self.children.of_parent(record.reference)),
        )


def _lines(record: Record, mask: Mask) -> Iterator[Line]:
    """What has a value, and what could have one."""
    for item in record.fields:
        shown = line(item, mask)
        if shown.text or shown.correctable:
            yield shown


def groups_of(source_key: str, told: Iterable[Record | Batch], reading: Reading) -> list[Group]:
    """In the order in which the source tells them; what has a parent is told with its parent."""
    by_kind: dict[str, Shelf] = defaultdict(Shelf)
    children = Shelf()
    for batch in map(as_batch, told):
        for is_child, rows in groupby(batch.rows, key=lambda row: bool(row.parent)):
            (children if is_child else by_kind[batch.shape.kind]).add(replace(batch, rows=list(rows)))
    return [_group(f"{source_key}-{kind}", shelf, children, reading) for kind, shelf in by_kind.items()]


def _group(anchor: str, shelf: Shelf, children: Shelf, reading: Reading) -> Group:
    group = Group(anchor, shelf.shapes[0].kind_label, shelf, children, reading)
    group.whys = list(_whys(shelf.shapes, reading.explanations))
    return group


def _whys(shapes: list[Record], explanations: Explanations) -> Iterator[Why]:
    """The activities of the records, of single fields, and those that use the data too; each with the fields that the
    register says it is about."""
    own = dict.fromkeys(shape.activity for shape in shapes)
    of_fields = dict.fromkeys(item.activity for shape in shapes for item in shape.fields if item.activity)
    also = dict.fromkeys(activity for shape in shapes for activity in shape.also)
    labels = {item.name: item for shape in shapes for item in shape.fields}.values()
    for activity in {**own, **of_fields, **also}:
        if explanation := explanations.get(activity):
            data = dict(explanation.data)
            yield Why(explanation, tuple(str(item.label) for item in labels if item.category in data))
