"""Rows that must not come in: people who asked to be forgotten, and what is past its period already."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from privacy_portal.data_sources.contract import Handle
from privacy_portal.data_sources.suppression import forgotten
from privacy_portal.data_sources.ticketing.models import Customer, LockerRental, Order, Ticket
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.processing_register.queries import retention_end

from .checking import Row
from .notes import Notes, forgotten_on
from .tables import Table

SOURCE = "ticketing"
# Table about a person -> the column with the day that person was last seen in it.
LAST_SEEN: dict[type[Model], str] = {Customer: "last_active_on", LockerRental: "rented_on"}
KINDS = {"email": IdentifierKind.EMAIL, "number": IdentifierKind.CUSTOMER_NUMBER}


@dataclass
class Unwanted:
    """Asked per batch. The register is read once per activity and day: rows of a million share a few thousand days."""

    today: date
    ends: dict[tuple[str, date], date | None] = field(default_factory=dict)

    def __call__(self, table: Table, rows: list[Row], notes: Notes) -> set[int]:
        """The lines of such rows. A ticket stays without the name of a holder who asked to be forgotten."""
        if table.model is Ticket:
            _forget_holders(rows)
        lines = _of_the_forgotten(table, rows, notes) if table.identity else set()
        if started := STARTED.get(table.model):
            since = forgotten_on({row.values["customer"] for row in rows}) if table.model is Order else {}
            lines |= {row.line for row in rows if self._is_past(row, since, *started(row.values))}
        return lines

    def _is_past(self, row: Row, since: dict[str, date], activity: str, start: date | None) -> bool:
        """Past its period, or from before its customer was forgotten: that stays out, also when they came back."""
        if start is None:
            return False
        end = self._end(activity, start)
        return start <= since.get(row.values.get("customer", ""), date.min) or (end is not None and end <= self.today)

    def _end(self, activity: str, start: date) -> date | None:
        if (activity, start) not in self.ends:
            self.ends[activity, start] = retention_end(activity, start)
        return self.ends[activity, start]


def _of_the_forgotten(table: Table, rows: list[Row], notes: Notes) -> set[int]:
    """Rows about people who asked to be forgotten, unless they came back since."""
    by_line = {row.line: set(_handles(table, row)) for row in rows}
    found = forgotten(SOURCE, set().union(*by_line.values()))
    lines = set()
    for row in rows:
        moments = [found[handle] for handle in by_line[row.line] & found.keys()]
        if moments:
            since = timezone.localdate(max(moments))
            if table.model is Customer:
                notes.forgotten_on[row.values["number"]] = since
            lines |= {row.line} if (row.values[LAST_SEEN[table.model]] or since) <= since else set()
    return lines


def _handles(table: Table, row: Row) -> Iterator[Handle]:
    return (Handle(KINDS[name], row.values[name]) for name in table.identity if row.values[name])


def _forget_holders(rows: list[Row]) -> None:
    handles = {Handle(IdentifierKind.EMAIL, row.values["holder_email"]) for row in rows if row.values["holder_email"]}
    gone = {handle.value for handle in forgotten(SOURCE, handles)}
    for row in rows:
        if row.values["holder_email"] in gone:
            row.values.update(holder_name=None, holder_email=None, holder_index=None)


def _customer_started(values: dict[str, Any]) -> tuple[str, date | None]:
    return "account" if values["account_since"] else "ticket-order", values["last_active_on"]


def _order_started(values: dict[str, Any]) -> tuple[str, date | None]:
    """An invoice is kept by another law and may come in as long as that says."""
    placed = timezone.localdate(values["placed_at"])
    return "ticket-order", date(placed.year + 1, 1, 1) if values["invoice_number"] else placed


# Table -> from which day the period of which activity runs. The shop may hold more than the register allows; it does
# not come in here again after it was swept.
STARTED: dict[type[Model], Callable[[dict[str, Any]], tuple[str, date | None]]] = {
    Customer: _customer_started,
    Order: _order_started,
}
