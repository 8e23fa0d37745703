"""Many records of one sort, put into words only as far as a page shows them."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice

from privacy_portal.data_sources.contract import Batch, Record, Row
from privacy_portal.data_sources.masking import Mask


def as_batch(told: Record | Batch) -> Batch:
    return told if isinstance(told, Batch) else Batch.of_one(told)


class Shelf:
    """Records in the order in which they were told."""

    def __init__(self) -> None:
        self._batches: list[Batch] = []

    def add(self, batch: Batch) -> None:
        self._batches.append(batch)

    @property
    def count(self) -> int:
        return sum(len(batch.rows) for batch in self._batches)

    @cached_property
    def shapes(self) -> list[Record]:
        """Each shape once; records of one shape differ in their values alone."""
        return list({id(batch.shape): batch.shape for batch in self._batches}.values())

    def part(self, first: int, count: int) -> list[Record]:
        return [batch.filled(row) for batch, row in islice(self._rows(), first, first + count)]

    def of_parent(self, reference: str) -> list[Record]:
        return [batch.filled(row) for batch, row in self._by_parent.get(reference, ())]

    def hides_something(self, mask: Mask) -> bool:
        return any(_hides(batch, mask) for batch in self._batches)

    @cached_property
    def _by_parent(self) -> dict[str, list[tuple[Batch, Row]]]:
        found = defaultdict(list)
        for batch, row in self._rows():
            found[row.parent].append((batch, row))
        return found

    def _rows(self) -> Iterator[tuple[Batch, Row]]:
        return chain.from_iterable(((batch, row) for row in batch.rows) for batch in self._batches)


def _hides(batch: Batch, mask: Mask) -> bool:
    places = [place for place, item in enumerate(batch.shape.fields) if mask.covers(item)]
    return any(row.values[place] not in (None, "") for row in batch.rows for place in places)
