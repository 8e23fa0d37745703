"""Facts are kept once, in the site's first language; its translations follow when either is published.

So a country or a role that changes in Dutch changes in English too, while the words wait for a translator."""

from django.conf import settings

from .models import RegisterEntry
from .shape import Shape, content_of


def source_of(entry: RegisterEntry) -> RegisterEntry | None:
    """The live row whose facts count for this one; nothing when that is the entry itself."""
    if entry.locale.language_code == settings.LANGUAGE_CODE:
        return None
    return entry.get_translations().filter(live=True, locale__language_code=settings.LANGUAGE_CODE).first()


def follow(entry: RegisterEntry) -> None:
    """Called after `entry` was published: it follows its source, or its live translations follow it."""
    if source := source_of(entry):
        _pull(source, entry)
    elif entry.locale.language_code == settings.LANGUAGE_CODE:
        for twin in entry.get_translations().filter(live=True):
            _pull(entry, twin)


def _pull(source: RegisterEntry, twin: RegisterEntry) -> None:
    """A twin with a draft under way keeps that draft: its facts are corrected when it is published."""
    if not copy_facts(source, twin):
        return
    if twin.has_unpublished_changes:
        twin.save()
    else:
        twin.save_revision().publish()


def copy_facts(source: RegisterEntry, twin: RegisterEntry) -> bool:
    """Makes the facts of `twin` those of `source`, not saved yet; says whether anything differed."""
    shape = Shape(type(source))
    copied = [_copy_plain(source, twin, name) for name in shape.plain]
    copied += [_copy_reference(source, twin, name) for name in shape.references]
    copied += [_copy_many(source, twin, name) for name in shape.many]
    copied += [_copy_children(source, twin, name) for name in shape.children]
    return any(copied)


def _copy_plain(source: RegisterEntry, twin: RegisterEntry, name: str) -> bool:
    value = getattr(source, name)
    if getattr(twin, name) == value:
        return False
    setattr(twin, name, value)
    return True


def _copy_reference(source: RegisterEntry, twin: RegisterEntry, name: str) -> bool:
    wanted, present = getattr(source, name), getattr(twin, name)
    if (wanted and wanted.key) == (present and present.key):
        return False
    setattr(twin, name, wanted and _in_language_of(twin, [wanted])[0])
    return True


def _copy_many(source: RegisterEntry, twin: RegisterEntry, name: str) -> bool:
    wanted, present = list(getattr(source, name).all()), list(getattr(twin, name).all())
    if {entry.key for entry in wanted} == {entry.key for entry in present}:
        return False
    setattr(twin, name, _in_language_of(twin, wanted))
    return True


def _copy_children(source: RegisterEntry, twin: RegisterEntry, name: str) -> bool:
    wanted, present = list(getattr(source, name).all()), list(getattr(twin, name).all())
    contents = [content_of(child) for child in wanted]
    if contents == [content_of(child) for child in present]:
        return False
    model = getattr(type(source), name).rel.related_model
    setattr(twin, name, [model(sort_order=number, **content) for number, content in enumerate(contents)])
    return True


def _in_language_of(twin: RegisterEntry, entries: list[RegisterEntry]) -> list[RegisterEntry]:
    """The same entries in the twin's language, or as they are where there is no translation: the key counts."""
    if not entries:
        return []
    keys = [entry.key for entry in entries]
    own = {e.key: e for e in type(entries[0]).objects.filter(key__in=keys, locale=twin.locale)}
    return [own.get(entry.key, entry) for entry in entries]
