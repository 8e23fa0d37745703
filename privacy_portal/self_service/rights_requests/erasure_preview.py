"""What erasing would do, told before somebody asks for it (SECURITY E-05). Counted and grouped, because a page that
an e-mail round trip opens must not show an order number: that is what the next level is proved with."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from privacy_portal.data_sources.enums import PlanVerdict
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.erasure.planning import plan


@dataclass(frozen=True)
class Kept:
    """So many items stay, for one reason, until one day."""

    count: int
    reason: str
    until: date | None
    waits_for_visit: bool


@dataclass(frozen=True)
class Preview:
    going: int
    kept: tuple[Kept, ...]
    by_hand: tuple[str, ...]
    unanswered: tuple[str, ...]


def preview(subject: DataSubject, *, today: date) -> Preview:
    planned = plan(subject, today=today)
    kept = Counter((item.reason, item.until, item.verdict) for item in (*planned.waiting, *planned.staying))
    return Preview(
        going=len(planned.going),
        kept=tuple(
            Kept(count, reason, until, verdict == PlanVerdict.WAIT_FOR)
            for (reason, until, verdict), count in kept.items()
        ),
        by_hand=tuple(source.source_label for source in planned.by_hand),
        unanswered=tuple(source.source_label for source in planned.unanswered),
    )
