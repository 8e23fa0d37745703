"""The lost property desk, which keeps a list in a JSON file: the adapter of docs/how-to/write-an-adapter.md."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy_portal.data_sources.contract import (
    Erased,
    Field,
    Handle,
    Health,
    Match,
    PlanItem,
    Record,
    SourceUnavailable,
)
from privacy_portal.data_sources.enums import Capability, ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.idempotency import once_elsewhere
from privacy_portal.data_sources.identifying import handles_of
from privacy_portal.data_sources.outside.source import OutsideSource
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import DataSubject

ACTIVITY = "lost-property"
Row = dict[str, Any]


class LostProperty(OutsideSource):
    key = "lost-property"
    label = gettext_lazy("Lost property desk")
    processor_key = "cloakroom"
    categories = frozenset({"name", "email", "lost-item"})
    capabilities = frozenset({Capability.FIND, Capability.COLLECT, Capability.ERASE})

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self) -> Health:
        try:
            self._rows()
        except SourceUnavailable as error:
            return Health(ok=False, detail=str(error))
        return Health(ok=True)

    def find(self, identifiers: Iterable[Handle]) -> Iterator[Match]:
        return (Match(handle, reference(row)) for handle, row in self._of(identifiers))

    def collect_for(self, handles: tuple[Handle, ...]) -> Iterator[Record]:
        return (self._record(row) for _handle, row in self._of(handles))

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        for _handle, row in self._of(handles_of(subject)):
            yield PlanItem(
                reference=reference(row),
                kind="lost-item",
                activity=ACTIVITY,
                verdict=PlanVerdict.REMOVE,
                until=None,
                reason=_("Nothing of this is kept."),
                title=row["item"],
            )

    def erase(
        self, subject: DataSubject, items: Collection[PlanItem], idempotency_key: str, *, on: date | None = None
    ) -> tuple[Erased, ...]:
        handles = handles_of(subject)
        return once_elsewhere(f"{self.key}:{idempotency_key}", lambda: self._erase(handles, items))

    def _erase(self, handles: tuple[Handle, ...], items: Collection[PlanItem]) -> tuple[Erased, ...]:
        mine = {reference(row) for _handle, row in self._of(handles)}
        going = mine & {item.reference for item in items}
        self.path.write_text(json.dumps([row for row in self._rows() if reference(row) not in going]))
        return tuple(
            Erased(item.reference, ErasureOutcome.ERASED if item.reference in going else ErasureOutcome.NOT_FOUND)
            for item in items
        )

    def _of(self, handles: Iterable[Handle]) -> Iterator[tuple[Handle, Row]]:
        """Only by an address that was proved: a name or a telephone may be somebody else's too."""
        by_address = {handle.value: handle for handle in handles if handle.kind == IdentifierKind.EMAIL}
        for row in self._rows() if by_address else ():
            if handle := by_address.get(row["email"].lower()):
                yield handle, row

    def _rows(self) -> list[Row]:
        try:
            return json.loads(self.path.read_text())
        except (OSError, ValueError) as error:
            raise SourceUnavailable(type(error).__name__) from None

    def _record(self, row: Row) -> Record:
        handed_in = date.fromisoformat(row["handed_in"])
        return Record(
            source=self.key,
            kind="lost-item",
            kind_label=_("Lost property"),
            reference=reference(row),
            activity=ACTIVITY,
            fields=(
                Field("item", _("What was found"), row["item"], "lost-item"),
                Field("handed_in", _("Handed in on"), handed_in, "lost-item"),
                Field("name", _("Name"), row["name"], "name"),
                Field("email", _("E-mail address"), row["email"], "email"),
            ),
            origin=_("From yourself"),
            retention_start=handed_in,
            title=row["item"],
        )


def reference(row: Row) -> str:
    return f"item:{row['id']}"
