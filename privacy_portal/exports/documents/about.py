"""What every document in a download says about the download itself."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from privacy_portal.exports.enums import Format, Scope
from privacy_portal.processing_register.queries import Controller

# Counts up when a field of data.json changes its meaning; docs/reference/export.md describes this one.
SCHEMA = "1"


def schema_url(base_url: str, document: str) -> str:
    return base_url + reverse("export_schema", args=[document, SCHEMA])


@dataclass(frozen=True)
class About:
    export_id: str
    scope: Scope
    formats: tuple[Format, ...]
    language: str
    made_at: datetime
    policy_version: str
    controller: Controller | None
    base_url: str
    byte_order_mark: bool = True
    # A system that could have answered did not; the file can be completed.
    is_partial: bool = False
    # The partial download this one completes.
    completes: str = ""

    @property
    def schema_url(self) -> str:
        """Where the form of data.json is described for programs, for as long as files of that form may be around."""
        return schema_url(self.base_url, "data")

    @property
    def venue(self) -> str:
        return self.controller.name if self.controller else ""
