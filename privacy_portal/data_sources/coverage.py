"""Whether register and sources fit: data categories of the register that no source answers for, and fields of sources
that fall under no category of the register. From what is declared, so nobody is asked. Art. 5(1)(b) and 15(1)(b)."""

from dataclasses import dataclass

from privacy_portal.processing_register.queries import categories

from .assignments import assignments
from .enums import Capability
from .registry import sources


@dataclass(frozen=True)
class Covered:
    """One data category: which sources show it by themselves, and which only when somebody asks."""

    key: str
    name: str
    by_itself: tuple[str, ...]
    by_hand: tuple[str, ...]

    @property
    def is_answered(self) -> bool:
        return bool(self.by_itself or self.by_hand)


@dataclass(frozen=True)
class Unclaimed:
    """What a source holds under a key that the register does not know. `fields` where the source names them."""

    source: str
    category: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    covered: tuple[Covered, ...]
    unclaimed: tuple[Unclaimed, ...]

    @property
    def unanswered(self) -> tuple[Covered, ...]:
        return tuple(each for each in self.covered if not each.is_answered)

    @property
    def answered(self) -> tuple[Covered, ...]:
        return tuple(each for each in self.covered if each.is_answered)


def coverage(language_code: str) -> Coverage:
    """For a field the adapter's own word counts: that staff say a source covers less moves no data out of it."""
    known, assigned = categories(language_code), assignments()
    by_itself: dict[str, list[str]] = {}
    by_hand: dict[str, list[str]] = {}
    unclaimed = []
    for source in sources():
        place = by_itself if source.can(Capability.COLLECT) else by_hand
        for category in assigned[source.key].categories:
            place.setdefault(category, []).append(str(source.label))
        for category in sorted((source.categories | assigned[source.key].categories) - known.keys()):
            fields = (name for name, of in source.field_categories.items() if of == category)
            unclaimed.append(Unclaimed(str(source.label), category, tuple(fields)))
    covered = (
        Covered(key, name, tuple(by_itself.get(key, ())), tuple(by_hand.get(key, ()))) for key, name in known.items()
    )
    return Coverage(tuple(covered), tuple(unclaimed))
