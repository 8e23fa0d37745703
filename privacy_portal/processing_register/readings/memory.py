"""Keeps what was read in the process until the content changes: one small query tells."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from uuid import UUID

from privacy_portal.processing_register.generation import stamp

from .names import register_language

T = TypeVar("T")
_kept: dict[tuple[str, str], tuple[UUID, object]] = {}


def kept_per_generation(read: Callable[[str], T]) -> Callable[[str], T]:
    """For a function of a language code whose value is never changed by its readers. A language in which nobody has
    begun to write the register reads it in the default one."""

    @wraps(read)
    def remembering(language_code: str) -> T:
        current = stamp()
        if current is None:
            return read(register_language(language_code))
        place = (f"{read.__module__}.{read.__qualname__}", language_code)
        kept = _kept.get(place)
        if kept is None or kept[0] != current:
            kept = _kept[place] = (current, read(register_language(language_code)))
        return kept[1]  # type: ignore[return-value]

    return remembering
