"""A twin of every table that is imported: rows wait there, sealed as they will be, until all of them are known to be
good. Nobody but an import reads a twin (docs/decisions/0011-staged-imports.md)."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from privacy_portal.evidence.fields import EncryptedField

from .people import Customer, LockerRental, LoyaltyMembership, MailChoice
from .programme import Event, Hall
from .sales import Order, Sharing, Ticket, WaitingListEntry

# Table -> columns that hold a value once only.
ONCE: dict[type[models.Model], tuple[tuple[str, ...], ...]] = {
    Hall: (("number",),),
    Event: (("number",),),
    Customer: (("number",),),
    Order: (("number",),),
    Ticket: (("number",),),
    WaitingListEntry: (("number",),),
    LoyaltyMembership: (("number",), ("customer_id",)),
    LockerRental: (("number",),),
    Sharing: (("number",),),
    MailChoice: (("customer_id", "key"),),
}


def _twin(model: type[models.Model]) -> type[models.Model]:
    name = f"Staged{model.__name__}"
    options = {
        "db_table": f"{model._meta.db_table}_staged",
        "default_permissions": (),
        "constraints": [
            models.UniqueConstraint(fields=columns, name=f"{name.lower()}_once_{number}")
            for number, columns in enumerate(ONCE[model])
        ],
    }
    meta = type("Meta", (), options)
    columns = {field.attname: _column(field) for field in model._meta.concrete_fields}
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def _column(field: models.Field) -> models.Field:
    """The same column without a key to another table, an index or a default; what is sealed stays sealed."""
    if isinstance(field, EncryptedField):
        return models.BinaryField(null=field.null)
    if isinstance(field, models.ForeignKey):
        return models.UUIDField(null=field.null)
    kind: type[models.Field] = models.CharField if isinstance(field, models.SlugField) else type(field)
    details: dict[str, Any] = {"null": field.null, "primary_key": field.primary_key}
    if field.max_length:
        details["max_length"] = field.max_length
    return kind(**details)


TWINS: dict[type[models.Model], type[models.Model]] = {model: _twin(model) for model in ONCE}


def twins() -> Iterator[type[models.Model]]:
    return iter(TWINS.values())
