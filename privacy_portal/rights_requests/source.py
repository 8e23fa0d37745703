"""Rights requests as a source: what a person wrote to us and what we answered is personal data too, so it is shown,
taken along and planned with the rest (Art. 15(1) and (3))."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy_portal.data_sources.contract import Erased, Health, PlanItem, Record, Source
from privacy_portal.data_sources.enums import Capability, ErasureOutcome, PlanVerdict
from privacy_portal.data_sources.idempotency import once
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.processing_register.queries import retention_end

from .case_records import ACTIVITY, CATEGORY, KEY, records_of
from .clock import day_of
from .forgetting import forget
from .models import RightsRequest

ERASER = Actor.system("erasure")


class RightsRequestSource(Source):
    key = KEY
    label = gettext_lazy("Your privacy requests")
    processor_key = ""
    categories = frozenset({CATEGORY})
    capabilities = frozenset({Capability.COLLECT, Capability.ERASE})
    is_embedded = True

    def check(self) -> Health:
        return Health(ok=True)

    def collect(self, subject: DataSubject) -> Iterator[Record]:
        return records_of(subject)

    def activities(self, subject: DataSubject) -> frozenset[str]:
        """Without opening a case."""
        return frozenset({ACTIVITY} if RightsRequest.objects.of(subject).exists() else ())

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        for case in RightsRequest.objects.of(subject).order_by("-received_at", "pk"):
            yield _planned(case, on)

    def erase(
        self, subject: DataSubject, items: Collection[PlanItem], idempotency_key: str, *, on: date | None = None
    ) -> tuple[Erased, ...]:
        return once(idempotency_key, lambda: _erase(subject, items, on or timezone.localdate()))


def _planned(case: RightsRequest, on: date) -> PlanItem:
    """We are accountable for how a request was handled as long as the register says (Art. 5(2), 17(3)(b) and (e)). What
    is open is reckoned from the last day on which the law lets us answer."""
    starts = day_of(case.closed_at) if case.closed_at else max(case.statutory_due_on, on)
    end = retention_end(ACTIVITY, starts)
    title = f"{case.get_right_display()} ({case.number})"
    if end is None:
        reason = _("Our register states no period for this. Ask us how long we keep it.")
        return PlanItem(str(case.pk), KEY, ACTIVITY, PlanVerdict.BY_HAND, None, reason, title)
    if on <= end:
        reason = _("It proves that you used a right and how we answered (Art. 5(2) and 17(3)(b)).")
        return PlanItem(str(case.pk), KEY, ACTIVITY, PlanVerdict.KEEP_UNTIL, end, reason, title)
    reason = _("We keep the number, the right and the dates, for counting. Nothing leads to you.")
    return PlanItem(str(case.pk), KEY, ACTIVITY, PlanVerdict.ANONYMISE, None, reason, title)


def _erase(subject: DataSubject, items: Collection[PlanItem], on: date) -> tuple[Erased, ...]:
    """The plan is made again inside: what must stay by now stays, whatever the caller believed."""
    cases = {str(case.pk): case for case in RightsRequest.objects.of(subject)}
    return tuple(_erased(item.reference, cases.get(item.reference), on) for item in items)


def _erased(reference: str, case: RightsRequest | None, on: date) -> Erased:
    if case is None:
        return Erased(reference, ErasureOutcome.NOT_FOUND)
    planned = _planned(case, on)
    if not planned.verdict.is_final:
        return Erased(reference, ErasureOutcome.RETAINED, planned.until, planned.reason)
    forget(case, by=ERASER)
    return Erased(reference, ErasureOutcome.ANONYMISED)
