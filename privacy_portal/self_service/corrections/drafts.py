"""A correction that is being written: in the customer's own session, under the id it will have, so that pressing a
button twice is one correction."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID, uuid4

from django.utils.translation import get_language

from privacy_portal.data_sources.rectifying import Wanted, same_as
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.rights_requests.corrections.actions import Asked
from privacy_portal.rights_requests.corrections.places import recipients

from .looking import Aim

SLOT = "corrections"
# Beginning one more forgets the oldest.
MOST = 5


@dataclass(frozen=True)
class Draft:
    """What is asked, how it reads on screen, and who receives the field by the register: key and name."""

    id: UUID
    asked: Asked
    record_title: str
    shown: str
    receivers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, aim: Aim, proposed: str) -> Self:
        field = aim.field
        asked = Asked(
            source=aim.source.key,
            reference=aim.record.reference,
            name=field.name,
            category=field.category,
            same_as=same_as(field),
            label=str(field.label),
            previous=aim.current,
            proposed=proposed,
        )
        receivers = recipients(aim.record, field, get_language() or "nl")
        return cls(uuid4(), asked, aim.record.title, aim.shown, tuple(receivers))

    @property
    def wanted(self) -> Wanted:
        asked = self.asked
        return Wanted(asked.same_as, asked.previous, asked.proposed, asked.reference, asked.name)

    def keep(self, session: CustomerSession) -> None:
        kept = [*_kept(session), self]
        session.put(SLOT, {str(draft.id): draft._as_json() for draft in kept[-MOST:]})

    def forget(self, session: CustomerSession) -> None:
        session.put(SLOT, {str(each.id): each._as_json() for each in _kept(session) if each.id != self.id})

    def _as_json(self) -> dict[str, Any]:
        return {
            "asked": asdict(self.asked),
            "record_title": self.record_title,
            "shown": self.shown,
            "receivers": self.receivers,
        }


def draft_of(session: CustomerSession, id: UUID) -> Draft | None:
    return next((draft for draft in _kept(session) if draft.id == id), None)


def _kept(session: CustomerSession) -> Iterator[Draft]:
    for key, kept in (session.get(SLOT) or {}).items():
        yield Draft(
            UUID(key),
            Asked(**kept["asked"]),
            kept["record_title"],
            kept["shown"],
            tuple((key, name) for key, name in kept["receivers"]),
        )
