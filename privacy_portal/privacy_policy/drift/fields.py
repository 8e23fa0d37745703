"""What is compared of each register-reading block, and how much it matters: tables a lawyer can read.

Addresses are left out (they follow from the language), and so is what only says another field in other words."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .difference import Severity, Words

SERIOUS, ATTENTION, WORDING = Severity


class Field(NamedTuple):
    """`by` names the field that decides whether it differs, where that is not the one that is shown: a lawful basis
    by its article, a period by its ISO form."""

    name: str
    label: Words
    severity: Severity
    by: str = ""
    names_people: bool = False


class Table(NamedTuple):
    """Rows of a block, found by `key`. A row the policy does not have is one readers are not told about."""

    label: Words
    fields: tuple[Field, ...]
    added: Severity = SERIOUS
    removed: Severity = ATTENTION
    key: str = "key"


TABLES: dict[str, Table] = {
    "purposes": Table(
        _("Processing activity"),
        (
            Field("name", _("Name"), WORDING),
            Field("purposes", _("Purpose"), SERIOUS),
            Field("data", _("Data"), SERIOUS),
            Field("basis", _("Lawful basis"), SERIOUS, by="article"),
            Field("basis_note", _("Explanation of the lawful basis"), WORDING),
            Field("recipients", _("Recipients"), SERIOUS),
            Field("period", _("How long"), SERIOUS, by="iso_period"),
            Field("start", _("When the period starts"), ATTENTION),
            Field("at_end", _("What happens at the end"), SERIOUS),
            Field("origin", _("Where the data come from"), ATTENTION),
            Field("mandatory", _("Whether the data must be given"), ATTENTION),
            Field("consequence", _("What follows when they are not given"), WORDING),
            Field("automated", _("Decisions by a machine alone"), SERIOUS),
        ),
    ),
    "processors": Table(
        _("Party"),
        (
            Field("name", _("Name"), WORDING),
            Field("role", _("Role"), SERIOUS),
            Field("service", _("Service"), ATTENTION),
            Field("country", _("Country"), SERIOUS),
            Field("outside_eea", _("Outside the European Economic Area"), SERIOUS),
            Field("safeguards", _("Safeguards for the transfer"), SERIOUS),
            Field("privacy_url", _("Policy of this party"), WORDING),
        ),
    ),
    "retention": Table(
        _("Retention period"),
        (
            Field("period", _("How long"), SERIOUS, by="iso_period"),
            Field("start", _("When the period starts"), ATTENTION),
            Field("at_end", _("What happens at the end"), SERIOUS),
            Field("ground", _("Reason for the period"), WORDING),
        ),
        added=ATTENTION,
        key="name",
    ),
    "rights": Table(
        _("Right"),
        (
            Field("name", _("Name"), WORDING),
            Field("summary", _("Explanation"), WORDING),
            Field("article", _("Article"), ATTENTION),
        ),
    ),
    "cookies": Table(
        _("Cookie"),
        (
            Field("name", _("Name"), WORDING),
            Field("technical_name", _("Technical name"), ATTENTION),
            Field("on_this_site", _("Set by this site"), ATTENTION),
            Field("kind", _("Kind"), SERIOUS),
            Field("purpose", _("Purpose"), ATTENTION),
            Field("lifetime", _("How long"), SERIOUS),
            Field("set_by", _("Set by"), SERIOUS),
            Field("asks_consent", _("Consent is asked first"), SERIOUS),
            Field("info_url", _("Policy of this party"), WORDING),
        ),
    ),
}

CONTACTS: tuple[Field, ...] = (
    Field("name", _("Who is responsible"), SERIOUS),
    Field("part_of", _("Part of"), ATTENTION),
    Field("part_of_url", _("Website of the organisation it is part of"), WORDING),
    Field("address", _("Address"), ATTENTION),
    Field("privacy_email", _("E-mail address for privacy"), SERIOUS, names_people=True),
    Field("email", _("E-mail address"), SERIOUS, names_people=True),
    Field("phone", _("Phone number"), ATTENTION, names_people=True),
    Field("dpo_name", _("Name of the data protection officer"), SERIOUS, names_people=True),
    Field("dpo_email", _("E-mail address of the data protection officer"), SERIOUS, names_people=True),
    Field("authority_name", _("Supervisory authority"), SERIOUS),
    Field("authority_url", _("Website of the supervisory authority"), ATTENTION),
    Field("authority_address", _("Address of the supervisory authority"), ATTENTION),
)


def rows_of(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a frozen part. Retention lists activities per period; here each activity has its own row."""
    if part["kind"] != "retention":
        return part.get("rows", [])
    rows = [{**row, "name": name} for row in part.get("rows", []) for name in row["activities"]]
    return rows + [{"name": name, "period": "", "iso_period": ""} for name in part.get("not_stated", [])]
