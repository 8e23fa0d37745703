"""Changing what Tribe CRM holds: each change is read back, because "accepted" is not "done"."""

from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Change, Changed, Erased, PlanItem
from privacy_portal.data_sources.enums import ChangeOutcome, ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.outside.client import Refused

from . import odata, records
from .api import EMPLOYEES, PERSONS, Crm, address_of
from .odata import Entity


class Row(NamedTuple):
    """One person or role that a proven address led to; `works_here` says that the person has an employee's role."""

    kind: str
    entity: Entity
    works_here: bool = False

    @property
    def key(self) -> UUID:
        return odata.key(self.entity)

    @property
    def reference(self) -> str:
        return records.reference(self.kind, self.entity)

    @property
    def is_for_the_crm(self) -> bool:
        """The API removes no employee, and so no person who is one."""
        return self.kind == EMPLOYEES or self.works_here


def planned(row: Row) -> PlanItem:
    verdict, reason = PlanVerdict.REMOVE, _("We no longer need it when you want no more contact with us.")
    if row.is_for_the_crm:
        verdict, reason = PlanVerdict.BY_HAND, for_the_crm()
    return PlanItem(
        reference=row.reference,
        kind=records.PERSON if row.kind == PERSONS else records.ROLE,
        activity=records.RELATIONS,
        verdict=verdict,
        until=None,
        reason=reason,
        title=records.title(row.kind),
    )


def for_the_crm() -> str:
    return _("Tribe CRM lets nobody but a colleague in the CRM itself remove an employee; we do that by hand.")


def erase(crm: Crm, row: Row) -> Erased:
    """Removed, and looked for again."""
    if row.is_for_the_crm:
        return Erased(row.reference, ErasureOutcome.RETAINED, reason=for_the_crm())
    try:
        if not crm.remove(row.kind, row.key):
            return Erased(row.reference, ErasureOutcome.NOT_FOUND)
    except Refused:
        reason = _("Tribe CRM did not let us remove this; a colleague does it in the CRM itself.")
        return Erased(row.reference, ErasureOutcome.RETAINED, reason=reason)
    gone = crm.read(row.kind, row.key) is None
    return Erased(row.reference, ErasureOutcome.ERASED if gone else ErasureOutcome.FAILED)


def rectify(crm: Crm, row: Row, change: Change) -> Changed:
    name = records.correctable(row.kind).get(change.name)
    if name is None:
        return Changed(change, ChangeOutcome.REFUSED, reason=_("This cannot be corrected in Tribe CRM by itself."))
    wanted = change.value.strip()
    if _held(row.entity, name) == wanted:
        return Changed(change, ChangeOutcome.UNCHANGED, wanted)
    try:
        crm.change(row.kind, row.key, {name: wanted})
    except Refused:
        return Changed(change, ChangeOutcome.REFUSED, reason=_("Tribe CRM does not take this value."))
    return _read_back(crm, row, change, name)


def _read_back(crm: Crm, row: Row, change: Change, name: str) -> Changed:
    """Also whether the rest is still there: a server that takes a PUT for the whole would have lost the address."""
    now = crm.read(row.kind, row.key)
    if now is None or address_of(now) != address_of(row.entity):
        return Changed(change, ChangeOutcome.FAILED)
    read = _held(now, name)
    done = read == change.value.strip()
    return Changed(change, ChangeOutcome.CHANGED if done else ChangeOutcome.FAILED, read)


def _held(entity: Entity, name: str) -> str:
    return str(odata.value(entity, name) or "")
