"""How text from outside becomes a value: the same rules for an import and for a correction.

Each parser takes stripped, non-empty text and returns a value, or raises `ValueError` with a sentence that says how
to mend it.
"""

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy_portal.data_subjects.identifiers import normalise_email

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DIGITS = re.compile(r"[0-9]{1,9}")
# How numbers are written: digits, set apart as people like, with the country in front or not.
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-/]*")
_DUTCH_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")
_POSTCODE = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]")
_MONEY = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,2})?")
TRUE, FALSE = frozenset({"1", "true", "yes", "ja"}), frozenset({"0", "false", "no", "nee"})
OLDEST, NEWEST = date(1900, 1, 1), date(2199, 12, 31)
# Signs that turn the direction of the text around them: a name with them can look like another one.
_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def text(value: str, longest: int) -> str:
    """One line of readable text. A cell that looks like a formula is text like any other: nothing here computes."""
    if any(sign in _TURNS_TEXT or unicodedata.category(sign) in {"Cc", "Cs"} for sign in value):
        raise ValueError(_("This holds a line break or another control character."))
    value = unicodedata.normalize("NFC", value)
    if len(value) > longest:
        raise ValueError(_("This is longer than %(count)d characters.") % {"count": longest})
    return value


def email(value: str) -> str:
    try:
        return normalise_email(value)
    except ValidationError as error:
        raise ValueError(_("This is not an e-mail address.")) from error


def day(value: str) -> date:
    try:
        found = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None:
        raise ValueError(_("This is not a date; write 2026-11-22."))
    if not OLDEST <= found <= NEWEST:
        raise ValueError(_("This date does not lie between 1900 and 2200."))
    return found


def moment(value: str) -> datetime:
    """A date with a time; without an offset it is the venue's own clock."""
    try:
        found = datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
        if found is None or not OLDEST <= found.date() <= NEWEST:
            raise ValueError
        return timezone.make_aware(found) if timezone.is_naive(found) else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(_("This is not a date with a time; write 2026-11-22T20:15.")) from None


def cents(value: str) -> int:
    """An amount in euros; a comma or a point before the cents."""
    try:
        amount = Decimal(value.replace(",", ".")) if _MONEY.fullmatch(value) else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise ValueError(_("This is not an amount in euros; write 12.50."))
    return int(amount * 100)


def count(value: str) -> int:
    if not _DIGITS.fullmatch(value) or int(value) > 9999:
        raise ValueError(_("This is not a whole number up to 9999."))
    return int(value)


def flag(value: str) -> bool:
    word = value.lower()
    if word not in TRUE | FALSE:
        raise ValueError(_("This is not yes or no; write 1 or 0."))
    return word in TRUE


def iban(value: str) -> str:
    """ISO 13616: the remainder of the rearranged number by 97 is one."""
    number = value.replace(" ", "").upper()
    if not _IBAN.fullmatch(number) or int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 != 1:
        raise ValueError(_("This is not a valid IBAN."))
    return number


def country(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", value):
        raise ValueError(_("This is not a country code of two letters, like NL."))
    return value.upper()


def phone(value: str) -> str:
    """ITU-T E.164: fifteen digits at most; fewer than eight reach nobody from elsewhere."""
    value = text(value, longest=40)
    if not _PHONE.fullmatch(value) or not 8 <= sum(sign.isdigit() for sign in value) <= 15:
        raise ValueError(_("This is not a phone number; write it like 050 123 45 67 or +31 50 123 45 67."))
    return value


def postcode(value: str) -> str:
    """A Dutch one in its usual form. One that begins with four digits and letters means to be Dutch; others have at
    least one digit."""
    upper = text(value, longest=16).upper()
    if dutch := _DUTCH_POSTCODE.fullmatch(upper):
        return " ".join(dutch.groups())
    means_dutch = re.match(r"[0-9]{4} ?[A-Z]", upper)
    if means_dutch or not _POSTCODE.fullmatch(upper) or not any(sign.isdigit() for sign in upper):
        raise ValueError(_("This is not a postcode; write it like 9712 AB."))
    return upper


def slug(value: str) -> str:
    if not _SLUG.fullmatch(value) or len(value) > 64:
        raise ValueError(_("This is not a key: lower-case letters, digits and hyphens only."))
    return value


def past_day(value: str) -> date:
    """A date of birth."""
    found = day(value)
    if found > timezone.localdate():
        raise ValueError(_("This date lies in the future."))
    return found
