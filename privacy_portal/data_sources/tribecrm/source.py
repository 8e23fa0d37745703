"""Tribe CRM as the contract wants it: a person per record with a proven address, and what that person is to others."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from privacy_portal.data_sources import idempotency
from privacy_portal.data_sources.contract import (
    Change,
    Changed,
    Erased,
    Handle,
    Health,
    Match,
    PlanItem,
    Record,
    SourceError,
)
from privacy_portal.data_sources.enums import Capability, ChangeOutcome, ErasureOutcome
from privacy_portal.data_sources.identifying import handles_of
from privacy_portal.data_sources.outside.source import OutsideSource
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import DataSubject

from . import changing, odata, records
from .api import EMPLOYEES, PERSONS, Crm, Role, person_of
from .changing import Row


class TribeCrmSource(OutsideSource):
    """Two records with one address are two here, and stay two. Tribe CRM has no mark for restriction, and mailings are
    not sent from it: both are for a colleague."""

    key = records.SOURCE
    label = "Tribe CRM"
    processor_key = "tribe"
    categories = records.CATEGORIES
    field_categories = records.FIELD_CATEGORIES
    capabilities = frozenset({Capability.FIND, Capability.COLLECT, Capability.ERASE, Capability.RECTIFY})

    def __init__(self, crm: Crm):
        self._crm = crm

    def check(self) -> Health:
        try:
            self._crm.ping()
        except SourceError as error:
            return Health(ok=False, detail=str(error))
        return Health(ok=True)

    def find(self, identifiers: Iterable[Handle]) -> Iterator[Match]:
        for handle in _addresses(identifiers):
            yield from (Match(handle, row.reference) for row in self._of(handle.value))

    def collect_for(self, handles: tuple[Handle, ...]) -> Iterator[Record]:
        for row in self._rows(handles):
            if row.kind == PERSONS:
                yield records.of_person(row.entity)
            else:
                yield records.of_role(Role(row.kind, row.entity))

    def activities(self, subject: DataSubject) -> frozenset[str]:
        return frozenset({records.RELATIONS}) if any(self._rows(handles_of(subject))) else frozenset()

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        """The register states no period for relations: nothing has to stay (Art. 17(1)(a)). Roles come first, since
        they hold on to the person."""
        for row in _roles_first(self._rows(handles_of(subject))):
            yield changing.planned(row)

    def erase(
        self,
        subject: DataSubject,
        items: Collection[PlanItem],
        idempotency_key: str,
        *,
        on: date | None = None,
    ) -> tuple[Erased, ...]:
        handles = handles_of(subject)
        return idempotency.once_elsewhere(f"{self.key}:{idempotency_key}", lambda: self.erase_for(handles, items))

    def erase_for(self, handles: tuple[Handle, ...], items: Collection[PlanItem]) -> tuple[Erased, ...]:
        """What `erase` does, without a query of ours. What is not this person's by now is not touched."""
        asked = {item.reference for item in items}
        mine = [row for row in _roles_first(self._rows(handles)) if row.reference in asked]
        done = {row.reference: changing.erase(self._crm, row) for row in mine}
        return tuple(done.get(item.reference) or Erased(item.reference, ErasureOutcome.NOT_FOUND) for item in items)

    def rectify(
        self, subject: DataSubject, changes: Collection[Change], *, today: date | None = None
    ) -> tuple[Changed, ...]:
        return self.rectify_for(handles_of(subject), changes)

    def rectify_for(self, handles: tuple[Handle, ...], changes: Collection[Change]) -> tuple[Changed, ...]:
        """What `rectify` does, without a query of ours."""
        mine = {row.reference: row for row in self._rows(handles)}
        return tuple(self._rectify(mine.get(change.reference), change) for change in changes)

    def _rectify(self, row: Row | None, change: Change) -> Changed:
        if row is None:
            return Changed(change, ChangeOutcome.NOT_FOUND)
        return changing.rectify(self._crm, row, change)

    def _rows(self, handles: Iterable[Handle]) -> Iterator[Row]:
        """Each once, also where two addresses lead to it."""
        seen: set[str] = set()
        for handle in _addresses(handles):
            for row in self._of(handle.value):
                if row.reference not in seen:
                    seen.add(row.reference)
                    yield row

    def _of(self, email: str) -> Iterator[Row]:
        """Persons with this address, then their roles and those that have this address themselves."""
        persons = {odata.key(person): person for person in self._crm.persons(email)}
        roles = list(self._crm.roles(email, list(persons)))
        working = {person_of(role.entity) for role in roles if role.kind == EMPLOYEES}
        for key, person in persons.items():
            yield Row(PERSONS, person, works_here=key in working)
        for role in roles:
            yield Row(role.kind, role.entity)


def _addresses(handles: Iterable[Handle]) -> Iterator[Handle]:
    return (handle for handle in handles if handle.kind == IdentifierKind.EMAIL)


def _roles_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.kind == PERSONS)
