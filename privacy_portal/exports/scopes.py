"""Which records belong in a download: all of them, or what Art. 20 lets a person take elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from privacy_portal.data_sources.contract import Field, Record
from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.gdpr.rights import Right
from privacy_portal.processing_register.queries import Explanation

from .enums import Scope

# Data we made ourselves out of what the person gave; the right is to what was given or observed
# (Art. 20(1); guidelines WP 242, section III).
NOT_GIVEN = frozenset({"audience-profile", "rights-request"})
# What we wrote about the person, or in place of somebody else's name: field and data category.
WRITTEN_BY_US = frozenset({("staff_note", "order"), ("holder_name", "ticket"), ("restricted_on", "account")})

Explanations = Mapping[str, Explanation]
Selection = Callable[[Record], Record | None]


def selection(scope: Scope, explanations: Explanations) -> Selection:
    """Gives the record as far as it belongs in the download, or None."""
    if scope == Scope.ACCESS:
        return lambda record: record
    return lambda record: _portable_part(record, explanations)


def is_portable_basis(basis: LawfulBasis | None) -> bool:
    """Art. 20(1)(a): consent or contract, and no other ground."""
    return basis is not None and Right.PORTABILITY not in basis.rights_lost


def _portable_part(record: Record, explanations: Explanations) -> Record | None:
    """A field may serve another activity than its record, and is weighed by that one."""
    fields = tuple(field for field in record.fields if _is_portable(field, record, explanations))
    return replace(record, fields=fields) if fields else None


def _is_portable(field: Field, record: Record, explanations: Explanations) -> bool:
    if field.category in NOT_GIVEN or (field.name, field.category) in WRITTEN_BY_US:
        return False
    explanation = explanations.get(field.activity or record.activity)
    return explanation is not None and is_portable_basis(explanation.lawful_basis)
