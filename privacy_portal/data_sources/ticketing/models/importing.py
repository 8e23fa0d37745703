"""An import from its first row to the moment it shows, and what it has to remember on the way."""

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.ticketing.enums import ImportOrigin, ImportState


class ImportRunQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ImportState.STAGING)

    def from_database(self) -> Self:
        return self.filter(origin=ImportOrigin.DATABASE)


class ImportRun(models.Model):
    """One import. `done` holds the tables that are staged; of `table`, rows up to `line` are."""

    # An import of every night that did not come for this long has not come.
    LATE_AFTER = timedelta(hours=36)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    origin = models.CharField(_("origin"), max_length=10, choices=ImportOrigin)
    # Digest of the files, so that the same files carry on and other ones begin anew; empty for a database.
    fingerprint = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.STAGING)
    # The process that carries it on: whoever takes over writes another one, and the former stops at its next batch.
    holder = models.UUIDField(default=uuid.uuid4)
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    done = models.JSONField(default=list)
    table = models.CharField(max_length=40, blank=True)
    line = models.PositiveIntegerField(default=0)
    # A row of it could not be taken: it is checked to the end and then refused, also by another process.
    is_broken = models.BooleanField(default=False)
    # Sentences for the operator; they never repeat what stands in a cell.
    problems = models.JSONField(_("problems"), default=list)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=ImportState.STAGING), name="one_import_is_staged_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class ImportNote(models.Model):
    """What later files must know of a row that is not staged, or not whole: its number, and no more."""

    table = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    # What refers to it is left out with it, without a word.
    is_left_out = models.BooleanField()
    # The day this customer was forgotten on: what is older does not come back with them.
    forgotten_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("note of an import")
        verbose_name_plural = _("notes of an import")
        constraints = [models.UniqueConstraint(fields=["table", "number"], name="one_note_per_number")]

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"
