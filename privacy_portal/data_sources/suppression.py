"""Who must not come back: an import asks here before it writes a person (SECURITY E-06).

The list itself belongs to a higher room, which registers how to ask it.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from .contract import Handle

# Key of the source and identifiers -> those who asked to be forgotten, and since when.
Guard = Callable[[str, Collection[Handle]], Mapping[Handle, datetime]]
_GUARDS: list[Guard] = []


def register_guard(guard: Guard) -> Guard:
    _GUARDS.append(guard)
    return guard


def unregister_guard(guard: Guard) -> None:
    _GUARDS.remove(guard)


def forgotten(source: str, handles: Collection[Handle]) -> dict[Handle, datetime]:
    """Those of these identifiers whose person asked to be forgotten, with the moment. Whoever comes back after it is
    a customer again, with what was given since."""
    return {handle: since for guard in _GUARDS if handles for handle, since in guard(source, handles).items()}
