"""What a page shows of systems elsewhere: what is known now, without waiting for any of them."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from privacy_portal.data_sources import breaker
from privacy_portal.data_sources.collecting import SourceAnswer, ask_in_batches
from privacy_portal.data_sources.contract import Batch, Record, Source
from privacy_portal.data_sources.enums import AnswerState
from privacy_portal.data_sources.identifying import handles_of
from privacy_portal.data_sources.outside.source import OutsideSource
from privacy_portal.data_sources.registry import sources
from privacy_portal.data_subjects import sessions
from privacy_portal.data_subjects.models import CustomerSession, DataSubject

from .asking import Claim, ask_behind
from .models import KeptAnswer, Question
from .packing import unpacked_records

# Lapsed answers that one page removes.
AT_ONCE = 200
# The system answered.
TOLD = frozenset({AnswerState.ANSWERED, AnswerState.NOTHING})


def answers_for_page(session: CustomerSession, *, now: datetime) -> Iterator[SourceAnswer[Record | Batch]]:
    """One answer per source, in the order of the registry, told in batches where a source can; those elsewhere may be
    ASKING."""
    kept = kept_answers(session, Question.RECORDS, now=now)
    for source in sources():
        if source.key in kept:
            yield _answer(source, kept[source.key])
        else:
            yield ask_in_batches(source, session.subject, now=now)


def _answer(source: Source, row: KeptAnswer) -> SourceAnswer:
    content = row.content or {"records": (), "whole": True}
    state = AnswerState(row.state)
    return SourceAnswer(source, state, unpacked_records(content), row.asked_at, row.retry_at, content["whole"])


def kept_answers(session: CustomerSession, question: Question, *, now: datetime) -> dict[str, KeptAnswer]:
    """Per system elsewhere how this question stands. What was not asked yet, or is to be asked again, is begun."""
    able = [source for source in sources() if isinstance(source, OutsideSource) and source.can(question.needs)]
    if not able:
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    rows = {row.source: row for row in KeptAnswer.objects.to(session, question, language)}
    known = {source.key: _as_it_stands(rows.get(source.key), now) for source in able}
    new = [source for source in able if known[source.key] is None]
    if new:
        known |= _Asking(session, question, language, now).begin(new)
    return {key: row for key, row in known.items() if row is not None}


def heard(session: CustomerSession, question: Question, *, now: datetime) -> dict[str, KeptAnswer]:
    """What systems elsewhere told this session, as far as it is still kept. Asks nobody: for an act, which waits for
    nobody and is followed by a page that asks."""
    rows = KeptAnswer.objects.to(session, question, get_language() or settings.LANGUAGE_CODE)
    return {row.source: row for row in rows if row.state in TOLD and not row.is_spent(now)}


def records_heard(session: CustomerSession, *, now: datetime) -> dict[str, tuple[Record, ...]]:
    kept = heard(session, Question.RECORDS, now=now)
    return {key: unpacked_records(row.content) for key, row in kept.items() if row.content}


def forget_answers(subject: DataSubject) -> None:
    """For whoever changed something elsewhere: what was heard before is not true any more."""
    KeptAnswer.objects.filter(session__subject=subject).delete()


def remove_lapsed(now: datetime) -> None:
    """Rows that somebody else is removing are left to them."""
    lapsed = KeptAnswer.objects.lapsed(now).select_for_update(skip_locked=True)
    KeptAnswer.objects.filter(pk__in=list(lapsed.values_list("pk", flat=True)[:AT_ONCE])).delete()


def _as_it_stands(row: KeptAnswer | None, now: datetime) -> KeptAnswer | None:
    """None when the question is to be asked (again)."""
    if row is None or row.is_spent(now):
        return None
    if row.is_late(now):
        _give_up(row, now)
    return row


def _give_up(row: KeptAnswer, now: datetime) -> None:
    """Of all who find it late one says so; the answer may have come in between."""
    late = KeptAnswer.objects.filter(pk=row.pk, asked_at=row.asked_at, state=AnswerState.ASKING)
    if late.update(state=AnswerState.COULD_NOT_ASK):
        row.state, row.retry_at = AnswerState.COULD_NOT_ASK, breaker.failed(row.source, now)
        row.save(update_fields=["retry_at"])
    else:
        row.refresh_from_db()


class _Asking:
    """One page that asks a question of one or more systems."""

    def __init__(self, session: CustomerSession, question: Question, language: str, now: datetime) -> None:
        self.session, self.question, self.language, self.now = session, question, language, now

    @transaction.atomic
    def begin(self, asked: list[OutsideSource]) -> dict[str, KeptAnswer]:
        """Asking is also the moment at which what lapsed is removed, of everybody."""
        remove_lapsed(self.now)
        if not sessions.hold(self.session):
            return {source.key: self._unasked(source, None) for source in asked}
        handles = handles_of(self.session.subject)
        return {source.key: self._one(source, handles) for source in asked}

    def _one(self, source: OutsideSource, handles: tuple) -> KeptAnswer:
        if resting := breaker.resting_until(source.key, self.now):
            return self._unasked(source, resting)
        row, is_ours = self._claimed(source)
        if is_ours:
            ask_behind(Claim(row.pk, row.asked_at, source, self.question, self.language, handles))
        return row

    def _unasked(self, source: OutsideSource, retry_at: datetime | None) -> KeptAnswer:
        """Said on this page and not kept."""
        return KeptAnswer(
            source=source.key, state=AnswerState.COULD_NOT_ASK, asked_at=self.now, retry_at=retry_at or self.now
        )

    def _claimed(self, source: OutsideSource) -> tuple[KeptAnswer, bool]:
        """The row, and whether it is this page that asks. The session is held, so no other page is here now."""
        row, is_new = KeptAnswer.objects.get_or_create(
            session=self.session,
            source=source.key,
            question=self.question,
            language=self.language,
            defaults={"asked_at": self.now},
        )
        if is_new or not row.is_spent(self.now):
            return row, is_new
        row.state, row.asked_at, row.retry_at, row.content = AnswerState.ASKING, self.now, None, None
        row.save()
        return row, True
