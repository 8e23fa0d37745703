"""In the editor: what makes the text hard to read or to use, per section, each with the way to the place itself.

Made when the editing screen opens, from the draft as it is then; it stops nobody from publishing."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from .content_checks import Finding, Place, check

FIELD_NAMES = {"summary": gettext_lazy("In short"), "introduction": gettext_lazy("Introduction")}


class ContentChecksPanel(Panel):
    def __init__(self, **kwargs: Any):
        super().__init__(**({"heading": gettext_lazy("Is it easy to read?")} | kwargs))

    class BoundPanel(Panel.BoundPanel):
        template_name = "privacy_policy/checks/panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            findings = check(self.instance)
            told = {"groups": list(grouped(self.instance, findings)), "count": len(findings)}
            return super().get_context_data(parent_context) | told


def grouped(page: Any, findings: list[Finding]):
    """Name of the part of the page, and what there is to say about it."""
    for place, found in groupby(findings, key=lambda finding: (finding.place.field, finding.place.section)):
        yield {
            "name": name_of(page, *place),
            "rows": [{"finding": finding, "path": path_to(page, finding.place)} for finding in found],
        }


def name_of(page: Any, field: str, section: int | None) -> str:
    if section is None:
        return str(FIELD_NAMES[field])
    title = (page.sections[section].value.get("title") or "").strip()
    shown = title or _("(no title)")
    return f"{section + 1}. {shown}"


def path_to(page: Any, place: Place) -> str:
    """The address of a field or block in Wagtail's editor, which opens and shows it (`#:w:contentpath=`)."""
    if place.field == "summary" and place.part is not None:
        return f"summary.{page.summary[place.part].id}"
    if place.section is None:
        return place.field
    section = page.sections[place.section]
    if place.part is None:
        return f"sections.{section.id}"
    return f"sections.{section.id}.body.{section.value['body'][place.part].id}"
