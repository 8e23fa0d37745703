"""What the venue does with personal data: the activities of the Art. 30 register and their vocabulary."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.gdpr.periods import Period, validate_period
from privacy_portal.processing_register.enums import (
    AtEnd,
    DpiaStatus,
    EntryStatus,
    Mandatory,
    Sensitivity,
    StartEvent,
)

from .entries import RegisterEntry, facts, words
from .processors import Processor, System


class DataCategory(RegisterEntry):
    """A kind of personal data. Art. 30(1)(c)."""

    description = models.TextField(_("description"), blank=True)
    sensitivity = models.CharField(_("sensitivity"), max_length=12, choices=Sensitivity, default=Sensitivity.ORDINARY)
    sort_order = models.PositiveSmallIntegerField(_("sort order"), default=0)

    translatable_fields = [*words("name", "description"), *facts("key", "sensitivity", "sort_order")]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("data category")
        verbose_name_plural = _("data categories")
        ordering = ["sort_order", "name"]


class Purpose(RegisterEntry):
    """What data are used for. Art. 5(1)(b)."""

    description = models.TextField(_("description"), blank=True)
    sort_order = models.PositiveSmallIntegerField(_("sort order"), default=0)

    translatable_fields = [*words("name", "description"), *facts("key", "sort_order")]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["sort_order", "name"]


class RetentionPeriod(RegisterEntry):
    """How long data are kept, from when, and what happens then. Art. 5(1)(e), 30(1)(f)."""

    period = models.CharField(
        _("period"),
        max_length=20,
        validators=[validate_period],
        help_text=_("ISO 8601: P7Y is seven years, P26M is 26 months."),
    )
    start_event = models.CharField(_("counts from"), max_length=20, choices=StartEvent)
    at_end = models.CharField(_("at the end"), max_length=12, choices=AtEnd)
    ground = models.TextField(_("reason for this period"), blank=True)
    remarks = models.TextField(_("internal remarks"), blank=True, help_text=_("Never shown to the public."))

    translatable_fields = [
        *words("name", "ground"),
        *facts("key", "period", "start_event", "at_end", "remarks"),
    ]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")

    def end_after(self, start: date) -> date:
        return Period.parse(self.period).after(start)


class ProcessingActivity(RegisterEntry):
    """One thing the venue does with personal data. Art. 30(1)."""

    purposes = ParentalManyToManyField(Purpose, related_name="activities", verbose_name=_("purposes"))
    lawful_basis = models.CharField(
        _("lawful basis"),
        max_length=24,
        choices=LawfulBasis,
        blank=True,
        help_text=_("Art. 6(1). Empty means: not stated, which the public can see."),
    )
    basis_note = models.TextField(
        _("about the lawful basis"), blank=True, help_text=_("The interest, the law or the contract meant.")
    )
    special_basis = models.CharField(_("basis for special categories (Art. 9(2))"), max_length=250, blank=True)
    subjects = models.CharField(_("people concerned"), max_length=250)
    data_categories = ParentalManyToManyField(
        DataCategory, blank=True, related_name="activities", verbose_name=_("data categories")
    )
    origin = models.CharField(_("source of the data"), max_length=250, blank=True)
    mandatory = models.CharField(_("required or optional"), max_length=12, choices=Mandatory, blank=True)
    consequence = models.CharField(_("what if the data are not given"), max_length=250, blank=True)
    processors = ParentalManyToManyField(
        Processor, blank=True, related_name="activities", verbose_name=_("processors and recipients")
    )
    other_recipients = models.CharField(_("other recipients"), max_length=250, blank=True)
    joint_arrangement = models.TextField(_("joint controllers and their arrangement"), blank=True)
    systems = ParentalManyToManyField(System, blank=True, related_name="activities", verbose_name=_("systems"))
    retention = models.ForeignKey(
        RetentionPeriod,
        verbose_name=_("retention period"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    security = models.CharField(_("security"), max_length=250, blank=True)
    automated_decisions = models.TextField(
        _("automated decisions and profiling"),
        blank=True,
        help_text=_("Empty means: none. Otherwise the logic, the importance and the consequences (Art. 22)."),
    )
    minors = models.CharField(_("minors"), max_length=250, blank=True)
    department = models.CharField(_("process owner"), max_length=160, blank=True)
    based_on = models.URLField(
        _("based on"),
        blank=True,
        help_text=_("Address of the entry in the Dutch municipalities' model register."),
    )
    dpia_status = models.CharField(_("impact assessment (DPIA)"), max_length=12, choices=DpiaStatus, blank=True)
    dpia_on = models.DateField(_("date of the DPIA"), null=True, blank=True)
    dpia_outcome = models.TextField(_("outcome and advice of the officer"), blank=True)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    status = models.CharField(_("status"), max_length=8, choices=EntryStatus, default=EntryStatus.ACTIVE)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("sort order"), default=0)
    remarks = models.TextField(_("internal remarks"), blank=True, help_text=_("Never shown to the public."))

    translatable_fields = [
        *words("name", "basis_note", "special_basis", "subjects", "origin", "consequence", "other_recipients"),
        *words("joint_arrangement", "security", "automated_decisions", "minors"),
        *facts("key", "purposes", "lawful_basis", "data_categories", "mandatory", "processors", "systems"),
        *facts("retention", "department", "based_on", "dpia_status", "dpia_on", "dpia_outcome", "reviewed_on"),
        *facts("next_review_on", "is_public", "status", "since", "until", "sort_order", "remarks"),
    ]

    class Meta(RegisterEntry.Meta):
        verbose_name = _("processing activity")
        verbose_name_plural = _("processing activities")
        ordering = ["sort_order", "name"]
