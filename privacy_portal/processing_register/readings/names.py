"""Entries by key, in the reader's words. A relation may point at a row of any language; its key counts."""

from collections.abc import Iterable

from django.conf import settings

from privacy_portal.processing_register.enums import EntryStatus
from privacy_portal.processing_register.models import (
    DataCategory,
    ProcessingActivity,
    Processor,
    Purpose,
    RegisterEntry,
    System,
)

Names = dict[str, str]
Labelled = tuple[tuple[str, str], ...]


def register_language(language_code: str) -> str:
    """The language the register is read in: a new language of the site starts with the default one's words, because
    an empty table would read as “nobody gets your data”."""
    begun = any(model.objects.in_language(language_code).exists() for model in (ProcessingActivity, Processor))
    return language_code if begun else settings.LANGUAGE_CODE


def names_of(model: type[RegisterEntry], language_code: str, **conditions) -> Names:
    """Live entries of a language, in their own order."""
    rows = model.objects.live().in_language(language_code).filter(**conditions)
    return dict(rows.values_list("key", "name"))


def purposes_in(language_code: str) -> Names:
    return names_of(Purpose, language_code)


def categories_in(language_code: str) -> Names:
    return names_of(DataCategory, language_code)


def systems_in(language_code: str) -> Names:
    return names_of(System, language_code, status=EntryStatus.ACTIVE)


def public_processors_in(language_code: str) -> Names:
    return names_of(Processor, language_code, status=EntryStatus.ACTIVE, is_public=True)


def labelled(keys: Iterable[str], names: Names) -> Labelled:
    """Key and name, in the order of the names; what has no name in this language is left out."""
    wanted = set(keys)
    return tuple((key, name) for key, name in names.items() if key in wanted)


def keys_of(related) -> list[str]:
    """Keys behind a many-to-many relation, prefetched or still unsaved."""
    return [entry.key for entry in related.all()]
