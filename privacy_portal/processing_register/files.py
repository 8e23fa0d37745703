"""The processor list as files that other programs read: CSV (RFC 4180) and JSON. Names and order stay stable."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from privacy_portal.evidence.cells import harmless

from .queries import ProcessorEntry

# Raised when a field disappears or changes its meaning; a new field does not raise it.
FORMAT_VERSION = 1

Labelled = tuple[tuple[str, str], ...]


def _keyed(labelled: Labelled) -> list[dict[str, str]]:
    return [{"key": key, "name": name} for key, name in labelled]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _agreements(entry: ProcessorEntry) -> list[dict[str, Any]]:
    return [
        {
            "kind": agreement.kind.value if agreement.kind else None,
            "status": agreement.status.value,
            "version": agreement.version or None,
            "signed_on": _day(agreement.signed_on),
            "expires_on": _day(agreement.expires_on),
        }
        for agreement in entry.agreements
    ]


def _transfers(entry: ProcessorEntry) -> list[dict[str, Any]]:
    return [
        {
            "country": transfer.country,
            "region": transfer.region.value,
            "safeguard": transfer.safeguard.value if transfer.safeguard else None,
            "assessed_on": _day(transfer.assessed_on),
        }
        for transfer in entry.transfers
    ]


# Field -> its value. Null means: the register does not state it.
FIELDS: dict[str, Callable[[ProcessorEntry], Any]] = {
    "key": lambda e: e.key,
    "name": lambda e: e.name,
    "role": lambda e: e.role.value if e.role else None,
    "service": lambda e: e.service,
    "description": lambda e: e.description or None,
    "people_concerned": lambda e: e.subjects or None,
    "purposes": lambda e: _keyed(e.purposes),
    "data_categories": lambda e: _keyed(e.data),
    "activities": lambda e: _keyed(e.activities),
    "systems": lambda e: _keyed(e.systems),
    "country": lambda e: e.country or None,
    "region": lambda e: e.region.value,
    "transfers": _transfers,
    "agreements": _agreements,
    "engaged_by": lambda e: e.engaged_by[0] if e.engaged_by else None,
    "sub_processors": lambda e: _keyed(e.sub_processors),
    "registration_number": lambda e: e.registration_number or None,
    "website": lambda e: e.website or None,
    "privacy_url": lambda e: e.privacy_url or None,
    "privacy_contact": lambda e: e.privacy_contact or None,
    "dpo_contact": lambda e: e.dpo_contact or None,
    "certificates": lambda e: e.certificates or None,
    "since": lambda e: _day(e.since),
    "until": lambda e: _day(e.until),
    "reviewed_on": lambda e: _day(e.reviewed_on),
    "updated_at": lambda e: e.updated_at.isoformat() if e.updated_at else None,
}


def as_json(entries: Iterable[ProcessorEntry], *, language: str, schema_url: str) -> bytes:
    document = {
        "$schema": schema_url,
        "format_version": FORMAT_VERSION,
        "language": language,
        "processors": [{name: value(entry) for name, value in FIELDS.items()} for entry in entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def as_csv(entries: Iterable[ProcessorEntry]) -> bytes:
    """The same fields, one party a line; several values in one cell are separated by a semicolon."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for entry in entries:
        writer.writerow([harmless(_cell(value(entry))) for value in FIELDS.values()])
    return lines.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return value.get("name") or " ".join(str(part) for part in value.values() if part)
    return "" if value is None else str(value)


def last_updated(entries: Iterable[ProcessorEntry]) -> datetime | None:
    return max((entry.updated_at for entry in entries if entry.updated_at), default=None)
