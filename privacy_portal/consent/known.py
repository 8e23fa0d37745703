"""What the sources already know: people chose before this site existed, and elsewhere since."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext

from privacy_portal.data_sources import breaker, registry
from privacy_portal.data_sources.contract import Source, Subscription
from privacy_portal.data_sources.enums import AnswerState, Capability
from privacy_portal.data_sources.identifying import handles_of
from privacy_portal.data_sources.kept_answers.models import KeptAnswer, Question
from privacy_portal.data_sources.kept_answers.packing import unpacked_subscriptions
from privacy_portal.data_sources.kept_answers.reading import heard, kept_answers
from privacy_portal.data_sources.outside.source import OutsideSource
from privacy_portal.data_sources.outside.together import PAGE_SECONDS, ask_together
from privacy_portal.data_subjects.identifiers import emails_of
from privacy_portal.data_subjects.models import CustomerSession, DataSubject

from .choices import Choice, UnknownChoice, choices
from .enums import ChoiceKind
from .policy_notices.actions import CHOICE, subscriptions_of

logger = logging.getLogger(__name__)

Told = tuple[Subscription, ...] | Exception
ByKey = dict[str, tuple[str, Subscription]]


@dataclass(frozen=True)
class Known:
    """Per key the label of the source and what it said; whether every source answered, and which are still asked or
    did not answer."""

    by_key: ByKey
    is_complete: bool
    asking: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def known_by_sources(subject: DataSubject, *, now: datetime | None = None) -> Known:
    """Asks every source now, those elsewhere together and for no longer than two seconds."""
    now = now or timezone.now()
    able = able_sources()
    asked = [source for source in able if not breaker.resting_until(source.key, now)]
    told = {source.key: _noted(source, answer, now) for source, answer in _ask(asked, subject)}
    return Known(_by_key(asked, told) | known_here(subject), _all_told(able, told))


def known_for_page(session: CustomerSession, *, now: datetime) -> Known:
    """The same for a page, which waits for no system elsewhere: `asking` names those that may answer yet."""
    kept = kept_answers(session, Question.SUBSCRIPTIONS, now=now)
    able, subject = able_sources(), session.subject
    told: dict[str, tuple[Subscription, ...] | None] = {}
    for source in able:
        if source.key in kept:
            told[source.key] = _kept(kept[source.key])
        elif not breaker.resting_until(source.key, now):
            told[source.key] = _noted(source, _ask_here(source, subject), now)
    asking = tuple(str(source.label) for source in able if source.key in kept and kept[source.key].is_asking)
    return Known(_by_key(able, told) | known_here(subject), _all_told(able, told), asking)


def known_so_far(session: CustomerSession, *, now: datetime, seen: Mapping[str, str] | None = None) -> Known:
    """What is known without asking any system elsewhere: for a choice that is being made, which counts at once.
    `seen` are the names of switches that a page of this session showed."""
    kept = heard(session, Question.SUBSCRIPTIONS, now=now)
    able, subject = able_sources(), session.subject
    told: dict[str, tuple[Subscription, ...] | None] = {}
    for source in able:
        if isinstance(source, OutsideSource):
            told[source.key] = _kept(kept[source.key]) if source.key in kept else None
        elif not breaker.resting_until(source.key, now):
            told[source.key] = _noted(source, _ask_here(source, subject), now)
    shown = {key: ("", Subscription(key, label, True, None)) for key, label in (seen or {}).items()}
    silent = tuple(str(source.label) for source in able if told.get(source.key) is None)
    return Known(shown | _by_key(able, told) | known_here(subject), not silent, silent=silent)


def _kept(row: KeptAnswer) -> tuple[Subscription, ...] | None:
    if row.state == AnswerState.NOTHING:
        return ()
    return unpacked_subscriptions(row.content) if row.content else None


def _by_key(asked: list[Source], told: Mapping[str, tuple[Subscription, ...] | None]) -> ByKey:
    """Where several sources know one switch, one that is on counts: mail would come."""
    by_key: ByKey = {}
    for source in asked:
        for subscription in told.get(source.key) or ():
            if subscription.on or subscription.key not in by_key:
                by_key[subscription.key] = (str(source.label), subscription)
    return by_key


def _all_told(able: list[Source], told: Mapping[str, tuple[Subscription, ...] | None]) -> bool:
    return all(told.get(source.key) is not None for source in able)


def known_here(subject: DataSubject) -> ByKey:
    """Notices of the policy may be asked for without an account; who signs in later finds them among the choices."""
    confirmed = [each.confirmed_at for each in subscriptions_of(emails_of(subject)) if each.confirmed_at]
    if not confirmed:
        return {}
    since = timezone.localdate(min(confirmed))
    return {CHOICE: (gettext("This privacy site"), Subscription(CHOICE, CHOICE, True, since))}


def able_sources() -> list[Source]:
    return [source for source in registry.sources() if source.can(Capability.SUBSCRIPTIONS)]


def _ask(asked: list[Source], subject: DataSubject) -> Iterator[tuple[Source, Told]]:
    """Systems elsewhere at the same time, and no longer than a page may take."""
    outside = [source for source in asked if isinstance(source, OutsideSource)]
    handles = handles_of(subject) if outside else ()
    found = ask_together({s.key: partial(s.subscriptions_for, handles) for s in outside}, PAGE_SECONDS)
    for source in asked:
        yield source, found[source.key] if source.key in found else _ask_here(source, subject)


def _ask_here(source: Source, subject: DataSubject) -> Told:
    try:
        return source.subscriptions(subject)
    except Exception as error:
        return error


def _noted(source: Source, told: Told, now: datetime) -> tuple[Subscription, ...] | None:
    """None when the source does not answer; it is then left alone for a while."""
    if isinstance(told, Exception):
        logger.warning("Source %s could not tell its subscriptions: %s", source.key, type(told).__name__)
        breaker.failed(source.key, now)
        return None
    breaker.answered(source.key, now)
    return told


def unlisted_in(known: Known, offered: Mapping[str, object]) -> dict[str, str]:
    """Key and name of each mailing that only a source knows."""
    return {key: subscription.label for key, (_, subscription) in known.by_key.items() if key not in offered}


def with_unlisted(offered: dict[str, Choice], known: Known) -> dict[str, Choice]:
    """A mailing that reaches the person although nobody lists it here is shown all the same, to be stopped."""
    unlisted = {
        key: Choice(key, ChoiceKind.CONSENT, "newsletter", label, "", offered=False)
        for key, label in unlisted_in(known, offered).items()
    }
    return {**offered, **unlisted}


def choice_for(subject: DataSubject, key: str, language: str, *, known: Known | None = None) -> Choice:
    """A choice of the list, or one that only a source knows for this person. `known` is what was heard before; without
    it the sources are asked, and waited for."""
    listed = choices(language)
    if key in listed:
        return listed[key]
    unlisted = with_unlisted(listed, known or known_by_sources(subject))
    if key not in unlisted:
        raise UnknownChoice(key)
    return unlisted[key]
