"""Whether one address is used by more than one person: several names on the records that it leads to. Reading the mail
then proves nothing about whose records these are, so a machine neither moves nor joins them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from privacy_portal.data_subjects.models import DataSubject

from .collecting import ask
from .contract import Record
from .enums import AnswerState
from .registry import sources

FIRST, LAST = "first-name", "last-name"


@dataclass(frozen=True, slots=True)
class Names:
    """How many people the records name, and whether every place that could know one answered."""

    people: int
    all_answered: bool

    @property
    def are_several(self) -> bool:
        return self.people > 1


def names_at(subject: DataSubject, *, now: datetime) -> Names:
    """What this site wrote down itself names nobody, so only places of others are asked."""
    records: list[Record] = []
    all_answered = True
    for source in sources():
        if not source.processor_key:
            continue
        settled = ask(source, subject, now=now).settled()
        all_answered &= settled.state is not AnswerState.COULD_NOT_ASK
        records.extend(settled.records)
    return Names(people_in(records), all_answered)


def people_in(records: Iterable[Record]) -> int:
    """A. Zomerdijk and Alma Zomerdijk may be one person; Alma and Bas Zomerdijk are not, nor are two last names. An
    initial that nobody wrote down fits every first name."""
    initials: dict[str, set[str]] = {}
    for record in records:
        told = {
            field.same_as: plain(str(field.value or "")) for field in record.fields if field.same_as in {FIRST, LAST}
        }
        if told.get(LAST):
            initials.setdefault(told[LAST], set()).update(told.get(FIRST, "")[:1])
    return sum(max(1, len(each)) for each in initials.values())


def plain(name: str) -> str:
    """Zoë, ZOE and zoe are one name."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
