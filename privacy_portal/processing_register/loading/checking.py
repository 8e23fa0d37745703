"""Checks a register file as a whole before anything is written. Each check is a generator of problems."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from privacy_portal.processing_register.models import RegisterEntry
from privacy_portal.processing_register.shape import NOT_CONTENT, field_of

from .problems import Problem
from .sections import SECTIONS, Section

Document = dict[str, Any]
# What the database fills in by itself.
OWN = {"locale", "translation_key", "latest_revision", "live_revision", "locked_by", "processor"}


def check(document: Any, languages: tuple[str, ...], known: Mapping[type[RegisterEntry], set[str]]) -> list[Problem]:
    """All problems of the file. `known` holds the keys that the database already has, by model."""
    problems = list(_shape(document))
    if problems:
        return problems
    keys = {section.model: set(known.get(section.model, ())) for section in SECTIONS}
    for section in SECTIONS:
        for entry in document.get(section.name, []):
            problems += _entry(section, entry, languages, keys)
            keys[section.model].add(entry["key"])
    return problems


def _shape(document: Any) -> Iterator[Problem]:
    if not isinstance(document, dict):
        yield Problem("file", "has to hold one object with sections")
        return
    for name in document.keys() - {section.name for section in SECTIONS}:
        yield Problem(name, "is not a section; use " + ", ".join(section.name for section in SECTIONS))
    for section in SECTIONS:
        yield from _keys(section.name, document.get(section.name, []))


def _keys(name: str, entries: Any) -> Iterator[Problem]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield Problem(name, "has to be a list of objects")
        return
    counts = Counter(entry.get("key") for entry in entries)
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry.get("key"), str) or not entry["key"]:
            yield Problem(f"{name}[{number}]", "has no key")
    for key, count in counts.items():
        if key and count > 1:
            yield Problem(f"{name}.{key}", f"stands {count} times in the file")


def _entry(section: Section, entry: Document, languages, keys) -> Iterator[Problem]:
    place = f"{section.name}.{entry['key']}"
    for name in sorted(entry.keys() - section.fields):
        yield Problem(f"{place}.{name}", "is not a field of this section")
    wrong_words = list(_words(section, entry, languages, place))
    yield from wrong_words
    yield from _references(section, entry, keys, place)
    yield from _children(section, entry, place)
    if not wrong_words:
        in_each = [problem for language in languages for problem in _values(section, entry, language, place)]
        yield from dict.fromkeys(in_each)


def _words(section: Section, entry: Document, languages, place: str) -> Iterator[Problem]:
    for name in sorted(section.words & entry.keys()):
        texts = entry[name]
        if not isinstance(texts, dict):
            yield Problem(f"{place}.{name}", f"needs a text per language: {', '.join(languages)}")
            continue
        for language in languages:
            if not isinstance(texts.get(language), str):
                yield Problem(f"{place}.{name}.{language}", "is missing")
        for language in sorted(texts.keys() - set(languages)):
            yield Problem(f"{place}.{name}.{language}", "is not a language of this site")


def _references(section: Section, entry: Document, keys, place: str) -> Iterator[Problem]:
    for name, field in {**section.references, **section.many}.items():
        given = entry.get(name) or []
        given = given if isinstance(given, list) else [given]
        for key in given:
            if key not in keys[field.related_model]:
                yield Problem(f"{place}.{name}", f"unknown reference “{key}” (what is referred to has to stand above)")
        if name in section.many and not field.blank and not given:
            yield Problem(f"{place}.{name}", "needs at least one")


def _children(section: Section, entry: Document, place: str) -> Iterator[Problem]:
    for name, relation in section.children.items():
        allowed = {f.name for f in relation.related_model._meta.concrete_fields} - NOT_CONTENT
        for number, child in enumerate(entry.get(name, []), start=1):
            here = f"{place}.{name}[{number}]"
            for field in sorted(child.keys() - allowed):
                yield Problem(f"{here}.{field}", "is not a field here")
            given = {field: value for field, value in child.items() if field in allowed}
            yield from _clean(relation.related_model(), given, here)


def _values(section: Section, entry: Document, language: str, place: str) -> Iterator[Problem]:
    given = {name: entry[name] for name in section.plain if name in entry}
    given |= {name: entry[name][language] for name in section.words if name in entry}
    yield from _clean(section.model(), given, place)


def _clean(row: Model, given: dict[str, Any], place: str) -> Iterator[Problem]:
    """What the model itself says about these values."""
    for name, value in given.items():
        try:
            setattr(row, name, field_of(type(row), name).to_python(value))
        except ValidationError as error:
            yield Problem(f"{place}.{name}", " ".join(error.messages))
            return
    try:
        row.clean_fields(exclude=OWN)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield Problem(f"{place}.{name}", " ".join(messages))
