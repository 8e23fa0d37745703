"""What a person can do about a choice: set one, or turn everything off at once."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone, translation

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record as write_ledger
from privacy_portal.privacy_policy.queries import slug_in_force

from . import events, tasks
from .choices import NotSwitchable
from .enums import STATE_OF, ConsentState, Method, PassingState
from .known import Known, able_sources, choice_for, known_by_sources
from .models import ConsentRecord, Passing
from .policy_notices import actions as policy_notices
from .queries import choices_of, latest_record


@transaction.atomic
def set_choice(
    *,
    subject: DataSubject,
    key: str,
    on: bool,
    by: Actor,
    method: Method,
    language: str,
    wording: str = "",
    policy_version: str | None = None,
    known: Known | None = None,
    now: datetime | None = None,
) -> ConsentRecord:
    """Art. 7(3): withdrawing is as easy as giving. Art. 21(3): an objection works from this moment on.

    Saying the same again changes nothing and gives the record that says so. Without `wording` the words of the
    choice in `language` are kept, which is what our own pages show; `known` is what the page heard from the sources."""
    now = now or timezone.now()
    with translation.override(language):
        choice = choice_for(subject, key, language, known=known)
        if not choice.can_be(on):
            raise NotSwitchable(key)
        wording = wording or choice.wording
    DataSubject.objects.select_for_update().get(pk=subject.pk)
    latest = latest_record(subject, key)
    if latest is not None and latest.is_on == on:
        return latest
    state = STATE_OF[choice.kind, on]
    record = ConsentRecord.objects.create(
        subject=subject,
        key=key,
        activity=choice.activity,
        state=state,
        wording=wording,
        policy_version=slug_in_force(language, timezone.localdate(now)) if policy_version is None else policy_version,
        language=language,
        method=method,
        actor_kind=by.kind,
        actor_reference=by.reference,
        at=now,
        position=latest.position + 1 if latest else 1,
    )
    if choice.kept_here:
        policy_notices.follow(subject, on=on, by=by, language=language, now=now)
    else:
        _pass_on(record, now)
    _tell_ledger(record, state, by, now)
    return record


@transaction.atomic
def turn_all_off(
    *,
    subject: DataSubject,
    by: Actor,
    method: Method,
    language: str,
    known: Known | None = None,
    now: datetime | None = None,
) -> list[ConsentRecord]:
    """Everything that may be switched and is on, or might be. Without `known` the sources are asked, and waited for."""
    known = known or known_by_sources(subject, now=now)
    return [
        set_choice(
            subject=subject, key=state.key, on=False, by=by, method=method, language=language, known=known, now=now
        )
        for state in choices_of(subject, language, known=known)
        if state.is_switchable and (state.on or state.is_unsure)
    ]


def _tell_ledger(record: ConsentRecord, state: ConsentState, by: Actor, now: datetime) -> None:
    facts = {"choice": record.key, "method": record.method, "policy_version": record.policy_version}
    write_ledger(events.EVENT_OF[state], by=by, subject=record.subject_id, target=str(record.pk), facts=facts, now=now)


def _pass_on(record: ConsentRecord, now: datetime) -> None:
    """Every source that has switches hears of it after commit; what it had not heard yet is overtaken."""
    earlier = Passing.objects.filter(record__subject=record.subject_id, record__key=record.key)
    earlier.unsettled().update(state=PassingState.OVERTAKEN, changed_at=now)
    able = able_sources()
    Passing.objects.bulk_create(
        Passing(record=record, source=source.key, next_attempt_at=now, changed_at=now) for source in able
    )
    if able:
        transaction.on_commit(partial(tasks.pass_on.enqueue, str(record.pk)))
