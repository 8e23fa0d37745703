"""One download of one person: its state, its progress, and the key without which the file is noise."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.fields import EncryptedTextField

from .enums import ACTIVE, ExportState, Format, Scope

# SECURITY X-02: how often one file may be fetched.
MAX_DOWNLOADS = 5


def all_formats() -> list[str]:
    return list(Format.values)


class ExportQuerySet(models.QuerySet):
    def of(self, subject: DataSubject) -> Self:
        return self.filter(subject=subject)

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def ready(self) -> Self:
        return self.filter(state=ExportState.READY)

    def claimable(self, now: datetime) -> Self:
        """Waiting, or left behind by a worker that died (SECURITY X-07)."""
        abandoned = models.Q(state=ExportState.BUILDING, lease_until__lt=now)
        return self.filter(models.Q(state=ExportState.QUEUED) | abandoned)

    def overdue(self, now: datetime) -> Self:
        return self.ready().filter(expires_at__lte=now)


class Export(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(DataSubject, models.CASCADE, related_name="exports", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=20, choices=ExportState, default=ExportState.QUEUED)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope, default=Scope.ACCESS)
    formats = models.JSONField(_("formats"), default=all_formats)
    # Keys of the sources to ask; empty asks them all.
    sources = models.JSONField(_("sources"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=10)
    # Spreadsheet programs need the mark to read UTF-8; some other programs stumble over it.
    byte_order_mark = models.BooleanField(_("tables with a byte order mark"), default=True)
    # The partial download that this one completes: what was answered then is not asked again.
    completes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="completions", verbose_name=_("completes")
    )
    requested_at = models.DateTimeField(_("requested at"), default=timezone.now)
    # Since when the month of Art. 12(3) counts, if the person had asked for the same in a request before.
    received_on = models.DateField(_("received on"), null=True, blank=True)

    # The worker's side: who may build until when, and how far it is.
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sources_total = models.PositiveSmallIntegerField(default=0)
    sources_done = models.PositiveSmallIntegerField(default=0)
    # Keys of the sources that did not answer: shown, never silently left out (SECURITY X-05).
    unanswered = models.JSONField(_("sources that did not answer"), default=list, blank=True)
    # Those among them that can be asked again; the others are asked by hand. With any of these it is partial.
    missing = models.JSONField(_("sources that can be asked again"), default=list, blank=True)

    # The result.
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("available until"), null=True, blank=True)
    downloads = models.PositiveSmallIntegerField(_("downloads"), default=0)
    records = models.PositiveIntegerField(_("records"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file = models.CharField(max_length=200, blank=True)
    # Of a partial download: what was gathered, sealed with the same key, so that it can be completed later.
    remainder = models.CharField(max_length=200, blank=True)
    # None once it is destroyed: from then on the file is noise (SECURITY X-02).
    key = EncryptedTextField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(state__in=sorted(ACTIVE)),
                name="export_one_build_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="export_expiry")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_partial(self) -> bool:
        """A system that could have answered did not (SECURITY X-05)."""
        return self.state == ExportState.READY and bool(self.missing)

    @property
    def percent(self) -> int:
        return round(100 * self.sources_done / self.sources_total) if self.sources_total else 0

    @property
    def downloads_left(self) -> int:
        return max(0, MAX_DOWNLOADS - self.downloads)

    @property
    def filename(self) -> str:
        """Fixed, ASCII and without a word about the person (SECURITY X-03)."""
        return f"my-data-{timezone.localtime(self.requested_at):%Y-%m-%d}.zip"

    def is_available(self, now: datetime) -> bool:
        in_time = self.expires_at is not None and now < self.expires_at
        return self.state == ExportState.READY and in_time and self.downloads_left > 0

    def can_be_completed(self, now: datetime) -> bool:
        """As long as its key lives, also when it was fetched as often as it may be."""
        return self.is_partial and self.expires_at is not None and now < self.expires_at
