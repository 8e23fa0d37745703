"""What readers did with a version: which one a customer saw last, and whether a section was clear."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.models import DataSubject

from .version import PolicyVersion


class PolicyVisit(models.Model):
    """The version in force when this customer last looked. Goes with the customer."""

    subject = models.OneToOneField(
        DataSubject, on_delete=models.CASCADE, related_name="policy_visit", verbose_name=_("data subject")
    )
    version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("policy version")
    )
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("policy visit")
        verbose_name_plural = _("policy visits")

    def __str__(self) -> str:
        return f"{self.version_id}"


class SectionFeedback(models.Model):
    """How often readers called a section clear or not: a count, and nothing about who said it."""

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("policy version")
    )
    anchor = models.SlugField(_("section"), max_length=100)
    clear = models.PositiveIntegerField(_("clear"), default=0)
    unclear = models.PositiveIntegerField(_("not clear"), default=0)

    class Meta:
        verbose_name = _("feedback on a section")
        verbose_name_plural = _("feedback on sections")
        constraints = [models.UniqueConstraint(fields=["version", "anchor"], name="feedback_once_per_section")]

    def __str__(self) -> str:
        return f"{self.anchor}: {self.clear}/{self.unclear}"
