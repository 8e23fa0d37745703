"""Carrying out an erasure plan, once per key (SECURITY E-02)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from privacy_portal.data_sources.contract import Erased, PlanItem
from privacy_portal.data_sources.enums import ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.idempotency import once

from . import anonymising
from .finding import Person
from .importing.runs import drop_open
from .planning import plan_erasure

# First part of a reference -> what removes or anonymises such rows. Customers go first: their orders then keep the
# link to a row without a person.
ERASERS: dict[str, Callable[[Collection[UUID], date], int]] = {
    "customer": anonymising.anonymise_customers,
    "order": anonymising.anonymise_orders,
    "ticket": anonymising.anonymise_tickets,
    "waiting": anonymising.remove_waiting,
    "loyalty": anonymising.remove_loyalty,
    "mailing": anonymising.remove_mailings,
    "sharing": anonymising.remove_sharings,
    "locker": anonymising.remove_lockers,
}
BATCH = 2000
OUTCOMES = {PlanVerdict.REMOVE: ErasureOutcome.ERASED, PlanVerdict.ANONYMISE: ErasureOutcome.ANONYMISED}


def erase(person: Person, items: Collection[PlanItem], key: str, on: date) -> tuple[Erased, ...]:
    """The plan is made again inside: what must stay by now stays, whatever the caller believed."""
    return once(key, lambda: _erase(person, items, on))


def _erase(person: Person, items: Collection[PlanItem], on: date) -> tuple[Erased, ...]:
    """An import that lies aside may hold this person and goes first."""
    drop_open()
    current = {item.reference: item for item in plan_erasure(person, on)}
    outcomes = tuple(_outcome(item.reference, current.get(item.reference)) for item in items)
    _carry_out([row for row in outcomes if row.outcome in OUTCOMES.values()], on)
    return outcomes


def _outcome(reference: str, item: PlanItem | None) -> Erased:
    """What today's plan says of a row: not in it means not this person's, or gone already."""
    if item is None:
        return Erased(reference, ErasureOutcome.NOT_FOUND)
    if item.verdict.is_final:
        return Erased(reference, OUTCOMES[item.verdict])
    return Erased(reference, ErasureOutcome.RETAINED, item.until, item.reason)


def _carry_out(rows: Collection[Erased], on: date) -> None:
    ids: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        table, _, key = row.reference.partition(":")
        ids[table].append(UUID(key))
    for table, eraser in ERASERS.items():
        for start in range(0, len(ids[table]), BATCH):
            eraser(ids[table][start : start + BATCH], on)
