"""Mailchimp as the contract wants it: a member per proven address, and what that member did."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from privacy_portal.data_sources import idempotency
from privacy_portal.data_sources.contract import (
    Change,
    Changed,
    Erased,
    Handle,
    Health,
    Match,
    PlanItem,
    Record,
    SourceError,
    Subscription,
)
from privacy_portal.data_sources.enums import Capability, ChangeOutcome, ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.identifying import handles_of
from privacy_portal.data_sources.outside.source import OutsideSource
from privacy_portal.data_subjects.enums import IdentifierKind
from privacy_portal.data_subjects.models import DataSubject

from . import changing, records
from .api import Audience, Member


class Found(NamedTuple):
    handle: Handle
    member: Member

    @property
    def email(self) -> str:
        return self.handle.value

    @property
    def reference(self) -> str:
        return records.reference(self.member)


class MailchimpSource(OutsideSource):
    """Two addresses of one person are two members here, and stay two."""

    key = "mailchimp"
    label = "Mailchimp"
    processor_key = "mailchimp"
    categories = records.CATEGORIES
    field_categories = records.FIELD_CATEGORIES
    capabilities = frozenset(
        {
            Capability.FIND,
            Capability.COLLECT,
            Capability.ERASE,
            Capability.RECTIFY,
            Capability.MOVE,
            Capability.SUBSCRIPTIONS,
        }
    )

    def __init__(self, audience: Audience):
        self._audience = audience

    def check(self) -> Health:
        try:
            self._audience.ping()
        except SourceError as error:
            return Health(ok=False, detail=str(error))
        return Health(ok=True)

    def find(self, identifiers: Iterable[Handle]) -> Iterator[Match]:
        return (Match(found.handle, found.reference) for found in self._members(identifiers))

    def collect_for(self, handles: tuple[Handle, ...]) -> Iterator[Record]:
        interests: dict[str, str] | None = None
        for found in self._members(handles):
            if interests is None:
                interests = self._audience.interests()
            yield records.of_member(found.member, interests)
            for number, event in enumerate(self._audience.events(found.email), start=1):
                yield records.of_event(event, number, found.reference)

    def activities(self, subject: DataSubject) -> frozenset[str]:
        return frozenset({records.NEWSLETTER}) if any(self._members(handles_of(subject))) else frozenset()

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        """Consent is the ground and ends with the request, so nothing has to stay (Art. 17(1)(b))."""
        for found in self._members(handles_of(subject)):
            yield PlanItem(
                reference=found.reference,
                kind=records.MEMBER,
                activity=records.NEWSLETTER,
                verdict=PlanVerdict.REMOVE,
                until=None,
                reason=_("We no longer need it when you no longer want our mails."),
                title=_("Your place on the mailing list"),
            )

    def erase(
        self,
        subject: DataSubject,
        items: Collection[PlanItem],
        idempotency_key: str,
        *,
        on: date | None = None,
    ) -> tuple[Erased, ...]:
        handles = handles_of(subject)
        return idempotency.once_elsewhere(f"{self.key}:{idempotency_key}", lambda: self._erase(handles, items))

    def _erase(self, handles: tuple[Handle, ...], items: Collection[PlanItem]) -> tuple[Erased, ...]:
        mine = {found.reference: found for found in self._members(handles)}
        return tuple(self._erase_one(item.reference, mine.get(item.reference)) for item in items)

    def _erase_one(self, reference: str, found: Found | None) -> Erased:
        if found is None or not self._audience.erase(found.email):
            return Erased(reference, ErasureOutcome.NOT_FOUND)
        gone = self._audience.member(found.email) is None
        return Erased(reference, ErasureOutcome.ERASED if gone else ErasureOutcome.FAILED)

    def rectify(
        self, subject: DataSubject, changes: Collection[Change], *, today: date | None = None
    ) -> tuple[Changed, ...]:
        mine = {found.reference: found for found in self._members(handles_of(subject))}
        return tuple(self._rectify(mine.get(change.reference), change) for change in changes)

    def move(self, subject: DataSubject, old: str, new: str, *, today: date | None = None) -> ChangeOutcome:
        """Only from an address this person proved; to one that is on the list already nobody moves."""
        proven = {handle.value for handle in handles_of(subject)}
        if old not in proven or self._audience.member(old) is None:
            there = new in proven and self._audience.member(new) is not None
            return ChangeOutcome.UNCHANGED if there else ChangeOutcome.NOT_FOUND
        return changing.move(self._audience, old, new)

    def objection_to(self, name: str, value: str) -> str:
        return changing.objection_to(value)

    def _rectify(self, found: Found | None, change: Change) -> Changed:
        if found is None:
            return Changed(change, ChangeOutcome.NOT_FOUND)
        return changing.rectify(self._audience, found.email, found.member, change)

    def subscriptions_for(self, handles: tuple[Handle, ...]) -> tuple[Subscription, ...]:
        found = list(self._members(handles))
        interests = self._audience.interests() if found else {}
        return tuple(switch for one in found for switch in changing.subscriptions(one.member, interests))

    def set_subscription(self, subject: DataSubject, key: str, on: bool, *, today: date | None = None) -> bool:
        """A no holds at every address; a yes at each that knows the switch."""
        found = list(self._members(handles_of(subject)))
        took = [changing.set_subscription(self._audience, one.email, one.member, key, on) for one in found]
        return any(took)

    def _members(self, handles: Iterable[Handle]) -> Iterator[Found]:
        for handle in handles:
            member = self._audience.member(handle.value) if handle.kind == IdentifierKind.EMAIL else None
            if member is not None:
                yield Found(handle, member)
