"""Model fields that are sealed in the database and plain in Python (SECURITY decision 6).

A value is bound to its model, its field and its row, so it opens nowhere else. It is opened when the
attribute is first read, so listing a thousand rows opens nothing. `values()` gives the sealed value, never
the plain one."""

from datetime import date
from typing import Any, cast

import orjson
from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute

from .crypto import seal, unseal


class Sealed(bytes):
    """A value as the database holds it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


class _OpensOnRead(DeferredAttribute):
    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            value = self.field.opened(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # With a setter Python asks the descriptor first, also when the instance holds a value.
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.Field):
    """What the three kinds share. `bound_to` names the field that tells rows apart when the primary key is
    given out by the database; `ring` names the setting with the keys."""

    empty_strings_allowed = False
    descriptor_class = _OpensOnRead

    def __init__(self, *args: Any, ring: str = "FIELD_KEYS", bound_to: str = "", **kwargs: Any) -> None:
        self.ring, self.bound_to = ring, bound_to
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.ring != "FIELD_KEYS":
            kwargs["ring"] = self.ring
        if self.bound_to:
            kwargs["bound_to"] = self.bound_to
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_binding()]

    def _check_binding(self) -> list[checks.CheckMessage]:
        if self.bound_to or isinstance(self.model._meta.pk, models.UUIDField):
            return []
        hint = "Give the model a UUID primary key, or name another UUID field with bound_to."
        return [checks.Error("An encrypted field needs a row that is known before it is saved.", hint, self)]

    # --- Sealing and opening

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, data: bytes) -> Any:
        raise NotImplementedError

    def context(self, row: Any) -> str:
        return f"{self.model._meta.label_lower}.{self.name}:{row}"

    def opened(self, value: Sealed, instance: models.Model) -> Any:
        return self.from_bytes(unseal(value, context=self.context(self._row(instance)), ring=self.ring))

    def sealed(self, value: Any, instance: models.Model) -> Sealed:
        data = self.to_bytes(value)
        return Sealed(seal(data, context=self.context(self._row(instance)), ring=self.ring))

    @property
    def binding(self) -> models.Field:
        """The field that tells rows apart."""
        meta = self.model._meta
        return cast(models.Field, meta.get_field(self.bound_to) if self.bound_to else meta.pk)

    def _row(self, instance: models.Model) -> Any:
        field = self.binding
        row = field.to_python(getattr(instance, field.attname))
        if row is None:
            raise FieldError(f"{self} cannot be sealed before its row has a {field.name}.")
        return row

    # --- To and from the database

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        held = model_instance.__dict__
        value = held[self.attname] if self.attname in held else getattr(model_instance, self.attname)
        if isinstance(value, Sealed) and add:
            # Copied from another row: it opens here, or not at all.
            value = self.opened(value, model_instance)
        if value is None or isinstance(value, Sealed):
            return value
        return self.sealed(self.to_python(value), model_instance)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise FieldError(f"{self} is sealed per row: save the instance; update() and bulk_update() cannot seal.")
        return connection.Database.Binary(bytes(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        raise FieldError(f"{self} is encrypted and cannot be searched; find rows by a blind index beside it.")

    def get_transform(self, lookup_name: str) -> Any:
        return self.get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self} is encrypted and is not serialised; back up the database instead.")


class EncryptedTextField(EncryptedField):
    def to_python(self, value: Any) -> str | None:
        return value if value is None else str(value)

    def to_bytes(self, value: str) -> bytes:
        return value.encode()

    def from_bytes(self, data: bytes) -> str:
        return data.decode()

    def formfield(self, **kwargs: Any) -> Any:
        widget = {} if self.max_length else {"widget": forms.Textarea}
        return super().formfield(**{"max_length": self.max_length, **widget, **kwargs})


class EncryptedDateField(EncryptedField):
    def to_python(self, value: Any) -> date | None:
        return models.DateField().to_python(value)

    def to_bytes(self, value: date) -> bytes:
        return value.isoformat().encode()

    def from_bytes(self, data: bytes) -> date:
        return date.fromisoformat(data.decode())

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.DateField, **kwargs})


class EncryptedJSONField(EncryptedField):
    def to_bytes(self, value: Any) -> bytes:
        return orjson.dumps(value)

    def from_bytes(self, data: bytes) -> Any:
        return orjson.loads(data)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.JSONField, **kwargs})
