"""One walk over the answers of the sources: every record becomes a line in the spool of its group, so that memory does
not grow with their number."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

import orjson
from django.utils.text import slugify

from privacy_portal.data_sources.collecting import SourceAnswer
from privacy_portal.data_sources.contract import AnswerState, Batch, Record, Row, Source, Value
from privacy_portal.processing_register.queries import Explanation

from .contents import Contents, Group, SourceReport
from .scopes import Selection

logger = logging.getLogger(__name__)

# How many rows may pass before the worker says that it is still alive.
BEAT_EVERY = 2000
# So many days are remembered with the last day that follows; a person rarely has more.
DAYS_REMEMBERED = 20_000


def gather(
    answers: Iterable[SourceAnswer],
    *,
    into: Contents,
    select: Selection,
    beat: Callable[[], None],
    source_done: Callable[[], None],
) -> Contents:
    """A source that breaks off keeps what it gave and is reported as not asked."""
    for answer in answers:
        into.reports.append(_gather_answer(answer, into, select, beat))
        source_done()
    return into


def _gather_answer(
    answer: SourceAnswer, contents: Contents, select: Selection, beat: Callable[[], None]
) -> SourceReport:
    gathering = Gathering(answer.source, contents, select)
    state, beats = answer.state, 0
    try:
        for told in answer.records:
            gathering.add(told)
            if gathering.read // BEAT_EVERY > beats:
                beats = gathering.read // BEAT_EVERY
                beat()
    except Exception as error:
        # The text of the error may hold an address, so the log gets its kind alone (STYLE 23).
        logger.warning("Source %s broke off during an export: %s", answer.source.key, type(error).__name__)
        state = AnswerState.COULD_NOT_ASK
    return SourceReport(
        answer.source.key, str(answer.source.label), state, answer.asked_at, answer.retry_at, gathering.kept
    )


class Gathering:
    """What one source tells. `read` counts its records, `kept` those that belong in the download."""

    def __init__(self, source: Source, contents: Contents, select: Selection) -> None:
        self.source, self.contents, self.select = source, contents, select
        self.last_day = remembered_last_day(contents.explanations)
        self.read = self.kept = 0

    def add(self, told: Record | Batch) -> None:
        if isinstance(told, Batch):
            self._add_batch(told)
        else:
            self._add_record(told)

    def _add_record(self, told: Record) -> None:
        self.read += 1
        if (record := self.select(told)) is None:
            return
        group = self._group_of(record)
        fields = {each.name: each.value for each in record.fields}
        seen = (*fields, *map(type, fields.values()))
        if seen not in group.known:
            group.learn(record.fields, tuple(map(type, fields.values())))
            group.known.add(seen)
        line = _line(
            record.reference,
            record.parent,
            record.title,
            record.activity,
            record.origin,
            self.last_day(record.activity, record.retention_start),
            fields,
        )
        group.rows.add(line)
        self.kept += 1

    def _add_batch(self, told: Batch) -> None:
        self.read += len(told.rows)
        if not told.rows or (shape := self.select(told.shape)) is None:
            return
        group = self._group_of(shape)
        every = _values_of(told, shape)
        _learn_columns(group, shape, every)
        lines = self._lines(told.rows, shape, every)
        group.rows.extend(lines)
        self.kept += len(lines)

    def _lines(self, rows: Sequence[Row], shape: Record, every: list[Sequence[Value]]) -> list[bytes]:
        """The same lines as `_line` makes, without a call for each: half the time of a large download is spent here."""
        activity, origin = shape.activity, str(shape.origin)
        names = [each.name for each in shape.fields]
        until = {start: self.last_day(activity, start) for start in {row.retention_start for row in rows}}
        return [
            orjson.dumps(
                {
                    "reference": reference,
                    "parent": parent,
                    "title": title,
                    "activity": activity,
                    "origin": own_origin or origin,
                    "kept_until": until[start],
                    "fields": dict(zip(names, values)),  # noqa: B905  (learnt column by column, strictly)
                },
                default=str,
            )
            for (reference, title, _values, start, parent, _as_of, own_origin), values in zip(rows, every, strict=True)
        ]

    def _group_of(self, record: Record) -> Group:
        groups, key = self.contents.groups, _group_key(self.source.key, record.kind)
        group = groups.get(key)
        if group is None:
            label = str(self.source.label)
            group = groups[key] = Group(key, record.kind, str(record.kind_label), self.source.key, label)
        group.activities.setdefault(record.activity)
        return group


def _values_of(batch: Batch, shape: Record) -> list[Sequence[Value]]:
    """The values of each row as far as their fields were selected."""
    if shape is batch.shape:
        return [row.values for row in batch.rows]
    chosen = {each.name for each in shape.fields}
    places = [place for place, each in enumerate(batch.shape.fields) if each.name in chosen]
    return [[row.values[place] for place in places] for row in batch.rows]


def _learn_columns(group: Group, shape: Record, every: list[Sequence[Value]]) -> None:
    """Column by column, which asks each type once instead of each value."""
    for field, values in zip(shape.fields, zip(*every, strict=True), strict=True):
        for kind in set(map(type, values)):
            group.learn((field,), (kind,))


def _line(
    reference: str, parent: str, title: str, activity: str, origin: str, until: date | None, fields: dict
) -> bytes:
    """One record as data.json tells it. Words that wait for a language are put into the person's here."""
    record = {
        "reference": reference,
        "parent": parent,
        "title": title,
        "activity": activity,
        "origin": origin,
        "kept_until": until,
        "fields": fields,
    }
    return orjson.dumps(record, default=str)


@lru_cache(maxsize=256)
def _group_key(source: str, kind: str) -> str:
    """Also a file name in the archive, so letters, digits and hyphens alone (SECURITY X-03)."""
    return slugify(f"{source}-{kind}")


def remembered_last_day(explanations: dict[str, Explanation]) -> Callable[[str, date | None], date | None]:
    """Art. 15(1)(d): until when, as far as the register gives a period and the record a start. Adding calendar months
    is dear and days repeat."""

    @lru_cache(maxsize=DAYS_REMEMBERED)
    def last_day(activity: str, start: date | None) -> date | None:
        explanation = explanations.get(activity)
        return explanation.last_day(start) if explanation else None

    return last_day
