"""Passing a choice on to the systems that act on it. May run twice or die halfway: setting a switch is the same the
second time, and a row that is still pending is taken up again by `pass_on_choices`."""

import logging
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.contract import CannotDo, SourceError
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record as write_ledger

from . import events
from .enums import PENDING, PassingState
from .models import ConsentRecord, Passing

logger = logging.getLogger(__name__)

# How long to wait after each try in vain; after the last one a colleague does it (SECURITY E-04).
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180, 360, 720))


def pass_on_record(record_id: UUID, *, now: datetime) -> datetime | None:
    """Tries every source that still has to hear; when to try again, or None when nothing is left to try."""
    record = ConsentRecord.objects.select_related("subject").get(pk=record_id)
    for passing in record.passings.due(now):
        _try(passing, record, now)
    _hand_over_if_nobody_took_it(record, now)
    return record.passings.pending().order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()


def _try(passing: Passing, record: ConsentRecord, now: datetime) -> None:
    """What lies in this database is set in a savepoint: what it half did is undone before it is tried again. A system
    elsewhere is asked without holding a transaction, which would keep everybody else waiting with it."""
    try:
        source = registry.source(passing.source)
        with transaction.atomic() if source.is_embedded else nullcontext():
            took = source.set_subscription(record.subject, record.key, record.is_on)
    except (CannotDo, KeyError):
        _settle(passing, record, PassingState.BY_HAND, now)
    except SourceError:
        _try_again_later(passing, record, now)
    else:
        _settle(passing, record, PassingState.DONE if took else PassingState.NOT_KNOWN, now)


def _try_again_later(passing: Passing, record: ConsentRecord, now: datetime) -> None:
    if passing.attempts >= len(BACKOFF):
        _settle(passing, record, PassingState.BY_HAND, now)
        return
    _change(
        passing,
        state=PassingState.RETRYING,
        attempts=passing.attempts + 1,
        next_attempt_at=now + BACKOFF[passing.attempts],
        changed_at=now,
    )


@transaction.atomic
def _settle(passing: Passing, record: ConsentRecord, state: PassingState, now: datetime) -> None:
    """A choice that was overtaken while the source was asked stays overtaken: the newer one is on its way."""
    if not _change(passing, state=state, changed_at=now):
        return
    facts = {"choice": record.key, "source": passing.source, "outcome": state.value}
    write_ledger(
        events.PASSED_ON,
        by=Actor.system("consent"),
        subject=record.subject_id,
        target=str(record.pk),
        facts=facts,
        now=now,
    )


def _change(passing: Passing, **values) -> int:
    return Passing.objects.filter(pk=passing.pk, state__in=PENDING).update(**values)


def _hand_over_if_nobody_took_it(record: ConsentRecord, now: datetime) -> None:
    """A yes that no system has a switch for would come to nothing: a colleague sees to it."""
    states = set(record.passings.values_list("state", flat=True))
    if record.is_on and states == {PassingState.NOT_KNOWN}:
        record.passings.update(state=PassingState.BY_HAND, changed_at=now)


@transaction.atomic
def done_by_hand(passing: Passing, *, by: Actor, now: datetime) -> None:
    """A colleague passed it on in person."""
    changed = Passing.objects.filter(pk=passing.pk, state=PassingState.BY_HAND).update(
        state=PassingState.DONE, changed_at=now
    )
    if changed:
        facts = {"choice": passing.record.key, "source": passing.source, "outcome": PassingState.DONE.value}
        write_ledger(
            events.PASSED_ON,
            by=by,
            subject=passing.record.subject_id,
            target=str(passing.record_id),
            facts=facts,
            now=now,
        )
