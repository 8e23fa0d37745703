"""A stretch of calendar time as law and contracts write it: seven years, twenty-six months, four weeks."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_ISO = re.compile(r"P(?:(?P<weeks>\d{1,4})W|(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<days>\d{1,5})D)?)")


@dataclass(frozen=True)
class Period:
    """An ISO 8601 duration of whole days; weeks stand alone, as the standard has it."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        parts = (self.years, self.months, self.weeks, self.days)
        if not any(parts) or any(part < 0 for part in parts):
            raise ValueError(_("A period lasts at least one day."))
        if self.weeks and (self.years or self.months or self.days):
            raise ValueError(_("Weeks stand alone in a period: write P4W, or use days."))

    @classmethod
    def parse(cls, text: str) -> Self:
        found = _ISO.fullmatch(text.strip())
        if not found or not any(found.groups()):
            raise ValueError(
                _("“%(text)s” is not a period. Write P7Y for seven years, P4W for four weeks, or P30D.")
                % {"text": text}
            )
        return cls(**{unit: int(count) for unit, count in found.groupdict().items() if count})

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + "".join(f"{count}{unit}" for count, unit in parts if count)

    def after(self, start: date) -> date:
        """The same day number that much later, or the last day of a month that has no such day."""
        return start + self._length

    def before(self, end: date) -> date:
        return end - self._length

    @cached_property
    def _length(self) -> relativedelta:
        return relativedelta(years=self.years, months=self.months, weeks=self.weeks, days=self.days)

    def label(self) -> str:
        """In the reader's language: "1 year and 6 months"."""
        words = [
            (self.years, ngettext("%(count)d year", "%(count)d years", self.years)),
            (self.months, ngettext("%(count)d month", "%(count)d months", self.months)),
            (self.weeks, ngettext("%(count)d week", "%(count)d weeks", self.weeks)),
            (self.days, ngettext("%(count)d day", "%(count)d days", self.days)),
        ]
        *first, last = [text % {"count": count} for count, text in words if count]
        if not first:
            return last
        return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def validate_period(text: str) -> None:
    """For a CharField that holds the ISO form."""
    try:
        Period.parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="period") from error
