"""From values to the columns of a twin, sealed as they will be, and back.

Rows go in as plain tuples: making a model of each and letting Django write its statement costs three times as much."""

from collections.abc import Callable, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection, models

from privacy_portal.data_sources.ticketing.models import TWINS
from privacy_portal.evidence.fields import EncryptedField, Sealed

from .tables import Values

# Both databases take these as they are.
PLAIN = (str, int, type(None))
ToColumn = Callable[[Any, Any], Any]


def save(model: type[models.Model], rows: Sequence[Values], at: datetime) -> None:
    """New rows of the twin; `values` are by column, and what they do not name has the default of its table."""
    fields = model._meta.concrete_fields
    columns = [(field.attname, _to_column(field)) for field in fields]
    defaults = {field.attname: field.get_default() for field in fields} | {"imported_at": at}
    prepared = {name: to_column(defaults[name], None) for name, to_column in columns if name != "id"}
    with connection.cursor() as cursor:
        cursor.executemany(_insert(model), [_cells(values, columns, prepared) for values in rows])


def _cells(values: Values, columns: list[tuple[str, ToColumn]], prepared: Values) -> list[Any]:
    row = SimpleNamespace(id=values["id"])
    return [to_column(values[name], row) if name in values else prepared[name] for name, to_column in columns]


def _to_column(field: models.Field) -> ToColumn:
    if isinstance(field, EncryptedField):
        return lambda value, row: None if value is None else bytes(field.sealed(value, row))
    return lambda value, row: value if isinstance(value, PLAIN) else field.get_db_prep_save(value, connection)


def _insert(model: type[models.Model]) -> str:
    """Names come from our own models."""
    quote = connection.ops.quote_name
    names = [quote(str(field.attname)) for field in model._meta.concrete_fields]
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {quote(TWINS[model]._meta.db_table)} ({', '.join(names)}) VALUES ({places})"  # nosec B608  # noqa: S608


def opened(model: type[models.Model], twin: models.Model) -> models.Model:
    """The row a twin will be; what is sealed opens when it is read."""
    return model(**{field.attname: _opening(field, twin) for field in model._meta.concrete_fields})


def _opening(field: models.Field, twin: models.Model) -> Any:
    value = getattr(twin, field.attname)
    return Sealed(value) if isinstance(field, EncryptedField) and value is not None else value


def sealed(row: models.Model) -> models.Model:
    """The twin of a row."""
    columns = {field.attname: _sealing(field, row) for field in row._meta.concrete_fields}
    return TWINS[type(row)](**columns)


def _sealing(field: models.Field, row: models.Model) -> Any:
    return field.pre_save(row, add=False) if isinstance(field, EncryptedField) else getattr(row, field.attname)
