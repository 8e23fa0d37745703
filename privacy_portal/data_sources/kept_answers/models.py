"""One question to one system elsewhere, asked for one session, with its answer once there is one."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.enums import AnswerState, Capability
from privacy_portal.data_subjects.models import CustomerSession
from privacy_portal.evidence.fields import EncryptedJSONField

# How long a page goes on saying that a system is being asked.
DEADLINE = timedelta(seconds=2)
# An answer older than this is asked for again, and removed.
LASTS = timedelta(minutes=15)


class Question(models.TextChoices):
    """What a page may want to know of a system elsewhere."""

    RECORDS = "records", _("What it holds")
    SUBSCRIPTIONS = "subscriptions", _("Which mailings it sends")

    @property
    def needs(self) -> Capability:
        return NEEDS[self]


NEEDS = {Question.RECORDS: Capability.COLLECT, Question.SUBSCRIPTIONS: Capability.SUBSCRIPTIONS}


class KeptAnswerQuerySet(models.QuerySet):
    def to(self, session: CustomerSession, question: Question, language: str) -> Self:
        return self.filter(session=session, question=question, language=language)

    def lapsed(self, now: datetime) -> Self:
        """Shown to nobody any more."""
        return self.filter(asked_at__lte=now - LASTS)


class KeptAnswer(models.Model):
    """Goes when its session goes: signed out, ended elsewhere, access stopped or run out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        CustomerSession, on_delete=models.CASCADE, related_name="kept_answers", verbose_name=_("customer session")
    )
    source = models.CharField(_("source"), max_length=60)
    question = models.CharField(_("question"), max_length=20, choices=Question.choices)
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=20, choices=AnswerState.choices, default=AnswerState.ASKING)
    asked_at = models.DateTimeField(_("asked at"), db_index=True)
    retry_at = models.DateTimeField(_("asked again from"), null=True, blank=True)
    content = EncryptedJSONField(_("answer"), null=True, blank=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "source", "question", "language"], name="one_kept_answer_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.question} {self.id}"

    @property
    def is_asking(self) -> bool:
        return self.state == AnswerState.ASKING

    def is_late(self, now: datetime) -> bool:
        """Whoever was asking may have been stopped halfway: the clock decides, not the asker."""
        return self.is_asking and now - self.asked_at >= DEADLINE

    def is_spent(self, now: datetime) -> bool:
        """Whether the question is to be asked again."""
        if now - self.asked_at >= LASTS:
            return True
        return self.state == AnswerState.COULD_NOT_ASK and (self.retry_at is None or self.retry_at <= now)
