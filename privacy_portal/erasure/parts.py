"""What rooms above keep about a person on this site: shown with it and forgotten with it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from privacy_portal.data_sources.contract import Record
from privacy_portal.data_subjects.models import DataSubject


class Part(NamedTuple):
    """`records` tells what is kept, `forget` destroys it."""

    records: Callable[[DataSubject], Iterator[Record]]
    forget: Callable[[DataSubject], None]


_PARTS: list[Part] = []


def register_part(part: Part) -> None:
    _PARTS.append(part)


def records_of(subject: DataSubject) -> Iterator[Record]:
    for part in _PARTS:
        yield from part.records(subject)


def forget(subject: DataSubject) -> None:
    for part in _PARTS:
        part.forget(subject)
