"""What this site itself holds about a person: how they sign in, and what happened here. A source like any other, so
that it is shown, taken along and forgotten with the rest."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy_portal.data_sources.contract import Erased, Field, Health, PlanItem, Record, Source
from privacy_portal.data_sources.enums import Capability, ErasureOutcome, PlanVerdict
from privacy_portal.data_subjects.addresses import joining
from privacy_portal.data_subjects.identifiers import identifiers_of
from privacy_portal.data_subjects.models import DataSubject, Identifier
from privacy_portal.evidence.actors import Actor, ActorKind
from privacy_portal.evidence.events import label_of
from privacy_portal.evidence.ledger import entries_about, record
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.evidence.outbox import withdraw_mail
from privacy_portal.gdpr.periods import Period
from privacy_portal.privacy_policy.models import PolicyVisit

from . import events, notices, parts
from .enums import StepState
from .models import ErasureStep

KEY = "portal"
ACTIVITY = "rights-request"
# Our own decision: so long the person can still sign in here and read our answer.
LAST_LOOK = timedelta(days=30)
# Proof that a request was carried out, for the time a claim may come (Art. 17(3)(e); SECURITY L-06).
TRAIL_KEPT = Period(years=5)
# Of a version only its name is told here.
_TEXTS = ("version__html", "version__text", "version__content")


class PortalSource(Source):
    key = KEY
    label = gettext_lazy("This privacy site")
    processor_key = ""
    categories = frozenset({"account", "email", "rights-request"})
    capabilities = frozenset({Capability.COLLECT, Capability.ERASE})
    is_embedded = True

    def check(self) -> Health:
        return Health(ok=True)

    def collect(self, subject: DataSubject) -> Iterator[Record]:
        """Nothing once the sign-in is erased: then what is left leads to nobody who could ask."""
        identifiers = identifiers_of(subject)
        if not identifiers:
            return
        yield from map(_identifier_record, identifiers)
        if visit := PolicyVisit.objects.filter(subject=subject).select_related("version").defer(*_TEXTS).first():
            yield _visit_record(visit)
        yield from parts.records_of(subject)
        for entry in entries_about(subject.pk).iterator(chunk_size=2000):
            yield _trail_record(entry)

    def activities(self, subject: DataSubject) -> frozenset[str]:
        """Without reading the trail."""
        return frozenset({ACTIVITY} if subject.identifiers.exists() else ())

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        if not subject.identifiers.exists():
            return
        yield _identity_item(subject, on)
        if latest := entries_about(subject.pk).first():
            yield _trail_item(subject, TRAIL_KEPT.after(timezone.localdate(latest.at)), on)

    def erase(
        self,
        subject: DataSubject,
        items: Collection[PlanItem],
        idempotency_key: str,
        *,
        on: date | None = None,
    ) -> tuple[Erased, ...]:
        """Needs no memory of keys: what is gone is not found again, and that is an outcome too."""
        today = on or timezone.localdate()
        plan = {item.reference: item for item in self.plan_erasure(subject, today)}
        return tuple(_erase_item(subject, item.reference, plan.get(item.reference)) for item in items)


def _erase_item(subject: DataSubject, reference: str, planned: PlanItem | None) -> Erased:
    if planned is None:
        return Erased(reference, ErasureOutcome.NOT_FOUND)
    if not planned.verdict.is_final:
        return Erased(reference, ErasureOutcome.RETAINED, planned.until, planned.reason)
    if planned.kind != "identity":
        # The trail names nobody: it leads to the person through the identifiers alone.
        return Erased(reference, ErasureOutcome.ANONYMISED)
    forget_identity(subject)
    return Erased(reference, ErasureOutcome.ERASED)


def forget_identity(subject: DataSubject) -> None:
    """Sessions, codes, waiting mail, the version seen last, what rooms above keep and every identifier go; the empty
    row of the person keeps the proof together."""
    by = Actor.system("erasure")
    withdraw_mail(subject.pk, by=by)
    subject.sessions.all().delete()
    subject.proof_codes.all().delete()
    subject.identifiers.all().delete()
    joining.forget(subject)
    PolicyVisit.objects.filter(subject=subject).delete()
    parts.forget(subject)
    record(events.IDENTITY_FORGOTTEN, by=by, subject=subject.pk)


def _identity_item(subject: DataSubject, on: date) -> PlanItem:
    """The sign-in goes last: other systems still look the person up by it, our answer is read with it, and the mail
    that all is done has to reach it first (SECURITY V-11)."""
    last_day = _last_look(subject, on)
    may_go = on > last_day and not _others_unfinished(subject) and not notices.is_on_its_way(subject)
    return PlanItem(
        reference=f"identity:{subject.pk}",
        kind="identity",
        activity=ACTIVITY,
        verdict=PlanVerdict.REMOVE if may_go else PlanVerdict.WAIT_FOR,
        until=None if may_go else max(last_day, on),
        reason=_("Nothing of this is kept.") if may_go else _("So long you can sign in here and read our answer."),
        title=_("Your sign-in to this site"),
    )


def _trail_item(subject: DataSubject, until: date, on: date) -> PlanItem:
    is_over = on > until
    return PlanItem(
        reference=f"trail:{subject.pk}",
        kind="trail",
        activity=ACTIVITY,
        verdict=PlanVerdict.ANONYMISE if is_over else PlanVerdict.KEEP_UNTIL,
        until=None if is_over else until,
        reason=_(
            "It proves that we did what you asked. It does not hold your name or address, only a code that "
            "stands for you (Art. 17(3)(e))."
        ),
        title=_("What happened on this site"),
    )


def _last_look(subject: DataSubject, on: date) -> date:
    """Counts from the erasure that is under way, or else from the day asked about."""
    started = ErasureStep.objects.of(subject).filter(source=KEY).order_by("-started_at").first()
    return (timezone.localdate(started.started_at) if started else on) + LAST_LOOK


def _others_unfinished(subject: DataSubject) -> bool:
    return ErasureStep.objects.of(subject).exclude(source=KEY).exclude(state=StepState.DONE).exists()


def _identifier_record(identifier: Identifier) -> Record:
    return Record(
        source=KEY,
        kind="identity",
        kind_label=_("How you sign in"),
        reference=str(identifier.pk),
        activity=ACTIVITY,
        fields=(
            Field("kind", _("Kind"), identifier.get_kind_display(), "account"),
            Field("value", identifier.get_kind_display(), identifier.value, "email"),
            Field("verified_at", _("Confirmed"), identifier.verified_at, "account"),
            *_replaced(identifier),
        ),
        origin=_("From yourself"),
        retention_start=None,
        title=str(identifier.get_kind_display()),
        as_of=identifier.verified_at,
    )


def _replaced(identifier: Identifier) -> Iterator[Field]:
    """Kept to find what other systems still hold under it."""
    if identifier.replaced_at:
        yield Field("replaced_at", _("Replaced by another address"), identifier.replaced_at, "account")


def _visit_record(visit: PolicyVisit) -> Record:
    return Record(
        source=KEY,
        kind="policy-visit",
        kind_label=_("Which privacy policy you saw last"),
        reference=f"policy-visit-{visit.pk}",
        activity=ACTIVITY,
        fields=(
            Field("version", _("Version of the privacy policy"), visit.version.slug, "account"),
            Field("seen_at", _("Since"), visit.seen_at, "account"),
        ),
        origin=_("Noted by this site"),
        retention_start=None,
        title=_("Version of %(date)s") % {"date": date_format(visit.version.effective_from, "j F Y")},
        as_of=visit.seen_at,
    )


def _trail_record(entry: LedgerEntry) -> Record:
    return Record(
        source=KEY,
        kind="trail",
        kind_label=_("What happened on this site"),
        reference=f"ledger-{entry.seq}",
        activity=ACTIVITY,
        fields=(
            Field("at", _("When"), entry.at, "rights-request"),
            Field("event", _("What"), str(label_of(entry.event)), "rights-request"),
            Field("by", _("By whom"), str(ActorKind(entry.actor_kind).label), "rights-request"),
        ),
        origin=_("Noted by this site"),
        retention_start=_day(entry.at),
        title=str(label_of(entry.event)),
        as_of=entry.at,
    )


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
