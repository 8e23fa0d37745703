"""Sealing every value again under the newest key, while the site runs (SECURITY C-02). Can be stopped and started at
any moment: what is sealed under the newest key is passed over, and a value that changed meanwhile is left alone."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from . import keys
from .crypto import key_id_of, seal, unseal
from .fields import EncryptedField, Sealed

_BATCH = 500


def encrypted_fields() -> Iterator[EncryptedField]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedField):
                yield field


def reseal(field: EncryptedField) -> int:
    """Returns how many values were sealed again."""
    newest = keys.ring(field.ring).newest.id
    rows = field.model._base_manager.filter(**{f"{field.name}__isnull": False}).order_by("pk")
    count = 0
    for pk, row, sealed in rows.values_list("pk", field.binding.attname, field.attname).iterator(chunk_size=_BATCH):
        if key_id_of(sealed) != newest:
            count += _replace(field, pk, field.context(row), sealed)
    return count


def _replace(field: EncryptedField, pk: object, context: str, sealed: Sealed) -> int:
    """Only where the old value still stands."""
    plain = unseal(sealed, context=context, ring=field.ring)
    fresh = seal(plain, context=context, ring=field.ring)
    quote = connection.ops.quote_name
    key, column = field.model._meta.pk, quote(str(field.column))
    table = quote(field.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {quote(str(key.column))} = %s AND {column} = %s",  # nosec B608  # noqa: S608
            [fresh, _prepared(key, pk), bytes(sealed)],
        )
        return cursor.rowcount


def _prepared(key: models.Field, pk: object) -> Any:
    return key.get_db_prep_value(pk, connection, prepared=False)
