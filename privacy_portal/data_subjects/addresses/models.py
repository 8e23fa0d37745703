"""Proving another address from within a session, what changed by it, and which people share a sign-in."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedTextField

from .enums import Purpose


class AddressProofQuerySet(models.QuerySet):
    def unspent(self) -> Self:
        return self.filter(used_at=None, voided_at=None)

    def usable(self, now: datetime) -> Self:
        return self.unspent().filter(expires_at__gt=now)


class AddressProof(models.Model):
    """One round trip through the mailbox of an address that somebody who is signed in says is theirs.

    Apart from the challenges of signing in, so that a code for the one never opens the other. Which session asked is
    kept in the session itself: there alone it can be used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey("data_subjects.DataSubject", on_delete=models.CASCADE, related_name="address_proofs")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    email = EncryptedTextField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=12)
    code = models.CharField(_("code"), max_length=64)
    link = models.CharField(_("link"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    tries_left = models.PositiveSmallIntegerField(_("tries left"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)

    objects = AddressProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof of an address")
        verbose_name_plural = _("proofs of addresses")

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_spent(self) -> bool:
        return self.used_at is not None or self.voided_at is not None

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class AddressChangeQuerySet(models.QuerySet):
    def of(self, subject) -> Self:
        return self.filter(subject=subject)

    def standing(self) -> Self:
        """Not undone by "this was not me"."""
        return self.filter(undone_at=None)

    def since(self, moment: datetime) -> Self:
        return self.filter(changed_at__gte=moment)


class AddressChange(models.Model):
    """The person signs in with another address since then. The fact behind a hold on what leaves (SECURITY V-10), and
    what a link in the mail to the old address can undo."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey("data_subjects.DataSubject", on_delete=models.CASCADE, related_name="address_changes")
    old = models.ForeignKey("data_subjects.Identifier", on_delete=models.CASCADE, related_name="+")
    new = models.ForeignKey("data_subjects.Identifier", on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        indexes = [models.Index(fields=["subject", "changed_at"], name="address_change_of_subject")]

    def __str__(self) -> str:
        return str(self.id)


class Joined(models.Model):
    """Two people of this site who proved to be one: each keeps its own records, cases and choices, and from a session
    of the one the other can be looked at. Nothing is merged, so leaving is removing this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey("data_subjects.DataSubject", on_delete=models.CASCADE, related_name="joined_from_here")
    other = models.ForeignKey("data_subjects.DataSubject", on_delete=models.CASCADE, related_name="joined_from_there")
    joined_at = models.DateTimeField(_("joined at"))

    class Meta:
        verbose_name = _("joined addresses")
        verbose_name_plural = _("joined addresses")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="joined_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="joined_to_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.id)
