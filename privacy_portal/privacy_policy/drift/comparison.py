"""The newest published version of each language, held against the register and the machinery of now."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.conf import settings

from privacy_portal.privacy_policy.document import Document
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.readings import READERS
from privacy_portal.processing_register.generation import stamp

from .difference import ORDER, Difference, Place, Severity, Words
from .practice import Practice, practices
from .promises import Part, against_practice
from .register import against_register

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unchecked:
    """Something that could not be compared: the text does not state it, or (`failed`) practice could not be asked."""

    practice: Words
    failed: bool = False


@dataclass(frozen=True)
class Comparison:
    language_code: str
    slug: str
    title: str
    effective_from: date
    url: str
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...] = ()
    reads_register: bool = True

    @property
    def is_checked(self) -> bool:
        """Whether an empty list means that nothing differs."""
        return self.reads_register and not any(each.failed for each in self.unchecked)

    def count(self, severity: Severity) -> int:
        return sum(difference.severity == severity for difference in self.differences)


@dataclass(frozen=True)
class Frozen:
    """What is kept of a version between two looks: its parts, and how they compare with one state of the register."""

    parts: list[Part]
    reads_register: bool
    differences: tuple[Difference, ...]


_kept: dict[str, tuple[tuple[int, UUID], Frozen]] = {}


def compare_all() -> list[Comparison]:
    """One per language that has a version, the site's first language first; the number of queries does not grow with
    the policy."""
    return [compare(version) for version in newest_versions()]


def newest_versions() -> list[PolicyVersion]:
    """The version visitors read, per language; without the texts."""
    newest: dict[str, PolicyVersion] = {}
    for version in PolicyVersion.objects.newest_first().only("language_code", "slug", "title", "effective_from"):
        newest.setdefault(version.language_code, version)
    return [newest[code] for code in sorted(newest, key=lambda code: (code != settings.LANGUAGE_CODE, code))]


def compare(version: PolicyVersion) -> Comparison:
    """The machinery is asked each time: a setting or a list of newsletters moves no generation."""
    frozen = held_against_register(version)
    found: list[Difference] = []
    unchecked: list[Unchecked] = []
    for practice in practices():
        answer = ask(practice, version.language_code, frozen.parts)
        if isinstance(answer, Unchecked):
            unchecked.append(answer)
        else:
            found += answer
    return Comparison(
        language_code=version.language_code,
        slug=version.slug,
        title=version.title,
        effective_from=version.effective_from,
        url=version.get_absolute_url(),
        differences=in_order(frozen.parts, told_once(frozen.differences, found)),
        unchecked=tuple(unchecked),
        reads_register=frozen.reads_register,
    )


def ask(practice: Practice, language_code: str, parts: list[Part]) -> list[Difference] | Unchecked:
    """One machine that cannot answer does not keep the others from being compared."""
    try:
        differences = against_practice(practice, practice.facts(language_code), parts)
    except Exception as error:
        logger.warning("Asking the practice %s failed: %s", practice.key, type(error).__name__)
        return Unchecked(practice.label, failed=True)
    return Unchecked(practice.label) if differences is None else differences


def held_against_register(version: PolicyVersion) -> Frozen:
    """Neither side changes within one generation, so a process compares them once."""
    now = stamp()
    kept = _kept.get(version.language_code)
    if now is not None and kept and kept[0] == (version.pk, now):
        return kept[1]
    frozen = read_frozen(version)
    if now is not None:
        _kept[version.language_code] = (version.pk, now), frozen
    return frozen


def read_frozen(version: PolicyVersion) -> Frozen:
    parts = list(parts_of(version.content, version))
    found = [difference for part in parts for difference in against_register(part.content, part.place)]
    reads = any(part.content["kind"] in READERS for part in parts)
    return Frozen(parts, reads, tuple(found))


def parts_of(document: Document, version: PolicyVersion) -> Iterator[Part]:
    """Every part with its place; the words above a section and the summary count as parts too."""
    url = version.get_absolute_url()
    summary = Place(version.language_code, "summary", version.title, f"{url}#summary")
    yield from (Part(summary, {"kind": "words", "html": point}) for point in document["summary"])
    for section in document["sections"]:
        place = Place(version.language_code, section["anchor"], section["title"], f"{url}#{section['anchor']}")
        yield Part(place, {"kind": "words", "html": section["short_answer"]})
        yield from (Part(place, part) for part in section["parts"])


def told_once(differences: Iterable[Difference], found: Iterable[Difference]) -> list[Difference]:
    """What was found in practice, beside what differs from the register. The retention sweep follows the register, so
    a period that changed differs from both: one line, not two."""
    told = list(differences)
    places = {each.statement: position for position, each in enumerate(told)}
    for each in found:
        position = places.get(each.statement)
        if position is None:
            told.append(each)
        else:
            told[position] = replace(told[position], against=told[position].against + each.against)
    return told


def in_order(parts: list[Part], found: Iterable[Difference]) -> tuple[Difference, ...]:
    """What matters most first, then as the policy reads."""
    position = {part.place.anchor: number for number, part in enumerate(parts)}
    return tuple(sorted(found, key=lambda each: (ORDER[each.severity], position[each.place.anchor])))
