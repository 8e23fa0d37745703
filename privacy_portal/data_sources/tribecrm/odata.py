"""The little of OData v4 that we speak: filters, quoting, and reading what comes back."""

from typing import Any
from uuid import UUID

from privacy_portal.data_sources.contract import SourceUnavailable

Entity = dict[str, Any]


def text(value: str) -> str:
    """A string literal: the only character that means anything in one is its quote, which is doubled."""
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def equals(name: str, value: str) -> str:
    """In any case of letters: `eq` may tell them apart, the two functions do not."""
    quoted = text(value)
    return f"({name} eq {quoted} or (startswith({name},{quoted}) and endswith({name},{quoted})))"


def is_one_of(path: str, keys: list[UUID]) -> str:
    """Tribe CRM knows no `in`. Keys stand without quotes."""
    return " or ".join(f"{path} eq {key}" for key in keys)


def value(entity: Any, *names: str) -> Any:
    """The first of these properties that is filled in. Their case differs between answers."""
    folded = {key.lower(): held for key, held in entity.items()} if isinstance(entity, dict) else {}
    return next((folded[name.lower()] for name in names if folded.get(name.lower()) not in (None, "")), None)


def key(entity: Any) -> UUID:
    """The id of an entity. It goes into addresses and filters, so nothing else than a GUID will do."""
    try:
        return UUID(str(value(entity, "ID")))
    except ValueError:
        raise SourceUnavailable("answered in another shape") from None


def rows(data: Any) -> list[Entity]:
    """A page of a collection."""
    found = data.get("value") if isinstance(data, dict) else None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise SourceUnavailable("answered in another shape")
    return found


def has_more(data: Any) -> bool:
    """Whether the server says itself that this page is not the last."""
    return isinstance(data, dict) and bool(data.get("@odata.nextLink"))
