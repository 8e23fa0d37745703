"""Records and subscriptions as JSON and back, exactly. Labels are kept in the language they were asked in."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from privacy_portal.data_sources.contract import Field, Record, Subscription, Value

# What a page can show of one place; a download holds everything.
MOST_RECORDS = 2000
MOST_CHARACTERS = 1_000_000


def packed_records(records: Iterable[Record]) -> dict[str, Any]:
    """`whole` says whether everything fitted."""
    rows, room, whole = [], MOST_CHARACTERS, True
    for record in islice(records, MOST_RECORDS + 1):
        room -= sum(len(str(item.value)) + len(str(item.label)) for item in record.fields)
        if room < 0 or len(rows) == MOST_RECORDS:
            whole = False
            break
        rows.append(_plain(record, fields=[_plain(item, value=_value(item.value)) for item in record.fields]))
    return {"records": rows, "whole": whole}


def unpacked_records(content: dict[str, Any]) -> tuple[Record, ...]:
    return tuple(_record(row) for row in content["records"])


def packed_subscriptions(found: Iterable[Subscription]) -> dict[str, Any]:
    return {"subscriptions": [_plain(each, since=_value(each.since)) for each in found]}


def unpacked_subscriptions(content: dict[str, Any]) -> tuple[Subscription, ...]:
    return tuple(Subscription(**(row | {"since": _opened(row["since"])})) for row in content["subscriptions"])


def _plain(row: Any, **told: Any) -> dict[str, Any]:
    """The fields of a frozen row as JSON knows them; `told` are those that are more than text."""
    return {
        field.name: told[field.name] if field.name in told else _text(getattr(row, field.name)) for field in fields(row)
    }


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return _value(value)
    return list(value) if isinstance(value, tuple) else None if value is None else str(value)


def _record(row: dict[str, Any]) -> Record:
    items = tuple(Field(**(item | {"value": _opened(item["value"])})) for item in row["fields"])
    moments = {name: _opened(row[name]) for name in ("retention_start", "as_of")}
    return replace(Record(**(row | moments)), fields=items, also=tuple(row["also"]))


def _value(value: Value) -> Any:
    """A day and a moment say which of the two they are; a text that looks like one stays a text."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _opened(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["day"])
