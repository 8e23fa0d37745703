"""Writes checked entries: a row per language, published, and only where something differs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from wagtail.models import Locale

from privacy_portal.processing_register.models import RegisterEntry
from privacy_portal.processing_register.shape import content_of, field_of

from .sections import SECTIONS, Section

Place = tuple[type[Model], str, str]


@dataclass
class LoadReport:
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def touched(self) -> int:
        return self.added + self.changed


@dataclass
class Writer:
    """`only_new` leaves entries alone that exist, so that what editors wrote stays."""

    locales: dict[str, Locale]
    now: datetime
    only_new: bool = False
    report: LoadReport = field(default_factory=LoadReport)

    def __post_init__(self) -> None:
        self.rows: dict[Place, RegisterEntry] = {
            (section.model, row.key, row.locale.language_code): row
            for section in SECTIONS
            for row in section.model.objects.select_related("locale")
        }

    def write(self, document: dict[str, Any]) -> LoadReport:
        for section in SECTIONS:
            for entry in document.get(section.name, []):
                for language in self.locales:
                    self._write_row(section, entry, language)
        return self.report

    def _write_row(self, section: Section, entry: dict[str, Any], language: str) -> None:
        place = (section.model, entry["key"], language)
        row = self.rows.get(place)
        is_new = row is None
        if row is None:
            row = self.rows[place] = self._new_row(section, entry["key"], language)
        elif self.only_new:
            self.report.unchanged += 1
            return
        if not self._fill(row, section, entry, language) and not is_new:
            self.report.unchanged += 1
            return
        self._publish(row, is_new=is_new)

    def _new_row(self, section: Section, key: str, language: str) -> RegisterEntry:
        row = section.model(key=key, locale=self.locales[language], live=True)
        twins = (self.rows.get((section.model, key, code)) for code in self.locales)
        twin = next((row for row in twins if row is not None), None)
        if twin is not None:
            row.translation_key = twin.translation_key
        return row

    def _publish(self, row: RegisterEntry, *, is_new: bool) -> None:
        """A new row is simply live; a known one gets a revision, so that no older draft overtakes it."""
        if is_new:
            row.first_published_at = row.last_published_at = self.now
            row.save()
            self.report.added += 1
        else:
            row.save_revision().publish()
            self.report.changed += 1

    def _fill(self, row: RegisterEntry, section: Section, entry: dict[str, Any], language: str) -> bool:
        """Sets what the file names and leaves the rest; says whether anything differed."""
        wanted = {name: entry[name][language] for name in section.words if name in entry}
        wanted |= {name: f.to_python(entry[name]) for name, f in section.plain.items() if name in entry}
        wanted |= {
            name: self._target(f.related_model, entry[name], language)
            for name, f in section.references.items()
            if name in entry
        }
        differs = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in differs:
            setattr(row, name, wanted[name])
        many = [self._fill_many(row, section, name, entry, language) for name in section.many if name in entry]
        children = [_fill_children(row, section, name, entry) for name in section.children if name in entry]
        return bool(differs) or any(many) or any(children)

    def _target(self, model: type[Model], key: str | None, language: str) -> RegisterEntry | None:
        return self.rows[(model, key, language)] if key else None

    def _fill_many(self, row, section: Section, name: str, entry: dict[str, Any], language: str) -> bool:
        wanted = [self._target(section.many[name].related_model, key, language) for key in entry[name]]
        if row.pk and {target.key for target in getattr(row, name).all()} == set(entry[name]):
            return False
        setattr(row, name, wanted)
        return bool(wanted) or bool(row.pk)


def _fill_children(row: RegisterEntry, section: Section, name: str, entry: dict[str, Any]) -> bool:
    model = section.children[name].related_model
    wanted = [
        model(sort_order=number, **{k: field_of(model, k).to_python(v) for k, v in child.items()})
        for number, child in enumerate(entry[name])
    ]
    present = list(getattr(row, name).all()) if row.pk else []
    if [content_of(child) for child in present] == [content_of(child) for child in wanted]:
        return False
    setattr(row, name, wanted)
    return True
