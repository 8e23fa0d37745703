"""The ticket shop as a source: the contract's methods, each told elsewhere in this package."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.contract import (
    Batch,
    Change,
    Changed,
    Erased,
    Handle,
    Health,
    Match,
    PlanItem,
    Record,
    Source,
    Subscription,
    Swept,
)
from privacy_portal.data_sources.enums import Capability, ChangeOutcome
from privacy_portal.data_subjects.models import DataSubject

from . import (
    classification,
    collecting,
    erasing,
    finding,
    mailings,
    planning,
    rectifying,
    restricting,
    retention,
    serving,
)
from .finding import Person
from .importing import freshness


class TicketingSource(Source):
    key = "ticketing"
    label = _("Ticket shop (TicketWorks)")
    processor_key = "gentleware"
    categories = classification.CATEGORIES
    field_categories = classification.FIELD_CATEGORIES
    capabilities = frozenset(Capability)
    is_embedded = True

    def check(self) -> Health:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError as error:
            return Health(ok=False, detail=type(error).__name__)
        trouble = freshness.trouble(timezone.now())
        return Health(ok=not trouble, detail=trouble)

    def find(self, identifiers: Iterable[Handle]) -> Iterator[Match]:
        return finding.find(identifiers)

    def collect(self, subject: DataSubject) -> Iterator[Record]:
        return collecting.collect(Person.of(subject))

    def collect_batches(self, subject: DataSubject) -> Iterator[Record | Batch]:
        return collecting.collect_batches(Person.of(subject))

    def activities(self, subject: DataSubject) -> frozenset[str]:
        return serving.activities(Person.of(subject))

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        return planning.plan_erasure(Person.of(subject), on)

    def erase(
        self,
        subject: DataSubject,
        items: Collection[PlanItem],
        idempotency_key: str,
        *,
        on: date | None = None,
    ) -> tuple[Erased, ...]:
        return erasing.erase(Person.of(subject), items, str(idempotency_key), on or timezone.localdate())

    def rectify(
        self, subject: DataSubject, changes: Collection[Change], *, today: date | None = None
    ) -> tuple[Changed, ...]:
        return rectifying.rectify(Person.of(subject), changes)

    def objection_to(self, name: str, value: str) -> str:
        return rectifying.objection_to(name, value)

    def move(self, subject: DataSubject, old: str, new: str, *, today: date | None = None) -> ChangeOutcome:
        return rectifying.move(Person.of(subject), old, new)

    def restrict(self, subject: DataSubject, on: bool, *, today: date | None = None) -> int:
        return restricting.restrict(Person.of(subject), on, today or timezone.localdate())

    def subscriptions(self, subject: DataSubject) -> tuple[Subscription, ...]:
        return mailings.subscriptions(Person.of(subject))

    def set_subscription(self, subject: DataSubject, key: str, on: bool, *, today: date | None = None) -> bool:
        return mailings.set_subscription(Person.of(subject), key, on, today or timezone.localdate())

    def expired(self, activity: str, before: date) -> int:
        return retention.expired(activity, before, today=timezone.localdate())

    def sweep(self, activity: str, before: date, *, limit: int = 2000, today: date | None = None) -> Swept:
        return retention.sweep(activity, before, limit=limit, today=today or timezone.localdate())
