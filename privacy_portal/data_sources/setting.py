"""What staff decided about one source. Secrets are never here: those come from the environment alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceSetting(models.Model):
    """Without a row the adapter's own words count. Keys, not relations: the register has a row per language."""

    source = models.SlugField(_("source"), unique=True)
    # Empty: this site itself keeps it.
    processor = models.SlugField(_("processor or recipient"), blank=True)
    categories = models.JSONField(_("data categories"), default=list, blank=True)

    class Meta:
        verbose_name = _("setting of a source")
        verbose_name_plural = _("settings of sources")
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source
