"""Why the venue has certain data: each processing activity as a person may read it. Art. 13, 14 and 15(1)."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.utils import translation

from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.gdpr.periods import Period
from privacy_portal.processing_register.enums import AtEnd, EntryStatus, Mandatory, StartEvent
from privacy_portal.processing_register.models import ProcessingActivity, RetentionPeriod

from .memory import kept_per_generation
from .names import (
    Labelled,
    Names,
    categories_in,
    keys_of,
    labelled,
    public_processors_in,
    purposes_in,
    systems_in,
)

MANDATORY = {Mandatory.REQUIRED: True, Mandatory.OPTIONAL: False}


@dataclass(frozen=True)
class Explanation:
    """Empty text, an empty tuple or None means: the register does not state it."""

    activity: str
    name: str
    purposes: tuple[str, ...]
    lawful_basis: LawfulBasis | None
    basis_note: str
    special_basis: str
    subjects: str
    data: Labelled
    recipients: Labelled
    other_recipients: str
    systems: Labelled
    origin: str
    mandatory: bool | None
    consequence: str
    period: Period | None
    period_label: str
    period_ground: str
    start_event: StartEvent | None
    start_label: str
    at_end: AtEnd | None
    at_end_label: str
    automated_decisions: str
    is_public: bool
    is_active: bool

    def last_day(self, starts: date | None) -> date | None:
        """Art. 15(1)(d): until when data are kept whose period runs from that day. None while it does not run, or when
        the register states no period."""
        return self.period.after(starts) if self.period and starts else None

    @property
    def basis_label(self) -> str:
        return str(self.lawful_basis.label) if self.lawful_basis else ""

    @property
    def basis_article(self) -> str:
        return self.lawful_basis.article if self.lawful_basis else ""


@dataclass(frozen=True)
class _Vocabulary:
    """Names in one language, read once for all activities."""

    purposes: Names
    categories: Names
    processors: Names
    systems: Names
    grounds: Names


def _vocabulary(language_code: str) -> _Vocabulary:
    grounds = RetentionPeriod.objects.live().in_language(language_code).values_list("key", "ground")
    return _Vocabulary(
        purposes=purposes_in(language_code),
        categories=categories_in(language_code),
        processors=public_processors_in(language_code),
        systems=systems_in(language_code),
        grounds=dict(grounds),
    )


@kept_per_generation
def explanations(language_code: str) -> dict[str, Explanation]:
    """Every live activity by key, ended ones too (their data may still exist); constant query count."""
    activities = (
        ProcessingActivity.objects.live()
        .in_language(language_code)
        .select_related("retention")
        .prefetch_related("purposes", "data_categories", "processors", "systems")
    )
    vocabulary = _vocabulary(language_code)
    with translation.override(language_code):
        return {activity.key: _explain(activity, vocabulary) for activity in activities}


def _explain(activity: ProcessingActivity, vocabulary: _Vocabulary) -> Explanation:
    return Explanation(
        activity=activity.key,
        name=activity.name,
        purposes=tuple(name for _key, name in labelled(keys_of(activity.purposes), vocabulary.purposes)),
        lawful_basis=LawfulBasis(activity.lawful_basis) if activity.lawful_basis else None,
        basis_note=activity.basis_note,
        special_basis=activity.special_basis,
        subjects=activity.subjects,
        data=labelled(keys_of(activity.data_categories), vocabulary.categories),
        recipients=labelled(keys_of(activity.processors), vocabulary.processors),
        other_recipients=activity.other_recipients,
        systems=labelled(keys_of(activity.systems), vocabulary.systems),
        origin=activity.origin,
        mandatory=MANDATORY.get(Mandatory(activity.mandatory)) if activity.mandatory else None,
        consequence=activity.consequence,
        automated_decisions=activity.automated_decisions,
        is_public=activity.is_public,
        is_active=activity.status == EntryStatus.ACTIVE,
        **_retention(activity.retention, vocabulary.grounds),
    )


def _retention(retention: RetentionPeriod | None, grounds: Names) -> dict:
    if retention is None:
        return dict.fromkeys(("period", "start_event", "at_end")) | dict.fromkeys(
            ("period_label", "period_ground", "start_label", "at_end_label"), ""
        )
    period, start, end = (
        Period.parse(retention.period),
        StartEvent(retention.start_event),
        AtEnd(retention.at_end),
    )
    return {
        "period": period,
        "period_label": period.label(),
        "period_ground": grounds.get(retention.key, ""),
        "start_event": start,
        "start_label": str(start.label),
        "at_end": end,
        "at_end_label": str(end.label),
    }


@kept_per_generation
def _retention_periods(default_language: str) -> dict[str, Period]:
    """Period by activity key; where languages disagree the default language's row decides."""
    in_default = When(locale__language_code=default_language, then=Value(1))
    rows = (
        ProcessingActivity.objects.live()
        .filter(retention__isnull=False)
        .order_by(Case(in_default, default=Value(0), output_field=IntegerField()))
        .values_list("key", "retention__period")
    )
    return {key: Period.parse(period) for key, period in rows}


def retention_end(activity: str, start: date) -> date | None:
    """The day on which data of this activity have to go, or nothing when the register states no period."""
    period = _retention_periods(settings.LANGUAGE_CODE).get(activity)
    return period.after(start) if period else None
