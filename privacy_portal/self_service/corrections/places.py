"""What the page before the last button says: where the correction goes, where it says something else, and who receives
it (Art. 16 and 19)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import get_language

from privacy_portal.data_sources.contract import Record, Source
from privacy_portal.data_sources.kept_answers.reading import records_heard
from privacy_portal.data_sources.rectifying import Said, Wanted, places_of, said
from privacy_portal.data_subjects.models import CustomerSession, DataSubject
from privacy_portal.rights_requests.corrections.places import by_hand, recipients, systems
from privacy_portal.self_service.data_view.values import text

from .drafts import Draft
from .words import in_words


@dataclass(frozen=True)
class Here:
    """A field that we know to be the same thing: in which record, and what it says now. Where it `differs` it changes
    only if the person says so; `token` is what the form sends for that, and stands for this value there."""

    source: Source
    record: str
    says: str
    said: Said
    differs: bool

    @property
    def token(self) -> str:
        return sha256("\0".join((self.source.key, *self.said)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Plan:
    """`places` is what we know to be somewhere, `asked` are the systems elsewhere, which are asked (again) by the
    worker; `by_hand` is told by a colleague; `along` works in one of those systems and sees the new value with it."""

    places: tuple[Here, ...]
    asked: tuple[Source, ...]
    by_hand: tuple[Source, ...]
    along: tuple[str, ...]

    @property
    def here(self) -> list[Here]:
        return [each for each in self.places if not each.differs]

    @property
    def differing(self) -> list[Here]:
        return [each for each in self.places if each.differs]

    @property
    def elsewhere(self) -> list[Source]:
        """Of which we do not know what it says."""
        known = {each.source.key for each in self.places}
        return [source for source in self.asked if source.key not in known]

    @property
    def system_keys(self) -> list[str]:
        return list(dict.fromkeys((*(each.source.key for each in self.places), *(each.key for each in self.asked))))

    @property
    def by_hand_keys(self) -> list[str]:
        return [source.key for source in self.by_hand]

    def confirmed(self, tokens: Collection[str]) -> list[tuple[str, Said]]:
        return [(each.source.key, each.said) for each in self.differing if each.token in tokens]


def plan_of(draft: Draft, session: CustomerSession, *, now: datetime) -> Plan:
    own, same_as = draft.asked.source, draft.asked.same_as
    receivers, places = dict(draft.receivers), []
    found = systems(own, same_as)
    heard = records_heard(session, now=now)
    for source in found:
        wanted = draft.wanted if source.key == own else Wanted(same_as, draft.asked.previous, draft.asked.proposed)
        for record, field in places_of(_records(source, session.subject, heard), wanted):
            says = in_words(field.category, text(field.value, field.unit))
            places.append(Here(source, record.title, says, said(record, field), wanted.differs(record, field)))
            receivers |= dict(recipients(record, field, get_language() or "nl"))
    hands = by_hand(receivers)
    reached = {source.processor_key for source in (*found, *hands)}
    along = tuple(name for key, name in receivers.items() if key not in reached)
    asked = tuple(source for source in found if not source.is_embedded)
    return Plan(tuple(places), asked, tuple(hands), along)


def _records(source: Source, subject: DataSubject, heard: dict[str, tuple[Record, ...]]) -> Iterator[Record]:
    """A system elsewhere is not asked while a page waits: what the data view heard of it is used, if that is still
    kept."""
    return source.collect(subject) if source.is_embedded else iter(heard.get(source.key, ()))
