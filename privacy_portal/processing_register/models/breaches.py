"""The register of data breaches. Art. 33(5). Never public, and without names of people."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from privacy_portal.processing_register.enums import BreachNature, BreachRisk

from .activities import DataCategory
from .processors import Processor

# Art. 33(1): the authority hears of it within 72 hours after the venue became aware of it.
NOTIFY_WITHIN = timedelta(hours=72)


class Breach(RevisionMixin, models.Model):
    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("in one line"), max_length=160, help_text=_("Without names of people."))
    description = models.TextField(_("what happened"))
    nature = models.CharField(_("nature"), max_length=16, choices=BreachNature)
    cause = models.TextField(_("cause"), blank=True)
    began_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    aware_at = models.DateTimeField(
        _("the venue became aware at"), help_text=_("From here the 72 hours of Art. 33(1) count.")
    )
    discovered_by = models.CharField(_("discovered by (role)"), max_length=160, blank=True)
    processor = models.ForeignKey(
        Processor,
        verbose_name=_("reported by processor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="breaches",
    )
    data_categories = models.ManyToManyField(
        DataCategory, blank=True, related_name="breaches", verbose_name=_("data categories")
    )
    people_min = models.PositiveIntegerField(_("people concerned, at least"), null=True, blank=True)
    people_max = models.PositiveIntegerField(_("people concerned, at most"), null=True, blank=True)
    records = models.PositiveIntegerField(_("number of records"), null=True, blank=True)
    encrypted = models.BooleanField(_("the data were unreadable to others"), default=False)
    consequences = models.TextField(_("likely consequences"), blank=True)
    risk = models.CharField(_("risk to people"), max_length=8, choices=BreachRisk, blank=True)
    risk_reason = models.TextField(_("reasons for that estimate"), blank=True)
    direct_measures = models.TextField(_("measures taken at once"), blank=True)
    structural_measures = models.TextField(_("measures against repetition"), blank=True)
    authority_notified_at = models.DateTimeField(_("authority notified at"), null=True, blank=True)
    authority_reference = models.CharField(_("reference of the authority"), max_length=60, blank=True)
    authority_reason = models.TextField(_("why not, or why late"), blank=True)
    people_notified_at = models.DateTimeField(_("people notified at"), null=True, blank=True)
    people_notice = models.TextField(_("how, and in which words"), blank=True)
    people_reason = models.TextField(_("why people were not notified"), blank=True)
    cross_border = models.BooleanField(_("people in other member states"), default=False)
    dpo_advice = models.TextField(_("advice of the officer"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    lessons = models.TextField(_("lessons"), blank=True)

    class Meta:
        verbose_name = _("data breach")
        verbose_name_plural = _("data breaches")
        ordering = ["-aware_at"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def notify_before(self) -> datetime:
        return self.aware_at + NOTIFY_WITHIN

    def is_late(self, now: datetime) -> bool:
        """Whether the 72 hours passed without notice, where a risk asks for one."""
        if self.risk == BreachRisk.NONE:
            return False
        return (self.authority_notified_at or now) > self.notify_before

    def clean(self) -> None:
        errors = {}
        if self.began_at and self.ended_at and self.ended_at < self.began_at:
            errors["ended_at"] = _("The end lies before the beginning.")
        if self.people_min and self.people_max and self.people_max < self.people_min:
            errors["people_max"] = _("At most is less than at least.")
        if self.closed_on and not self.risk:
            errors["risk"] = _("Estimate the risk before you close the breach (Art. 33(1)).")
        if errors:
            raise ValidationError(errors)
