"""How to reach the parties that hold data for the venue, to ask them something about one person. Art. 28(3)(e)."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from privacy_portal.processing_register.enums import EntryStatus, RecipientRole
from privacy_portal.processing_register.models import Processor

from .memory import kept_per_generation

# The register's field is free text: "Jan, privacy@example.org, after ten".
_ADDRESS = re.compile(r"[^\s<>,;:()]+@[^\s<>,;:()]+")


@dataclass(frozen=True)
class Contact:
    """`stated` is what the register says, `email` the first address in it. A `bound` party must help by its agreement;
    another one decides for itself what it owes the person."""

    key: str
    name: str
    stated: str
    email: str
    bound: bool


@kept_per_generation
def contacts(language_code: str) -> dict[str, Contact]:
    """Every party in use by key, also the ones that are not shown to the public."""
    rows = Processor.objects.live().in_language(language_code).filter(status=EntryStatus.ACTIVE)
    return {row.key: _contact(row) for row in rows}


def _contact(row: Processor) -> Contact:
    stated = row.privacy_contact or row.dpo_contact
    return Contact(row.key, row.name, stated, address_in(stated), row.role == RecipientRole.PROCESSOR)


def address_in(text: str) -> str:
    """The first thing in a text that is an e-mail address; empty when nothing is."""
    for found in _ADDRESS.findall(text):
        candidate = found.strip(".")
        try:
            validate_email(candidate)
        except ValidationError:
            continue
        return candidate
    return ""
