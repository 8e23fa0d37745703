"""Numbers that later files may refer to though no row bears them. Kept in the database: an import of a million rows
may leave half of them out."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db import models

from privacy_portal.data_sources.ticketing.models import Customer, ImportNote


@dataclass
class Notes:
    """Of one batch of one table."""

    table: type[models.Model]
    left_out: set[str] = field(default_factory=set)
    forgotten_on: dict[str, date] = field(default_factory=dict)

    def leave_out(self, number: str) -> None:
        if number:
            self.left_out.add(number)

    def save(self) -> None:
        ImportNote.objects.bulk_create(
            (
                ImportNote(
                    table=_name(self.table),
                    number=number,
                    is_left_out=number in self.left_out,
                    forgotten_on=self.forgotten_on.get(number),
                )
                for number in sorted(self.left_out | self.forgotten_on.keys())
            ),
            ignore_conflicts=True,
        )


def left_out(table: type[models.Model], numbers: Collection[str]) -> set[str]:
    """Those of these rows that were left out."""
    rows = ImportNote.objects.filter(table=_name(table), number__in=numbers, is_left_out=True)
    return set(rows.values_list("number", flat=True)) if numbers else set()


def count_left_out(table: type[models.Model]) -> int:
    return ImportNote.objects.filter(table=_name(table), is_left_out=True).count()


def forgotten_on(customers: Collection[str]) -> dict[str, date]:
    """Those of these customers who asked to be forgotten, and came back since."""
    rows = ImportNote.objects.filter(table=_name(Customer), number__in=customers)
    return {number: day for number, day in rows.values_list("number", "forgotten_on") if day}


def _name(table: type[models.Model]) -> str:
    return table._meta.model_name or ""
