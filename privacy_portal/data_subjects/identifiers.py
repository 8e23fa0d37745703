"""By what a person is known. An address is brought into one form first, and that form is stored, sought and
mailed to."""

import unicodedata
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from . import digests
from .enums import IdentifierKind
from .models import DataSubject, Identifier

# RFC 5321 4.5.3.1.3, less the angle brackets.
LONGEST_EMAIL = 254
NEVER = datetime.max.replace(tzinfo=UTC)


def normalise_email(text: str) -> str:
    """One form of an address: trimmed, composed (NFC), lower case, its domain as mail servers know it.

    The mail goes to this form, so two spellings that meet here never send one person's code to another."""
    address = unicodedata.normalize("NFC", text.strip(" \t")).lower()
    local, at, domain = address.rpartition("@")
    try:
        address = f"{local}{at}{punycode(domain)}" if domain else address
    except UnicodeError:
        raise invalid_email() from None
    if len(address) > LONGEST_EMAIL or not is_plain(address):
        raise invalid_email()
    try:
        validate_email(address)
    except ValidationError:
        raise invalid_email() from None
    return address


def is_plain(address: str) -> bool:
    """SECURITY H-07: nothing that could end a mail header, and no quoted local part for it to hide in."""
    return address.isascii() and address.isprintable() and not any(sign in address for sign in ' "\\,;<>()')


def invalid_email() -> ValidationError:
    return ValidationError(_("Enter an e-mail address, like name@example.nl."), code="invalid")


def email_index(email: str) -> str:
    return digests.of_identifier(IdentifierKind.EMAIL, normalise_email(email))


def find_by_email(email: str) -> DataSubject | None:
    found = Identifier.objects.emails().filter(index=email_index(email)).select_related("subject").first()
    return found.subject if found else None


def identifiers_of(subject: DataSubject) -> list[Identifier]:
    """All of them, the first proven one first and the unproven last. One query, or none where a page that asks more
    than once has read them beforehand."""
    return sorted(subject.identifiers.all(), key=lambda row: (row.verified_at or NEVER, row.pk))


def verified_of(subject: DataSubject) -> list[Identifier]:
    """What this person proved to be theirs."""
    return [row for row in identifiers_of(subject) if row.verified_at]


def emails_of(subject: DataSubject) -> list[str]:
    """The addresses this person proved to read and still uses, the first proven one first."""
    return [row.value for row in verified_of(subject) if row.kind == IdentifierKind.EMAIL and not row.replaced_at]


def every_email_of(subject: DataSubject) -> list[str]:
    """Every address that was ever proven, also one that was replaced: where an owner hears that something happened,
    whoever reads the newest mailbox now (SECURITY V-11)."""
    return [row.value for row in verified_of(subject) if row.kind == IdentifierKind.EMAIL]


def primary_email(subject: DataSubject) -> str:
    """Where to write to: the first proven address, or else the one we were given, or nothing."""
    proven = emails_of(subject)
    if proven:
        return proven[0]
    given = subject.identifiers.emails().current().order_by("pk").first()
    return given.value if given else ""


def is_replaced(email: str) -> bool:
    """Whether the person whose it was signs in with another address now."""
    return Identifier.objects.emails().filter(index=email_index(email), replaced_at__isnull=False).exists()
