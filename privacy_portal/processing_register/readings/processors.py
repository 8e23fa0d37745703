"""Who processes data for the venue, with everything the public may know. Art. 13(1)(e) and (f)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import translation

from privacy_portal.processing_register.countries import country_name, region_of
from privacy_portal.processing_register.enums import (
    AgreementKind,
    AgreementStatus,
    EntryStatus,
    RecipientRole,
    Region,
    Safeguard,
)
from privacy_portal.processing_register.models import Agreement, Processor, System, Transfer

from .explanations import Explanation, explanations
from .memory import kept_per_generation
from .names import Labelled, Names, categories_in, keys_of, labelled, purposes_in


@dataclass(frozen=True)
class AgreementEntry:
    kind: AgreementKind | None
    status: AgreementStatus
    version: str
    signed_on: date | None
    expires_on: date | None

    @property
    def kind_label(self) -> str:
        return str(self.kind.label) if self.kind else ""


@dataclass(frozen=True)
class TransferEntry:
    country: str
    country_name: str
    region: Region
    safeguard: Safeguard | None
    assessed_on: date | None

    @property
    def safeguard_label(self) -> str:
        return str(self.safeguard.label) if self.safeguard else ""


@dataclass(frozen=True)
class ProcessorEntry:
    """Empty text, an empty tuple or None means: the register does not state it."""

    key: str
    name: str
    role: RecipientRole | None
    service: str
    description: str
    subjects: str
    purposes: Labelled
    data: Labelled
    activities: Labelled
    systems: Labelled
    country: str
    country_name: str
    region: Region
    registration_number: str
    website: str
    privacy_url: str
    privacy_contact: str
    dpo_contact: str
    engaged_by: tuple[str, str] | None
    sub_processors: Labelled
    sub_processor_notice: str
    breach_notice_hours: int | None
    certificates: str
    certificates_expire_on: date | None
    exit_arrangement: str
    agreements: tuple[AgreementEntry, ...]
    transfers: tuple[TransferEntry, ...]
    reviewed_on: date | None
    since: date | None
    until: date | None
    updated_at: datetime | None

    @property
    def role_label(self) -> str:
        return str(self.role.label) if self.role else ""

    @property
    def agreement(self) -> AgreementEntry | None:
        """The one that counts: listed first by the editor."""
        return self.agreements[0] if self.agreements else None

    @property
    def is_outside_eea(self) -> bool:
        return self.region == Region.OUTSIDE or any(t.region == Region.OUTSIDE for t in self.transfers)


@dataclass(frozen=True)
class _Surroundings:
    """What the other entries say about processors, read once for all of them."""

    language_code: str
    purposes: Names
    categories: Names
    systems: tuple[System, ...]
    activities: tuple[Explanation, ...]
    processors: tuple[Processor, ...]

    @property
    def names(self) -> Names:
        return {processor.key: processor.name for processor in self.processors}


def _surroundings(language_code: str) -> _Surroundings:
    public = (
        Processor.objects.live()
        .in_language(language_code)
        .filter(is_public=True, status=EntryStatus.ACTIVE)
        .select_related("engaged_by")
        .prefetch_related("purposes", "data_categories", "agreements", "transfers")
    )
    in_use = System.objects.live().in_language(language_code).filter(status=EntryStatus.ACTIVE)
    shown = (e for e in explanations(language_code).values() if e.is_public and e.is_active)
    return _Surroundings(
        language_code=language_code,
        purposes=purposes_in(language_code),
        categories=categories_in(language_code),
        systems=tuple(in_use.prefetch_related("processors")),
        activities=tuple(shown),
        processors=tuple(public),
    )


@kept_per_generation
def processors(language_code: str) -> tuple[ProcessorEntry, ...]:
    """Public parties in use, by name; a constant number of queries."""
    around = _surroundings(language_code)
    with translation.override(language_code):
        return tuple(_entry(processor, around) for processor in around.processors)


def processor_preview(processor: Processor) -> ProcessorEntry:
    """One party as it would read when published, from an instance that may be unsaved."""
    language_code = processor.locale.language_code if processor.locale_id else settings.LANGUAGE_CODE
    with translation.override(language_code):
        return _entry(processor, _surroundings(language_code))


def _entry(processor: Processor, around: _Surroundings) -> ProcessorEntry:
    active_in = [e for e in around.activities if processor.key in dict(e.recipients)]
    engaged_by = processor.engaged_by.key if processor.engaged_by else ""
    return ProcessorEntry(
        **{name: getattr(processor, name) for name in PLAIN},
        role=RecipientRole(processor.role) if processor.role else None,
        subjects=processor.subjects or "; ".join(dict.fromkeys(e.subjects for e in active_in)),
        purposes=_purposes(processor, active_in, around),
        data=_data(processor, active_in, around),
        activities=tuple((e.activity, e.name) for e in active_in),
        systems=tuple((s.key, s.name) for s in around.systems if processor.key in keys_of(s.processors)),
        country_name=country_name(processor.country, around.language_code),
        region=processor.region,
        engaged_by=next(iter(labelled([engaged_by], around.names)), None),
        sub_processors=_sub_processors(processor, around),
        agreements=tuple(_agreement(agreement) for agreement in processor.agreements.all()),
        transfers=tuple(_transfer(t, around.language_code) for t in processor.transfers.all()),
        updated_at=processor.last_published_at,
    )


# Fields shown as they are.
PLAIN = (
    "key",
    "name",
    "service",
    "description",
    "country",
    "registration_number",
    "website",
    "privacy_url",
    "privacy_contact",
    "dpo_contact",
    "sub_processor_notice",
    "breach_notice_hours",
    "certificates",
    "certificates_expire_on",
    "exit_arrangement",
    "reviewed_on",
    "since",
    "until",
)


def _purposes(processor: Processor, active_in: Iterable[Explanation], around: _Surroundings) -> Labelled:
    """What the editor chose, else the purposes of the activities that name this party."""
    if chosen := labelled(keys_of(processor.purposes), around.purposes):
        return chosen
    named = {name for explanation in active_in for name in explanation.purposes}
    return tuple((key, name) for key, name in around.purposes.items() if name in named)


def _data(processor: Processor, active_in: Iterable[Explanation], around: _Surroundings) -> Labelled:
    """What the editor chose, else the data of the activities that name this party."""
    if chosen := labelled(keys_of(processor.data_categories), around.categories):
        return chosen
    return labelled((key for e in active_in for key, _name in e.data), around.categories)


def _sub_processors(processor: Processor, around: _Surroundings) -> Labelled:
    engaged = (p.key for p in around.processors if p.engaged_by and p.engaged_by.key == processor.key)
    return labelled(engaged, around.names)


def _agreement(agreement: Agreement) -> AgreementEntry:
    return AgreementEntry(
        kind=AgreementKind(agreement.kind) if agreement.kind else None,
        status=AgreementStatus(agreement.status),
        version=agreement.version,
        signed_on=agreement.signed_on,
        expires_on=agreement.expires_on,
    )


def _transfer(transfer: Transfer, language_code: str) -> TransferEntry:
    return TransferEntry(
        country=transfer.country,
        country_name=country_name(transfer.country, language_code),
        region=region_of(transfer.country),
        safeguard=Safeguard(transfer.safeguard) if transfer.safeguard else None,
        assessed_on=transfer.assessed_on,
    )
