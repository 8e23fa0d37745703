"""What a receipt says, in the reader's words."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What a receipt can be for, and what its lines are called.
KINDS: dict[str, "str | Promise"] = {
    "ledger-checkpoint": _("State of the log"),
    "rights-request": _("Rights request received"),
    "decision": _("Answer to a rights request"),
    "export": _("Download of personal data"),
    "erasure": _("Erasure of personal data"),
    "policy-version": _("Version of the privacy policy"),
    "consent": _("Choice about the use of data"),
}
LABELS: dict[str, "str | Promise"] = {
    "kind": _("Receipt for"),
    "number": _("Number"),
    "right": _("Right"),
    "at": _("Made on"),
    "received_on": _("Received on"),
    "due_on": _("Answer due on"),
    "sha256": _("SHA-256 of the file"),
    "hash": _("Hash"),
    "seq": _("Number of entries"),
    "records": _("Number of records"),
    "version": _("Version"),
}


def statement_lines(payload: dict[str, Any]) -> list[tuple["str | Promise", str]]:
    """The kind first, then the rest in the order it was signed."""
    rest = {name: value for name, value in payload.items() if name != "kind"}
    lines = [(LABELS["kind"], str(KINDS.get(str(payload.get("kind")), payload.get("kind", ""))))]
    return lines + [(LABELS.get(name, name), _shown(value)) for name, value in rest.items()]


def _shown(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    moment = _moment(value)
    if isinstance(moment, datetime):
        return date_format(timezone.localtime(moment), "j F Y, H:i")
    return date_format(moment, "j F Y") if moment else value


def _moment(text: str) -> date | None:
    try:
        return parse_date(text) or parse_datetime(text)
    except ValueError:
        return None
