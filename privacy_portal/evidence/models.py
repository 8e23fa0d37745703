"""Rows of the ledger and of the outbox."""

import uuid
from datetime import datetime
from typing import Any, Self

import orjson
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .actors import Actor, ActorKind
from .append_only import AppendOnlyModel
from .enums import PENDING, MailState
from .events import EVENTS
from .fields import EncryptedJSONField, EncryptedTextField


class LedgerEntry(AppendOnlyModel):
    """One thing that happened. It names no person: `subject_ref` is a keyed hash, `facts` are ids and
    words, and what is personal lies in a LedgerPayload that can be destroyed while the chain stays whole
    (SECURITY L-05, L-06).

    Rows are made by `ledger.record` alone, which gives `seq`, `prev_hash` and `hash`."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    event = models.CharField(_("event"), max_length=80)
    actor_kind = models.CharField(_("by whom"), max_length=10, choices=ActorKind.choices)
    actor_reference = models.CharField(_("reference"), max_length=80, blank=True)
    actor_level = models.CharField(_("certainty"), max_length=8, blank=True)
    subject_ref = models.CharField(_("data subject"), max_length=90, blank=True)
    target = models.CharField(_("concerns"), max_length=200, blank=True)
    request_id = models.CharField(_("web request"), max_length=40, blank=True)
    facts_json = models.TextField(_("facts"), default="{}")
    commitment = models.CharField(_("commitment"), max_length=64, blank=True)
    prev_hash = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["subject_ref", "-seq"], name="ledger_about", condition=~Q(subject_ref="")),
            models.Index(fields=["target", "-seq"], name="ledger_target", condition=~Q(target="")),
            models.Index(fields=["event", "-seq"], name="ledger_event"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"

    @property
    def facts(self) -> dict[str, Any]:
        return orjson.loads(self.facts_json)

    @property
    def label(self) -> "str | Promise":
        """The sentence of the event; the bare name when its room has been taken out since."""
        return EVENTS.get(self.event, self.event)

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind(self.actor_kind), self.actor_reference, self.actor_level)


class LedgerPayload(models.Model):
    """What an entry says about a person, beside the chain. The entry's `commitment` is sha256(salt ||
    content)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="payload")
    salt = EncryptedTextField()
    content = EncryptedTextField()

    class Meta:
        verbose_name = _("personal part of a ledger entry")
        verbose_name_plural = _("personal parts of ledger entries")

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"

    @property
    def personal(self) -> dict[str, Any]:
        return orjson.loads(self.content)


class Checkpoint(AppendOnlyModel):
    """How far the chain had come at a moment, signed. A copy outside the database shows a cut tail
    (SECURITY L-04)."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    hash = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("when"))
    receipt = models.TextField(_("signed receipt"))

    class Meta:
        verbose_name = _("ledger checkpoint")
        verbose_name_plural = _("ledger checkpoints")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"checkpoint at {self.seq}"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def pending(self) -> Self:
        return self.filter(state__in=PENDING)

    def due(self, now: datetime) -> Self:
        """To be sent now, those whose worker died included; oldest first."""
        waiting = Q(state=MailState.QUEUED, next_attempt_at__lte=now)
        abandoned = Q(state=MailState.SENDING, leased_until__lte=now)
        return self.filter(waiting | abandoned).order_by("next_attempt_at")

    def failing(self) -> Self:
        """Failed for good, or failed at least once and still being tried: what staff should see."""
        return self.filter(Q(state=MailState.FAILED) | Q(state__in=PENDING, attempts__gt=0, last_error__gt=""))

    def about(self, subject_refs: list[str]) -> Self:
        return self.filter(subject_ref__in=subject_refs)


class OutboxMessage(models.Model):
    """A mail that has to leave. Its text is sealed, and destroyed once it has left or may not leave any
    more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=120, unique=True, null=True)
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    template = models.CharField(_("message"), max_length=80)
    language = models.CharField(_("language"), max_length=10)
    subject_ref = models.CharField(_("data subject"), max_length=90, blank=True, db_index=True)
    content = EncryptedJSONField(_("text"), ring="OUTBOX_KEYS", null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    leased_until = models.DateTimeField(_("held until"), null=True)
    last_error = models.CharField(_("last error"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("posted"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message in the outbox")
        verbose_name_plural = _("outbox")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="outbox_pending", condition=Q(state__in=PENDING)),
            models.Index(fields=["finished_at"], name="outbox_finished", condition=Q(finished_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.id}"

    @property
    def is_final(self) -> bool:
        return self.state not in PENDING
