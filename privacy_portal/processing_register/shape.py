"""Which fields of an entry are words (one per language) and which are facts (the same in all), by kind of field."""

from functools import cached_property
from typing import Any, cast

from django.db.models import Field, ForeignKey, ManyToManyField, ManyToOneRel, Model
from wagtail_localize.fields import TranslatableField

from .models import RegisterEntry

# A child row's own place in the database; the rest is its content.
NOT_CONTENT = frozenset({"id", "processor", "sort_order"})


class Shape:
    """Reads `translatable_fields` of a model once and sorts it."""

    def __init__(self, model: type[RegisterEntry]):
        self.model = model

    @cached_property
    def words(self) -> frozenset[str]:
        declared = self.model.translatable_fields
        return frozenset(f.field_name for f in declared if isinstance(f, TranslatableField))

    @cached_property
    def facts(self) -> dict[str, Any]:
        names = [f.field_name for f in self.model.translatable_fields if f.field_name not in self.words]
        return {name: self.model._meta.get_field(name) for name in names}

    @cached_property
    def references(self) -> dict[str, ForeignKey]:
        return self._of(ForeignKey)

    @cached_property
    def many(self) -> dict[str, ManyToManyField]:
        return self._of(ManyToManyField)

    @cached_property
    def children(self) -> dict[str, ManyToOneRel]:
        return self._of(ManyToOneRel)

    @cached_property
    def plain(self) -> dict[str, Field]:
        special = {*self.references, *self.many, *self.children}
        return {name: field for name, field in self.facts.items() if name not in special}

    @cached_property
    def fields(self) -> frozenset[str]:
        return self.words | frozenset(self.facts)

    def _of(self, kind: type) -> dict[str, Any]:
        return {name: field for name, field in self.facts.items() if isinstance(field, kind)}


def content_of(child: Model) -> dict[str, Any]:
    """What a child row says, without where it stands."""
    own = (f for f in child._meta.concrete_fields if f.name not in NOT_CONTENT)
    return {field.attname: getattr(child, field.attname) for field in own}


def field_of(model: type[Model], name: str) -> Field:
    return cast(Field, model._meta.get_field(name))
