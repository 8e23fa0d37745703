"""A source of the test's own: it holds what the test gives it, and fails when the test says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.cache import cache

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import (
    Erased,
    Field,
    Health,
    PlanItem,
    Record,
    Source,
    SourceUnavailable,
    Subscription,
    Swept,
)
from privacy_portal.data_sources.enums import Capability, ErasureOutcome, PlanVerdict


@contextmanager
def only(*sources: Source) -> Iterator[None]:
    """These sources and no others; what rests after a failure is forgotten."""
    kept = dict(registry._SOURCES)
    registry._SOURCES.clear()
    cache.clear()
    try:
        for source in sources:
            registry.register(source)
        yield
    finally:
        registry._SOURCES.clear()
        registry._SOURCES.update(kept)
        cache.clear()


class FakeSource(Source):
    """`failures` counts down: that many calls find the source away before it answers."""

    processor_key = "gentleware"
    categories = frozenset({"order"})
    capabilities = frozenset(Capability)

    def __init__(self, key: str = "fake", *, failures: int = 0, **kept) -> None:
        self.key, self.label, self.failures = key, f"Fake {key}", failures
        self.records: list[Record] = kept.get("records", [])
        self.switches: dict[str, bool] = kept.get("switches", {})
        self.plan: list[PlanItem] = kept.get("plan", [])
        self.old: list = kept.get("old", [])
        self.capabilities = kept.get("capabilities", frozenset(Capability))
        self.done: dict[str, tuple[Erased, ...]] = {}
        self.effects: list[str] = []
        self.asked = 0

    def _answer(self) -> None:
        self.asked += 1
        if self.failures > 0:
            self.failures -= 1
            raise SourceUnavailable("away for the test")

    def check(self) -> Health:
        return Health(ok=self.failures == 0)

    def collect(self, subject) -> Iterator[Record]:
        self._answer()
        yield from self.records

    def subscriptions(self, subject) -> tuple[Subscription, ...]:
        self._answer()
        return tuple(Subscription(key, key, on, date(2024, 5, 3)) for key, on in self.switches.items())

    def set_subscription(self, subject, key: str, on: bool, *, today: date | None = None) -> bool:
        self._answer()
        if key not in self.switches:
            return False
        self.switches[key] = on
        return True

    def plan_erasure(self, subject, on: date) -> Iterator[PlanItem]:
        for item in self.plan:
            if item.reference in self.effects:
                continue
            over = item.verdict == PlanVerdict.WAIT_FOR and item.until and on > item.until
            yield planned(item.reference, PlanVerdict.REMOVE) if over else item

    def erase(self, subject, items, idempotency_key: str, *, on: date | None = None) -> tuple[Erased, ...]:
        self._answer()
        if idempotency_key not in self.done:
            self.done[idempotency_key] = tuple(self._erase(item) for item in items)
        return self.done[idempotency_key]

    def _erase(self, item: PlanItem) -> Erased:
        if not item.verdict.is_final:
            return Erased(item.reference, ErasureOutcome.RETAINED, item.until, item.reason)
        self.effects.append(item.reference)
        return Erased(item.reference, ErasureOutcome.ERASED)

    def expired(self, activity: str, before: date) -> int:
        self._answer()
        return len(self.old) if activity == "ticket-order" else 0

    def sweep(self, activity: str, before: date, *, limit: int = 2000, today: date | None = None) -> Swept:
        self._answer()
        if activity != "ticket-order":
            return Swept("order")
        batch, self.old = self.old[:limit], self.old[limit:]
        return Swept("order", tuple(batch))


def planned(reference: str, verdict: PlanVerdict, until: date | None = None) -> PlanItem:
    return PlanItem(reference, "order", "ticket-order", verdict, until, "because", f"Order {reference}")


def order(number: int, source: str = "fake", **values) -> Record:
    """One order; values become fields of it."""
    fields = {"number": f"W-{number}", "placed_on": date(2024, 3, 9), "total": 42, **values}
    return Record(
        source=source,
        kind="order",
        kind_label="Orders",
        reference=f"order-{number}",
        activity="ticket-order",
        fields=tuple(Field(name, name.capitalize(), value, "order") for name, value in fields.items()),
        origin="From yourself",
        retention_start=date(2024, 3, 9),
        title=f"Order W-{number}",
    )
