"""Whom the data is about and how they prove it. A data subject is not a Django user and never becomes one
(SECURITY, decision 1): no password, no groups, a session table and a cookie of their own."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedJSONField, EncryptedTextField

from . import times
from .enums import IdentifierKind, Method
from .levels import STEP_UP_LASTS, Level
from .proofs.models import ProofCode  # noqa: F401  a part of this room with its own files
from .querysets import (
    CustomerSessionQuerySet,
    DataSubjectQuerySet,
    EmailChallengeQuerySet,
    IdentifierQuerySet,
)


class DataSubject(models.Model):
    """A person about whom the venue holds data, with or without an account at the ticket shop."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("language"), max_length=12, default="nl")
    created_at = models.DateTimeField(_("created at"))
    # When this person last signed in.
    last_seen_at = models.DateTimeField(_("last signed in"), null=True, blank=True)
    # "This was not me": nobody signs in and nothing leaves until staff has looked (SECURITY V-11).
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    objects = DataSubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("data subject")
        verbose_name_plural = _("data subjects")

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class Identifier(models.Model):
    """Something by which a source knows the person; found by its keyed index only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(DataSubject, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=20, choices=IdentifierKind.choices)
    value = EncryptedTextField(_("value"))
    index = models.CharField(_("index"), max_length=64)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    # The person changed it for another: it opens nothing, and the venue's systems still find them by it.
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [models.UniqueConstraint(fields=["kind", "index"], name="identifier_belongs_to_one")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class EmailChallenge(models.Model):
    """One round trip through a mailbox: a code to type in the browser that asked, and a link for any browser.

    It names an address, not a person: whether we know somebody by it is asked afterwards (SECURITY V-02)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=12)
    browser = models.CharField(_("browser"), max_length=64, db_index=True)
    code = models.CharField(_("code"), max_length=64)
    link = models.CharField(_("link"), max_length=64, unique=True)
    next_url = models.CharField(_("next page"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    tries_left = models.PositiveSmallIntegerField(_("tries left"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)

    objects = EmailChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail challenge")
        verbose_name_plural = _("e-mail challenges")

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_spent(self) -> bool:
        return self.used_at is not None or self.voided_at is not None

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class CustomerSession(models.Model):
    """A signed-in browser. The cookie holds the token, this row only its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(DataSubject, on_delete=models.CASCADE, related_name="sessions")
    token = models.CharField(_("token digest"), max_length=64, unique=True)
    base_level = models.PositiveSmallIntegerField(_("level"), default=Level.A1.value)
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    # The mailbox that was proven: a second channel is another one.
    address = models.ForeignKey(Identifier, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(_("started at"))
    last_used_at = models.DateTimeField(_("last used at"), db_index=True)
    # The sign-in before this one, to greet with: a visit you do not remember is a reason to look.
    previous_sign_in_at = models.DateTimeField(_("previous sign-in"), null=True, blank=True)
    stepped_up_at = models.DateTimeField(_("proven again at"), null=True, blank=True)
    # Drafts of question pages and notices; small, and gone with the session.
    data = EncryptedJSONField(_("data"), default=dict)

    objects = CustomerSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer session")
        verbose_name_plural = _("customer sessions")

    def __str__(self) -> str:
        return str(self.id)

    def level(self, now: datetime) -> Level:
        """A3 is A2 with a proof of the last five minutes; it wears off by itself."""
        fresh = self.stepped_up_at is not None and now - self.stepped_up_at < STEP_UP_LASTS
        return Level.A3 if fresh and self.base_level >= Level.A2 else Level(self.base_level)

    @property
    def ends_at(self) -> datetime:
        """When this session ends if its owner does nothing from now on (SECURITY A-05)."""
        return min(self.last_used_at + times.idle(), self.started_at + times.absolute())

    def get(self, key: str, default: Any = None) -> Any:
        return self.data.get(key, default)

    def put(self, key: str, value: Any) -> None:
        self._change(lambda data: data.__setitem__(key, value))

    def take(self, key: str, default: Any = None) -> Any:
        """Read and remove; a key that is not there costs no write."""
        if key not in self.data:
            return default
        return self._change(lambda data: data.pop(key, default))

    def _change(self, change: Any) -> Any:
        """Two tabs may write at once: each changes the row as it is now, not as this tab last saw it."""
        with transaction.atomic():
            row = CustomerSession.objects.select_for_update().get(pk=self.pk)
            outcome = change(row.data)
            row.save(update_fields=["data"])
        self.data = row.data
        return outcome


class LimitCounter(models.Model):
    """How often something was done since the window opened (SECURITY R-01, R-05). The key is a digest."""

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    opened_at = models.DateTimeField(_("opened at"))
    closes_at = models.DateTimeField(_("closes at"), db_index=True)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("limit counter")
        verbose_name_plural = _("limit counters")

    def __str__(self) -> str:
        return f"{self.count} since {self.opened_at:%Y-%m-%d %H:%M}"


from .addresses.models import AddressChange, AddressProof, Joined  # noqa: E402,F401  Django finds its tables here
