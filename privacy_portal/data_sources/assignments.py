"""The door to what staff decided about sources: which party of the register keeps each one, and which data categories
it covers. What nobody decided is what the adapter says of itself."""

from collections.abc import Mapping
from typing import NamedTuple

from .contract import Source
from .models import SourceSetting
from .registry import sources


class Assignment(NamedTuple):
    """`processor` is a key in the register, empty for what this site itself keeps. `is_set` says that staff decided."""

    processor: str
    categories: frozenset[str]
    is_set: bool = False


def assignments() -> Mapping[str, Assignment]:
    """For every source that is registered, by its key; one query."""
    decided = {row.source: row for row in SourceSetting.objects.all()}
    return {source.key: _assignment(source, decided.get(source.key)) for source in sources()}


def assignment_of(source: Source) -> Assignment:
    return _assignment(source, SourceSetting.objects.filter(source=source.key).first())


def _assignment(source: Source, row: SourceSetting | None) -> Assignment:
    if row is None:
        return Assignment(source.processor_key, source.categories)
    return Assignment(row.processor, frozenset(row.categories), is_set=True)
