"""What a field says on screen, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Field, Record, Value
from privacy_portal.data_sources.masking import Mask, masked


@dataclass(frozen=True, slots=True)
class Line:
    """One field as it is shown. Empty text means: nothing was filled in."""

    name: str
    label: str
    text: str
    category: str
    correctable: bool
    is_masked: bool


def line(field: Field, mask: Mask) -> Line:
    shown = text(masked(field, mask), field.unit)
    return Line(field.name, str(field.label), shown, field.category, field.correctable, mask.hides(field))


def text(value: Value, unit: str = "") -> str:
    if value is None or value == "":
        return ""
    if unit == "EUR":
        return f"€\N{NO-BREAK SPACE}{number_format(Decimal(str(value)), decimal_pos=2, force_grouping=True)}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def day_of(record: Record) -> date | None:
    """The day a record is about: its first date that is never hidden. Long lists are told by year."""
    for field in record.fields:
        if Mask.ALL.hides(field):
            continue
        if isinstance(field.value, datetime):
            return timezone.localdate(field.value)
        if isinstance(field.value, date):
            return field.value
    return None
