"""Correcting one field (Art. 16): may it happen, change, record, tell; what lies in this database in the same
transaction, what lies elsewhere by the worker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.rectifying import Said
from privacy_portal.data_subjects.limits import allow
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record as write_ledger

from . import events, notifications, tasks
from .enums import StepState
from .models import Correction, CorrectionStep
from .passing import settle_if_over, take

MOST, PER = 20, timedelta(days=1)
"""So many a day: enough after moving house, too few to try things out with."""


class TooManyCorrections(Exception):
    pass


class NotNow(Exception):
    """The person told us that something is wrong: nothing changes until staff has looked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks: this field of this record, from this value to that one."""

    source: str
    reference: str
    name: str
    category: str
    same_as: str
    label: str
    previous: str
    proposed: str


@transaction.atomic
def correct(
    *,
    id: UUID,
    subject: DataSubject,
    asked: Asked,
    systems: Collection[str],
    by_hand: Collection[str],
    language: str,
    by: Actor,
    confirmed: Collection[tuple[str, Said]] = (),
    is_counted: bool = True,
    now: datetime | None = None,
) -> Correction:
    """`systems` are the keys of the places to look in, `by_hand` of those a colleague has to tell; `confirmed` is, with
    its place, what says something else and must change all the same. The same `id` again is the same correction. What
    has a limit of its own is not counted here."""
    now = now or timezone.now()
    subject = DataSubject.objects.select_for_update().get(pk=subject.pk)
    if made := Correction.objects.of(subject).filter(pk=id).first():
        return made
    _check(subject, now, is_counted=is_counted)
    correction = Correction.objects.create(
        id=id,
        subject=subject,
        language=language,
        level=by.level,
        asked_at=now,
        confirmed=[[place, *said] for place, said in confirmed],
        **_values(asked),
    )
    _overtake(correction, now)
    _plan(correction, systems, by_hand, now)
    _do_what_lies_here(correction, now)
    _tell(correction, now)
    facts = {"field": asked.name, "category": asked.category, "places": sorted({*systems, *by_hand})}
    write_ledger(events.ASKED, by=by, subject=subject.pk, target=str(correction.pk), facts=facts, now=now)
    settle_if_over(correction.pk, now=now)
    correction.refresh_from_db()
    return correction


def _check(subject: DataSubject, now: datetime, *, is_counted: bool) -> None:
    if subject.is_frozen:
        raise NotNow
    if is_counted and not allow("correction", str(subject.pk), limit=MOST, per=PER, now=now):
        raise TooManyCorrections


def _values(asked: Asked) -> dict[str, str]:
    return {name: getattr(asked, name) for name in Asked.__slots__}


def _overtake(correction: Correction, now: datetime) -> None:
    """What an earlier correction of the same thing still had to bring somewhere is old news."""
    earlier = Correction.objects.of(correction.subject).exclude(pk=correction.pk).filter(settled_at=None)
    ids = list(earlier.filter(**correction.same_thing).values_list("pk", flat=True))
    CorrectionStep.objects.unfinished().filter(correction__in=ids).update(state=StepState.OVERTAKEN, changed_at=now)
    for each in ids:
        settle_if_over(each, now=now)


def _plan(correction: Correction, systems: Collection[str], by_hand: Collection[str], now: datetime) -> None:
    states = dict.fromkeys(systems, StepState.WAITING) | dict.fromkeys(by_hand, StepState.BY_HAND)
    CorrectionStep.objects.bulk_create(
        CorrectionStep(correction=correction, source=key, state=state, next_attempt_at=now, changed_at=now)
        for key, state in states.items()
    )


def _do_what_lies_here(correction: Correction, now: datetime) -> None:
    here = {source.key for source in registry.sources() if source.is_embedded}
    for step in correction.steps.pending().filter(source__in=here):
        take(step, now=now)


def _tell(correction: Correction, now: datetime) -> None:
    """While something is under way: at once, so that "this was not me" can still stop it (SECURITY V-11)."""
    if correction.steps.pending().exists():
        notifications.started(correction, now=now)
        transaction.on_commit(partial(tasks.pass_on.enqueue, str(correction.pk)))
