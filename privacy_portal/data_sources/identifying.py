"""By what sources may look for a person: what that person has proved to be theirs, and nothing else."""

from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.identifiers import verified_of
from privacy_portal.data_subjects.models import DataSubject

from .contract import Handle


def handles_of(subject: DataSubject) -> tuple[Handle, ...]:
    """The verified identifiers of this person, in at most one query."""
    return tuple(Handle(IdentifierKind(row.kind), row.value) for row in verified_of(subject))


def values(handles: tuple[Handle, ...], kind: IdentifierKind) -> list[str]:
    return [handle.value for handle in handles if handle.kind == kind]
