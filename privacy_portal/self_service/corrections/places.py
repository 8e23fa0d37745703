"""What the page before the last button says: where the correction goes, and who receives it (Art. 16 and 19)."""

from dataclasses import dataclass

from django.utils.translation import get_language

from privacy_portal.data_sources.contract import Source
from privacy_portal.data_sources.rectifying import Wanted, places_of
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.rights_requests.corrections.places import by_hand, recipients, systems
from privacy_portal.self_service.data_view.values import text

from .drafts import Draft
from .words import in_words


@dataclass(frozen=True)
class Here:
    """A field that will be corrected at once: in which record, and what it says now."""

    source: Source
    record: str
    says: str


@dataclass(frozen=True)
class Plan:
    """`here` lies in this database; `elsewhere` is asked whether it keeps the field and corrected there; `by_hand` is
    told by a colleague; `along` works in one of those systems and sees the new value with it."""

    here: tuple[Here, ...]
    elsewhere: tuple[Source, ...]
    by_hand: tuple[Source, ...]
    along: tuple[str, ...]

    @property
    def system_keys(self) -> list[str]:
        return [*dict.fromkeys(each.source.key for each in self.here), *(source.key for source in self.elsewhere)]

    @property
    def by_hand_keys(self) -> list[str]:
        return [source.key for source in self.by_hand]


def plan_of(draft: Draft, subject: DataSubject) -> Plan:
    own, same_as = draft.asked.source, draft.asked.same_as
    receivers, here, elsewhere = dict(draft.receivers), [], []
    for source in systems(own, same_as):
        if not source.is_embedded:
            elsewhere.append(source)
            continue
        wanted = draft.wanted if source.key == own else Wanted(same_as, "", draft.asked.proposed)
        for record, field in places_of(source.collect(subject), wanted):
            says = in_words(field.category, text(field.value, field.unit))
            here.append(Here(source, record.title, says))
            receivers |= dict(recipients(record, field, get_language() or "nl"))
    hands = by_hand(receivers)
    reached = {source.processor_key for source in (*systems(own, same_as), *hands)}
    along = tuple(name for key, name in receivers.items() if key not in reached)
    return Plan(tuple(here), tuple(elsewhere), tuple(hands), along)
