"""One place that is asked by hand for one case. What was asked, of whom, and what came of it is encrypted, and goes
with the words of the case (forgetting)."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedTextField
from privacy_portal.rights_requests.enums import OPEN

from .enums import ASKABLE, PENDING, TaskState

REMIND_BEFORE = timedelta(days=3)
"""So long before the day the contact and the desk hear of it (venue rule)."""


class HandTaskQuerySet(models.QuerySet):
    def of(self, subject) -> Self:
        return self.filter(rights_request__subject=subject)

    def pending(self) -> Self:
        """Nobody waits for an answer to a case that is closed."""
        return self.filter(state__in=PENDING, rights_request__status__in=OPEN)

    def overdue(self, today: date) -> Self:
        return self.pending().filter(due_on__lt=today)

    def to_remind(self, today: date) -> Self:
        """Near its day, and nobody was told."""
        return self.pending().filter(due_on__gte=today, due_on__lte=today + REMIND_BEFORE, reminded_at=None)

    def to_chase(self, today: date) -> Self:
        """Past its day, and nobody was told."""
        return self.overdue(today).filter(chased_at=None)


class HandTask(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.ForeignKey(
        "rights_requests.RightsRequest", on_delete=models.CASCADE, related_name="hand_tasks"
    )
    source = models.SlugField(_("source"))
    # Key of the party in the register, as it was when the task came up.
    processor = models.SlugField(_("processor or recipient"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=TaskState, default=TaskState.TO_ASK)
    due_on = models.DateField(_("answer expected by"))
    # A contact may be a person too.
    contact = EncryptedTextField(_("asked of"), blank=True, default="")
    question = EncryptedTextField(_("what is asked"), blank=True, default="")
    asked_at = models.DateTimeField(_("asked at"), null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    chased_at = models.DateTimeField(_("told that it is late at"), null=True)
    answer = EncryptedTextField(_("answer"), blank=True, default="")
    # Art. 15(4): only after somebody has looked whether it says something about others.
    is_shown = models.BooleanField(_("shown to the person"), default=False)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = HandTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a processor")
        verbose_name_plural = _("questions to processors")
        ordering = ["due_on", "source"]
        constraints = [
            models.UniqueConstraint(fields=["rights_request", "source"], name="rights_request_asks_a_source_once"),
            models.CheckConstraint(
                condition=Q(state__in=PENDING, ended_at=None) | (~Q(state__in=PENDING) & ~Q(ended_at=None)),
                name="rights_request_task_ended_when_ended",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="rights_request_hand_tasks_due")]

    def __str__(self) -> str:
        return f"{self.rights_request_id} {self.source}"

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING

    @property
    def is_askable(self) -> bool:
        return self.state in ASKABLE

    def is_overdue(self, today: date) -> bool:
        return self.is_pending and self.due_on < today
