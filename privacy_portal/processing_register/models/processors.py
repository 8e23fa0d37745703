"""Who receives or processes data for the venue, under which agreement, and the systems they run."""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable, PreviewableMixin

from privacy_portal.processing_register.countries import region_of
from privacy_portal.processing_register.enums import (
    AgreementKind,
    AgreementStatus,
    Criticality,
    EntryStatus,
    RecipientRole,
    Region,
    Safeguard,
)
from privacy_portal.processing_register.validators import validate_country

from .entries import RegisterEntry, facts, words


class Processor(PreviewableMixin, RegisterEntry):
    """A processor or other recipient. Art. 28, 30(1)(d) and (e)."""

    role = models.CharField(
        _("role"),
        max_length=24,
        choices=RecipientRole,
        blank=True,
        help_text=_("Leave empty when it has not been established."),
    )
    service = models.CharField(_("service"), max_length=250, help_text=_("What this party does, in one line."))
    description = models.TextField(_("description"), blank=True)
    subjects = models.CharField(
        _("people concerned"),
        max_length=250,
        blank=True,
        help_text=_("Leave empty to follow the activities that name this party."),
    )
    purposes = ParentalManyToManyField(
        "processing_register.Purpose",
        blank=True,
        related_name="processors",
        verbose_name=_("purposes"),
        help_text=_("Leave empty to follow the activities that name this party."),
    )
    data_categories = ParentalManyToManyField(
        "processing_register.DataCategory",
        blank=True,
        related_name="processors",
        verbose_name=_("data categories"),
        help_text=_("Leave empty to follow the activities that name this party."),
    )
    country = models.CharField(
        _("country of establishment"),
        max_length=2,
        blank=True,
        validators=[validate_country],
        help_text=_("Two-letter ISO code, such as NL. Leave empty when it is not known."),
    )
    registration_number = models.CharField(_("trade register number"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    privacy_url = models.URLField(_("privacy statement of this party"), blank=True)
    privacy_contact = models.CharField(_("contact for privacy"), max_length=160, blank=True)
    dpo_contact = models.CharField(_("data protection officer"), max_length=160, blank=True)
    engaged_by = models.ForeignKey(
        "self",
        verbose_name=_("engaged by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sub_processors",
        help_text=_("For a sub-processor: the processor that engages it (Art. 28(2))."),
    )
    sub_processor_notice = models.CharField(
        _("notice of new sub-processors"),
        max_length=160,
        blank=True,
        help_text=_("How long before, and how."),
    )
    breach_notice_hours = models.PositiveSmallIntegerField(
        _("hours to report a data breach"), null=True, blank=True, validators=[MaxValueValidator(8760)]
    )
    certificates = models.CharField(_("certificates"), max_length=250, blank=True)
    certificates_expire_on = models.DateField(_("certificates expire on"), null=True, blank=True)
    exit_arrangement = models.TextField(_("return or erasure at the end"), blank=True)
    criticality = models.CharField(_("criticality"), max_length=8, choices=Criticality, blank=True)
    audited_on = models.DateField(_("last audit"), null=True, blank=True)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    status = models.CharField(_("status"), max_length=8, choices=EntryStatus, default=EntryStatus.ACTIVE)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    remarks = models.TextField(_("internal remarks"), blank=True, help_text=_("Never shown to the public."))

    translatable_fields = [
        *words("name", "service", "description", "subjects", "sub_processor_notice", "exit_arrangement"),
        *facts("key", "role", "purposes", "data_categories", "country", "registration_number", "website"),
        *facts("privacy_url", "privacy_contact", "dpo_contact", "engaged_by", "breach_notice_hours"),
        *facts("certificates", "certificates_expire_on", "criticality", "audited_on", "reviewed_on"),
        *facts("next_review_on", "is_public", "status", "since", "until", "remarks", "agreements", "transfers"),
    ]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("processor or recipient")
        verbose_name_plural = _("processors and recipients")

    @property
    def region(self) -> Region:
        return region_of(self.country)

    def get_preview_template(self, request, mode_name: str) -> str:
        return "processing_register/processor.html"

    def get_preview_context(self, request, mode_name: str) -> dict:
        from privacy_portal.processing_register.readings.processors import processor_preview

        return {"processor": processor_preview(self), "is_preview": True}


class Agreement(Orderable):
    """What was agreed with this party about personal data. Art. 26 and 28(3)."""

    processor = ParentalKey(Processor, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=AgreementStatus)
    version = models.CharField(_("version"), max_length=40, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For staff only; it is never linked from the public page."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return self.get_kind_display() or str(_("Agreement"))

    def is_expired(self, today: date) -> bool:
        return self.expires_on is not None and self.expires_on < today


class Transfer(Orderable):
    """A country where this party processes the data, and what makes that lawful. Art. 30(1)(e), 44-49."""

    processor = ParentalKey(Processor, on_delete=models.CASCADE, related_name="transfers")
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])
    safeguard = models.CharField(_("safeguard"), max_length=12, choices=Safeguard, blank=True)
    assessed_on = models.DateField(_("transfer impact assessment"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("country of processing")
        verbose_name_plural = _("countries of processing")

    def __str__(self) -> str:
        return self.country


class System(RegisterEntry):
    """A system in which personal data live."""

    description = models.TextField(_("description"), blank=True)
    security = models.CharField(
        _("security"),
        max_length=250,
        blank=True,
        help_text=_("In short, as the public may know it (Art. 32)."),
    )
    processors = ParentalManyToManyField(
        Processor,
        blank=True,
        related_name="systems",
        verbose_name=_("parties that run it"),
    )
    status = models.CharField(_("status"), max_length=8, choices=EntryStatus, default=EntryStatus.ACTIVE)

    translatable_fields = [*words("name", "description", "security"), *facts("key", "processors", "status")]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("system")
        verbose_name_plural = _("systems")
