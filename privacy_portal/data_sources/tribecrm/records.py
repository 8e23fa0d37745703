"""What Tribe CRM knows about a person, in that person's words: each field with the data category it falls under."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import is_aware, localdate, make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.contract import Field, Record, Value

from . import odata
from .api import CONTACTS, EMPLOYEES, PERSONS, Role
from .odata import Entity

SOURCE = "tribecrm"
RELATIONS = "business-relations"
PERSON, ROLE = "relation", "relation-role"


class Known(NamedTuple):
    """A property: its name in the CRM (or names, as installations differ), what it is called, what it falls under."""

    names: tuple[str, ...]
    label: str | Promise
    category: str
    correctable: bool = False
    secret: bool = False
    is_day: bool = False
    same_as: str = ""

    @property
    def name(self) -> str:
        return self.names[0].lower()


# The form of address belongs to the name: with it we know how to begin a letter.
OF_PERSON = (
    Known(("FirstName",), _("First name"), "name", correctable=True, same_as="first-name"),
    Known(("MiddleName",), _("Between first and last name"), "name", correctable=True),
    Known(("LastName",), _("Last name"), "name", correctable=True, same_as="last-name"),
    Known(("Initials",), _("Initials"), "name", correctable=True),
    Known(("Title",), _("Title before your name"), "name", correctable=True),
    Known(("Suffix",), _("Title after your name"), "name", correctable=True),
    Known(("EmailAddress",), _("E-mail address"), "email"),
    Known(("PhoneNumber",), _("Telephone"), "phone", correctable=True),
    Known(("MobilePhoneNumber",), _("Mobile telephone"), "phone", correctable=True),
    Known(("BankAccountNumber", "IBAN"), _("Bank account number"), "bank-account", secret=True),
    Known(("BirthDate", "DateOfBirth"), _("Date of birth"), "birth-date", secret=True, is_day=True),
)
OF_ADDRESS = (
    Known(("Street",), _("Street"), "address"),
    Known(("HouseNumber",), _("House number"), "address"),
    Known(("HouseNumberAddition",), _("Addition to the house number"), "address"),
    Known(("Postalcode", "PostCode", "ZipCode"), _("Postcode"), "postcode"),
    Known(("City",), _("Town"), "city"),
    Known(("Country",), _("Country"), "country"),
)
# Entities of their own that say one word about the person.
WORDS = (
    Known(("Gender",), _("Form of address"), "name"),
    Known(("Language",), _("Language"), "preferences"),
)
OF_ROLE = (
    Known(("Department",), _("Department"), "organisation", correctable=True),
    Known(("EmailAddress",), _("E-mail address"), "email"),
    Known(("PhoneNumber",), _("Telephone"), "phone", correctable=True),
    Known(("MobilePhoneNumber",), _("Mobile telephone"), "phone", correctable=True),
    Known(("StartDate",), _("Since"), "organisation", is_day=True),
    Known(("EndDate",), _("Until"), "organisation", is_day=True),
)
FIELD_CATEGORIES = {each.name: each.category for each in (*OF_PERSON, *OF_ADDRESS, *WORDS, *OF_ROLE)}
# Beside these: properties that the venue made itself, and the address as a whole (`_category`, `_address`).
CATEGORIES = frozenset(FIELD_CATEGORIES.values()) | {"address", "bank-account", "birth-date", "organisation"}
KINDS: dict[str, str | Promise] = {CONTACTS: _("contact person"), EMPLOYEES: _("employee")}
# About the row, or said above in other words.
TECHNICAL = frozenset({"id", "importid", "creationdate", "lastmutationdate", "name", "fullname"})
TOLD = TECHNICAL | {each.name for each in WORDS} | {"address"}
# What colleagues wrote may be about somebody else as well (Art. 15(4)); a person reads it before it is given.
NOTES = re.compile(r"note|remark|description|comment|memo", re.IGNORECASE)
BANK = re.compile(r"^bank|iban|^bic", re.IGNORECASE)
BIRTH = re.compile(r"birth", re.IGNORECASE)


def of_person(person: Entity) -> Record:
    fields = (*_known(person, OF_PERSON), *_address(person), *_words(person), *_others(person, OF_PERSON))
    return Record(
        source=SOURCE,
        kind=PERSON,
        kind_label=gettext("Our database of relations"),
        reference=reference(PERSONS, person),
        activity=RELATIONS,
        fields=fields,
        origin=gettext("From you, or from the organisation you work for"),
        retention_start=None,
        title=title(PERSONS),
        as_of=_moment(odata.value(person, "LastMutationDate")),
    )


def of_role(role: Role) -> Record:
    """A record of its own, so that what stands in it can be corrected by itself."""
    entity = role.entity
    fields = (
        Field("role", _("What you are to them"), str(KINDS[role.kind]), "organisation"),
        Field("relation", _("Organisation"), _organisation(entity), "organisation"),
        *_known(entity, OF_ROLE),
        *_others(entity, OF_ROLE),
    )
    return Record(
        source=SOURCE,
        kind=ROLE,
        kind_label=gettext("For whom you are in touch with us"),
        reference=reference(role.kind, entity),
        activity=RELATIONS,
        fields=fields,
        origin=gettext("From you, or from the organisation you work for"),
        retention_start=None,
        title=title(role.kind),
        as_of=_moment(odata.value(entity, "LastMutationDate")),
    )


def title(kind: str) -> str:
    titles = {
        PERSONS: gettext("You in our database of relations"),
        CONTACTS: gettext("Your role as contact person"),
        EMPLOYEES: gettext("Your role as employee"),
    }
    return titles[kind]


def reference(kind: str, entity: Entity) -> str:
    """The CRM's own name for the row, which says nothing about the person."""
    return f"{kind}:{odata.key(entity)}"


