"""What a person allows, asked in four ways: all choices for a page, their history, one answer, and who may be mailed.

A choice nobody recorded here is read from the sources, because people also chose before this site existed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise

from privacy_portal.data_sources import registry
from privacy_portal.data_subjects.models import DataSubject

from .choices import Choice, choices
from .enums import ChoiceKind, ConsentState, Method, PassingState
from .known import Known, choice_for, known_by_sources, with_unlisted
from .models import ConsentRecord, Passing


@dataclass(frozen=True)
class PassingLine:
    """How far one choice came at one source, in words."""

    source: str
    state: PassingState
    changed_at: datetime

    @property
    def is_pending(self) -> bool:
        return self.state in {PassingState.WAITING, PassingState.RETRYING, PassingState.BY_HAND}


@dataclass(frozen=True)
class ChoiceState:
    """One choice as it stands for one person. `since` is the day of the last change, if anybody knows it."""

    key: str
    kind: ChoiceKind
    activity: str
    label: str | Promise
    description: str | Promise
    frequency: str | Promise
    on: bool
    only_off: bool = False
    since: date | None = None
    method: Method | None = None
    # Which source said so, when nothing was recorded here.
    source: str = ""
    # A source that would know could not be asked, or not yet.
    is_unsure: bool = False
    is_asking: bool = False
    passings: tuple[PassingLine, ...] = ()

    @property
    def article(self) -> str:
        return self.kind.article

    @property
    def is_switchable(self) -> bool:
        return self.kind.is_switchable


@dataclass(frozen=True)
class HistoryLine:
    """One change of mind, as proof and for the page."""

    at: datetime
    key: str
    label: str | Promise
    state: ConsentState
    method: Method
    wording: str
    language: str
    policy_version: str


def choices_of(subject: DataSubject, language: str, *, known: Known | None = None) -> list[ChoiceState]:
    """Every choice on offer, and every one that is on: a number of queries that does not grow with the history.
    Without `known` the sources are asked, and waited for."""
    known = known or known_by_sources(subject)
    offered = with_unlisted(choices(language), known)
    records = latest_records(subject)
    passings = _passings_of(records.values())
    states = [_state(each, records.get(each.key), known, passings) for each in offered.values()]
    return [state for state in states if state.on or offered[state.key].offered]


def state_of(subject: DataSubject, key: str, language: str, *, known: Known | None = None) -> ChoiceState:
    """One choice, offered or not; UnknownChoice if there is none."""
    found, record = choice_for(subject, key, language, known=known), latest_record(subject, key)
    known = Known({}, True) if record else known or known_by_sources(subject)
    return _state(found, record, known, _passings_of([record] if record else []))


def history_of(subject: DataSubject, language: str) -> list[HistoryLine]:
    """Every change, newest first. A choice that is no longer offered keeps the name it was given then."""
    labels = {key: each.label for key, each in choices(language).items()}
    return [
        HistoryLine(
            at=record.at,
            key=record.key,
            label=labels.get(record.key) or record.wording.partition("\n")[0],
            state=ConsentState(record.state),
            method=Method(record.method),
            wording=record.wording,
            language=record.language,
            policy_version=record.policy_version,
        )
        for record in ConsentRecord.objects.of(subject).newest_first()
    ]


def may_contact(subject: DataSubject, key: str) -> bool:
    """Whether this may be sent now. Consent has to be there; an objection must not (Art. 7(1), 21(3))."""
    found = choice_for(subject, key, settings.LANGUAGE_CODE)
    record = latest_record(subject, key)
    if record is not None or not found.kind.is_switchable:
        return record is None or record.is_on
    known = known_by_sources(subject)
    if key in known.by_key:
        return known.by_key[key][1].on
    return found.kind.default and known.is_complete


def latest_record(subject: DataSubject, key: str) -> ConsentRecord | None:
    return ConsentRecord.objects.of(subject).filter(key=key).order_by("-position").first()


def latest_records(subject: DataSubject) -> dict[str, ConsentRecord]:
    """The record that counts, per key; one query."""
    return {record.key: record for record in ConsentRecord.objects.of(subject).order_by("position")}


def _passings_of(records: Iterable[ConsentRecord]) -> dict:
    """Lines per record id; a source that has no such switch is left out."""
    lines = defaultdict(list)
    rows = Passing.objects.filter(record__in=[record.pk for record in records])
    for row in rows.exclude(state=PassingState.NOT_KNOWN).order_by("pk"):
        line = PassingLine(source_label(row.source), PassingState(row.state), row.changed_at)
        lines[row.record_id].append(line)
    return lines


def source_label(key: str) -> str:
    """A source that was unplugged since keeps its key as name."""
    try:
        return str(registry.source(key).label)
    except KeyError:
        return key


def _state(found: Choice, record: ConsentRecord | None, known: Known, passings: dict) -> ChoiceState:
    common = {
        name: getattr(found, name)
        for name in ("key", "kind", "activity", "label", "description", "frequency", "only_off")
    }
    if record is not None:
        return ChoiceState(
            **common,
            on=record.is_on,
            since=timezone.localdate(record.at),
            method=Method(record.method),
            passings=tuple(passings.get(record.pk, ())),
        )
    if found.kind.is_switchable and found.key in known.by_key:
        source, subscription = known.by_key[found.key]
        return ChoiceState(**common, on=subscription.on, since=subscription.since, method=Method.SOURCE, source=source)
    unsure = found.kind.is_switchable and not found.kept_here and not known.is_complete
    return ChoiceState(**common, on=found.kind.default, is_unsure=unsure, is_asking=unsure and bool(known.asking))
