"""Erasure as rows: one step per case and source, and the list of addresses that must not come back."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.evidence.fields import EncryptedJSONField

from .enums import NEEDS_STAFF, SETTLED, StepState


class ErasureStepQuerySet(models.QuerySet):
    def of_case(self, case_ref: str) -> Self:
        return self.filter(case_ref=case_ref)

    def of(self, subject: DataSubject) -> Self:
        return self.filter(subject=subject)

    def unfinished(self) -> Self:
        return self.exclude(state=StepState.DONE)

    def needing_staff(self) -> Self:
        return self.filter(state__in=NEEDS_STAFF)

    def claimable(self, now: datetime, today: date) -> Self:
        """Due for a try, or waiting for an event that is over, or left behind by a worker that died. Of somebody who
        stopped all access ("this was not me") nothing more goes, until staff opened it again (SECURITY V-11)."""
        due = models.Q(state=StepState.WAITING, next_attempt_at__lte=now)
        over = models.Q(state=StepState.DEFERRED, deferred_until__lt=today)
        abandoned = models.Q(state=StepState.RUNNING, lease_until__lt=now)
        return self.filter(due | over | abandoned, subject__frozen_at=None)


class ErasureStep(models.Model):
    """The saga's row (SECURITY E-01): what has to go from one source, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_ref = models.CharField(_("case"), max_length=64)
    source = models.SlugField(_("source"))
    subject = models.ForeignKey(DataSubject, models.PROTECT, related_name="erasure_steps", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=20, choices=StepState, default=StepState.WAITING)
    # Counts the times that something was left to wait for: each round asks the source anew.
    round = models.PositiveSmallIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    deferred_until = models.DateField(_("waits until"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    # Outcome -> how many items; safe to show and to log.
    counts = models.JSONField(_("outcomes"), default=dict, blank=True)
    # Per item: reference, outcome, until, reason. References may tell who it was, hence encrypted.
    items = EncryptedJSONField(_("items"), default=list, blank=True)

    objects = ErasureStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure step")
        verbose_name_plural = _("erasure steps")
        ordering = ["case_ref", "source"]
        constraints = [models.UniqueConstraint(fields=["case_ref", "source"], name="erasure_step_per_case_and_source")]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="erasure_step_due")]

    def __str__(self) -> str:
        return f"{self.case_ref} {self.source}"

    @property
    def idempotency_key(self) -> str:
        """The same for every try of one round: a source does one round once (SECURITY E-02)."""
        return f"{self.pk}:{self.round}"

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


class Suppression(models.Model):
    """An address that asked to be forgotten, as a keyed hash: enough to know it at the next import (E-06)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    index = models.CharField(max_length=64)
    source = models.SlugField(_("source"))
    case_ref = models.CharField(_("case"), max_length=64)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-since"]
        constraints = [models.UniqueConstraint(fields=["index", "source"], name="suppression_once_per_source")]

    def __str__(self) -> str:
        return f"{self.case_ref} {self.since:%Y-%m-%d}"