def correctable(kind: str) -> dict[str, str]:
    """Our name of a field -> the property that may be corrected."""
    known = OF_PERSON if kind == PERSONS else OF_ROLE
    return {each.name: each.names[0] for each in known if each.correctable}


def _known(entity: Entity, known: tuple[Known, ...], prefix: str = "") -> Iterator[Field]:
    """Where the CRM keeps "van der" apart, its last name is not the one other places have."""
    is_split = bool(odata.value(entity, "MiddleName"))
    for each in known:
        held = _plain(odata.value(entity, *each.names))
        yield Field(
            prefix + each.name,
            each.label,
            localdate(held) if each.is_day and isinstance(held, datetime) else held,
            each.category,
            secret=each.secret,
            correctable=each.correctable,
            same_as="" if each.same_as == "last-name" and is_split else each.same_as,
        )


def _address(person: Entity) -> Iterator[Field]:
    address = odata.value(person, "Address")
    if isinstance(address, dict):
        yield from _known(address, OF_ADDRESS, "address-")
    elif address is not None:
        yield Field("address", _("Address"), _plain(address), "address")


def _words(person: Entity) -> Iterator[Field]:
    for each in WORDS:
        yield Field(each.name, each.label, _plain(odata.value(person, *each.names)), each.category)


def _others(entity: Entity, known: tuple[Known, ...]) -> Iterator[Field]:
    """Properties the venue made itself, and bank details, whose names differ between installations. They are shown
    under their own name, because nobody here can know what they hold. Links to other entities are left out: those may
    be somebody else (Art. 15(4))."""
    told = {_told_by(each, entity) for each in known} | TOLD
    for name, held in sorted(entity.items()):
        if name.lower() in told or not _is_shown(name, held):
            continue
        category, secret = _category(name)
        yield Field(f"own-{name.lower()}", name, _plain(held), category, secret=secret)


def _told_by(known: Known, entity: Entity) -> str:
    """The one of its names that this installation uses."""
    return next((name.lower() for name in known.names if odata.value(entity, name) is not None), known.name)


def _is_shown(name: str, held: Any) -> bool:
    is_about_the_row = name.startswith("@") or "@odata" in name or name.lower() in {"_type", "_name"}
    is_link = name.lower().endswith("_id") or isinstance(held, dict | list)
    return not (is_about_the_row or is_link or held in (None, "") or NOTES.search(name))


def _category(name: str) -> tuple[str, bool]:
    if BANK.search(name):
        return "bank-account", True
    return ("birth-date", True) if BIRTH.search(name) else ("organisation", False)


def _organisation(role: Entity) -> str | None:
    """The other side of the role, when the CRM says that it is an organisation: a person there is somebody else."""
    other = odata.value(role, "Relation")
    is_organisation = "organization" in str(odata.value(other, "_Type") or "").lower()
    return str(odata.value(other, "_Name", "Name") or "") or None if is_organisation else None


def _plain(held: Any) -> Value:
    """A linked entity as the one word it stands for."""
    if isinstance(held, dict):
        held = odata.value(held, "_Name", "Name")
    if held is None or isinstance(held, bool | int):
        return held
    return _moment(held) or _day(held) or str(held) if isinstance(held, str) else str(held)


def _moment(held: Any) -> datetime | None:
    """With an offset, or in the venue's own time; anything else is just text."""
    try:
        found = parse_datetime(held) if isinstance(held, str) and "T" in held else None
    except ValueError:
        return None
    return found if found is None or is_aware(found) else make_aware(found)


def _day(held: str) -> date | None:
    try:
        return parse_date(held)
    except ValueError:
        return None
