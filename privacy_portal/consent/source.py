"""Choices as a source: what a person allowed is personal data too, so it is shown and taken along with the rest."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy_portal.data_sources.contract import Erased, Field, Health, PlanItem, Record, Source
from privacy_portal.data_sources.enums import Capability, ErasureOutcome, PlanVerdict
from privacy_portal.data_subjects.identifiers import emails_of
from privacy_portal.data_subjects.models import DataSubject

from .enums import ConsentState, Method
from .models import ConsentRecord
from .policy_notices import held as policy_notices

KEY = "consent"


class ConsentSource(Source):
    key = KEY
    label = gettext_lazy("Your choices on this site")
    processor_key = ""
    categories = frozenset({"email", "preferences"})
    capabilities = frozenset({Capability.COLLECT, Capability.ERASE})
    is_embedded = True

    def check(self) -> Health:
        return Health(ok=True)

    def collect(self, subject: DataSubject) -> Iterator[Record]:
        """Nothing once the sign-in is erased: then the rows lead to nobody who could ask."""
        emails = emails_of(subject)
        if not emails and not subject.identifiers.exists():
            return
        yield from policy_notices.records(self.key, emails)
        for record in ConsentRecord.objects.of(subject).newest_first().iterator(chunk_size=2000):
            yield _as_record(record)

    def plan_erasure(self, subject: DataSubject, on: date) -> Iterator[PlanItem]:
        """Art. 7(1): we must be able to show what was chosen. Those rows name nobody, so they need no eraser of their
        own; a subscription holds an address, and goes."""
        yield from policy_notices.plan(emails_of(subject))
        latest = ConsentRecord.objects.of(subject).newest_first().first()
        if latest and subject.identifiers.exists():
            yield PlanItem(
                reference=f"choices:{subject.pk}",
                kind="choice",
                activity=latest.activity,
                verdict=PlanVerdict.ANONYMISE,
                until=None,
                reason=_(
                    "That you chose something stays as proof (Art. 7(1)). It does not hold your name or address; "
                    "once your sign-in is erased, nothing leads from it to you."
                ),
                title=_("Your choices on this site"),
            )

    def erase(
        self, subject: DataSubject, items: Collection[PlanItem], idempotency_key: str, *, on: date | None = None
    ) -> tuple[Erased, ...]:
        """Choices lead to the person only through the identifiers, which go on their own."""
        known = {item.reference for item in self.plan_erasure(subject, on or timezone.localdate())}
        return tuple(_erased(subject, item.reference, is_known=item.reference in known) for item in items)


def _erased(subject: DataSubject, reference: str, *, is_known: bool) -> Erased:
    if policy_notices.is_ours(reference):
        return policy_notices.erase(emails_of(subject), reference)
    return Erased(reference, ErasureOutcome.ANONYMISED if is_known else ErasureOutcome.NOT_FOUND)


def _as_record(record: ConsentRecord) -> Record:
    state, method = ConsentState(record.state), Method(record.method)
    return Record(
        source=KEY,
        kind="choice",
        kind_label=_("Choices"),
        reference=str(record.pk),
        activity=record.activity,
        fields=(
            Field("choice", _("Choice"), record.key, "preferences"),
            Field("state", _("What you chose"), str(state.label), "preferences"),
            Field("at", _("When"), record.at, "preferences"),
            Field("method", _("How"), str(method.label), "preferences"),
            Field("wording", _("What we asked"), record.wording, "preferences"),
            Field("language", _("Language"), record.language, "preferences"),
            Field("policy_version", _("Version of the privacy policy"), record.policy_version, "preferences"),
        ),
        origin=_("From yourself"),
        retention_start=None,
        title=f"{record.wording.partition(chr(10))[0]}: {state.label}",
        as_of=record.at,
    )
