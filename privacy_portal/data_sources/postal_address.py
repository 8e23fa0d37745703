"""Where a letter to a person goes: the address that stands in a source, never one that is typed for the occasion."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from privacy_portal.data_subjects.models import DataSubject

from .collecting import collect
from .contract import Record

# What a letter cannot do without, as categories of the register; the other two are printed when they are known.
NEEDED = ("address", "postcode", "city")


@dataclass(frozen=True)
class PostalAddress:
    name: str
    street: str
    postcode: str
    city: str
    country: str = ""

    @property
    def lines(self) -> list[str]:
        return [line for line in (self.name, self.street, f"{self.postcode}  {self.city}", self.country) if line]


def postal_address(subject: DataSubject, *, now: datetime) -> PostalAddress | None:
    """The first whole one, in the order of the sources: the ticket shop comes first. Only what this person has proved
    to be theirs is sought (see `identifying`)."""
    return next(_whole_ones(subject, now), None)


def _whole_ones(subject: DataSubject, now: datetime) -> Iterator[PostalAddress]:
    for answer in collect(subject, now=now):
        for record in answer.settled().records:
            if address := _address_in(record):
                yield address


def _address_in(record: Record) -> PostalAddress | None:
    found = {category: _values(record, category) for category in (*NEEDED, "name", "country")}
    if not all(found[category] for category in NEEDED):
        return None
    return PostalAddress(
        name=found["name"],
        street=found["address"],
        postcode=found["postcode"],
        city=found["city"],
        country=found["country"],
    )


def _values(record: Record, category: str) -> str:
    """First and last name are two fields of one category."""
    return " ".join(str(field.value) for field in record.fields if field.category == category and field.value)
