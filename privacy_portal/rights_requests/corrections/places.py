"""Where a correction has to go: the systems that may keep the field, and who received it from us (Art. 16 and 19)."""

from collections.abc import Iterable, Iterator

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import Field, Record, Source
from privacy_portal.data_sources.enums import Capability
from privacy_portal.processing_register.queries import explanations


def systems(own: str, same_as: str) -> list[Source]:
    """The place the person pointed at, first; then every system of others that tells what it holds, if the field may
    be there too. What this site wrote down itself is no copy of a person's details."""
    asked = [source for source in registry.sources() if tells(source) and (same_as or source.key == own)]
    return sorted(asked, key=lambda source: source.key != own)


def tells(source: Source) -> bool:
    return source.can(Capability.COLLECT) and bool(source.processor_key)


def recipients(record: Record, field: Field, language: str) -> Iterator[tuple[str, str]]:
    """Key and name of every processor that receives this field, by the register."""
    known = explanations(language)
    told = set()
    for activity in dict.fromkeys((field.activity or record.activity, *record.also)):
        explanation = known.get(activity)
        if explanation and field.category in dict(explanation.data):
            for key, name in explanation.recipients:
                if key not in told:
                    told.add(key)
                    yield key, name


def by_hand(processors: Iterable[str]) -> list[Source]:
    """Those of these processors that no machine can tell."""
    by_machine = {source.processor_key for source in registry.sources() if tells(source)}
    wanted = set(processors) - by_machine
    return [source for source in registry.sources() if not tells(source) and source.processor_key in wanted]
