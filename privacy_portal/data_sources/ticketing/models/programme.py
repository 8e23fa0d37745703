"""Halls and events: public, nothing personal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import ImportedModel


class Hall(ImportedModel):
    name = models.CharField(_("name"), max_length=120)
    city = models.CharField(_("city"), max_length=120)

    class Meta:
        verbose_name = _("hall")
        verbose_name_plural = _("halls")

    def __str__(self) -> str:
        return self.name


class Event(ImportedModel):
    title = models.CharField(_("title"), max_length=200)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="events", verbose_name=_("hall"))
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    # The last day of it: a festival ends later than it starts. The day a person's visit is over.
    ends_on = models.DateField(_("last day"), db_index=True)
    co_organiser = models.CharField(_("co-organiser"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.title
