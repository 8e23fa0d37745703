"""What is shown of a secret field, by what somebody proved and asked (SECURITY A1-A3, A-09, C-04)."""

from datetime import date
from enum import Enum

from .contract import Field, Value

DOTS = "••••"
# Of use to a thief long after the page is closed: shown in full only for a reason, to whoever proved just now who
# they are, and for five minutes.
REASONED = frozenset({"bank-account", "birth-date"})


class Mask(Enum):
    # Every secret: an e-mail address alone proves little.
    ALL = "all"
    # After a second proof: only what is shown for a reason.
    REASONED = "reasoned"
    NOTHING = "nothing"

    def hides(self, field: Field) -> bool:
        return field.value not in (None, "") and self.covers(field)

    def covers(self, field: Field) -> bool:
        """Whether this field would be hidden if it held something."""
        return self is not Mask.NOTHING and (field.category in REASONED or (self is Mask.ALL and field.secret))


def last_four(value: Value) -> str:
    """Enough to recognise one's own bank account."""
    return f"{DOTS} {str(value)[-4:]}"


def year(value: Value) -> str:
    return f"{DOTS} {value.year}" if isinstance(value, date) else DOTS


# Data category -> what stays readable; every other secret is dots alone.
MASKS = {"bank-account": last_four, "birth-date": year}


def masked(field: Field, mask: Mask = Mask.ALL) -> Value:
    """The value to show under this mask. What is not secret, or not there, stays as it is."""
    if not mask.hides(field):
        return field.value
    return MASKS.get(field.category, lambda _: DOTS)(field.value)
