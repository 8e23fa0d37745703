"""Files and comparisons made from frozen texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RenditionKind(models.TextChoices):
    PDF = "pdf", _("PDF")
    COMPARISON = "comparison", _("Comparison")


class Rendition(models.Model):
    """Something made from what cannot change, so made once and kept. May be thrown away: it can be made again."""

    kind = models.CharField(_("kind"), max_length=20, choices=RenditionKind.choices)
    key = models.CharField(_("made from"), max_length=120, help_text=_("For instance nl:2023-11-10."))
    maker = models.CharField(_("edition of the maker"), max_length=20)
    body = models.BinaryField(_("contents"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "maker"], name="rendition_made_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
