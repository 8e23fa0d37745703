"""What erasing would do on a given day, source by source, in words a person can weigh (SECURITY E-05)."""

import logging
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import PlanItem, Source
from privacy_portal.data_sources.enums import Capability, PlanVerdict
from privacy_portal.data_subjects.models import DataSubject

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PlannedItem:
    source: str
    source_label: str
    item: PlanItem

    @property
    def verdict(self) -> PlanVerdict:
        return self.item.verdict

    @property
    def until(self) -> date | None:
        return self.item.until

    @property
    def title(self) -> str:
        return str(self.item.title or self.item.reference)

    @property
    def reason(self) -> str:
        return str(self.item.reason)

    @property
    def sentence(self) -> str:
        """What happens to this, as one sentence; the reason follows it."""
        words = {"what": self.title, "day": date_format(self.until, "j F Y") if self.until else ""}
        return SENTENCES[self.verdict, self.until is not None](words)


# (verdict, is there a day) -> the sentence.
SENTENCES = {
    (PlanVerdict.REMOVE, False): lambda words: _("%(what)s: we erase this.") % words,
    (PlanVerdict.REMOVE, True): lambda words: _("%(what)s: we erase this.") % words,
    (PlanVerdict.ANONYMISE, False): lambda words: _("%(what)s: we remove everything that leads to you.") % words,
    (PlanVerdict.ANONYMISE, True): lambda words: _("%(what)s: we remove everything that leads to you.") % words,
    (PlanVerdict.KEEP_UNTIL, True): lambda words: _("%(what)s: stays until %(day)s, then it goes.") % words,
    (PlanVerdict.KEEP_UNTIL, False): lambda words: _("%(what)s: stays for now.") % words,
    (PlanVerdict.WAIT_FOR, True): lambda words: _("%(what)s: goes after %(day)s.") % words,
    (PlanVerdict.WAIT_FOR, False): lambda words: _("%(what)s: goes later.") % words,
    (PlanVerdict.BY_HAND, False): lambda words: _("%(what)s: a colleague does this by hand.") % words,
}


@dataclass(frozen=True)
class NotPlanned:
    """A source that cannot say beforehand: it is asked by hand, or did not answer now."""

    source: str
    source_label: str
    is_by_hand: bool


@dataclass(frozen=True)
class ErasurePlan:
    items: tuple[PlannedItem, ...]
    not_planned: tuple[NotPlanned, ...]
    today: date

    @property
    def going(self) -> tuple[PlannedItem, ...]:
        return tuple(each for each in self.items if each.verdict.is_final)

    @property
    def staying(self) -> tuple[PlannedItem, ...]:
        return tuple(each for each in self.items if each.verdict in {PlanVerdict.KEEP_UNTIL, PlanVerdict.BY_HAND})

    @property
    def waiting(self) -> tuple[PlannedItem, ...]:
        return tuple(each for each in self.items if each.verdict == PlanVerdict.WAIT_FOR)

    @property
    def by_hand(self) -> tuple[NotPlanned, ...]:
        return tuple(each for each in self.not_planned if each.is_by_hand)

    @property
    def unanswered(self) -> tuple[NotPlanned, ...]:
        return tuple(each for each in self.not_planned if not each.is_by_hand)


def plan(subject: DataSubject, *, today: date) -> ErasurePlan:
    """A dry run over every source, in the language that is active. Changes nothing."""
    items: list[PlannedItem] = []
    not_planned: list[NotPlanned] = []
    for source in registry.sources():
        planned = _items_of(source, subject, today) if source.can(Capability.ERASE) else None
        if planned is None:
            by_hand = not source.can(Capability.ERASE)
            not_planned.append(NotPlanned(source.key, str(source.label), by_hand))
        else:
            items += [PlannedItem(source.key, str(source.label), item) for item in planned]
    return ErasurePlan(tuple(items), tuple(not_planned), today)


def _items_of(source: Source, subject: DataSubject, today: date) -> list[PlanItem] | None:
    try:
        return list(source.plan_erasure(subject, today))
    except Exception as error:
        logger.warning("Source %s could not plan an erasure: %s", source.key, type(error).__name__)
        return None
