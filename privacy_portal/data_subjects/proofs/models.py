"""The row of a code. It holds a keyed digest; the code itself is on a screen, in a mail or in a letter, once."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .kinds import ProofKind, Seen


class ProofCodeQuerySet(models.QuerySet):
    def of(self, subject, kind: ProofKind) -> Self:
        return self.filter(subject=subject, kind=kind)

    def unspent(self) -> Self:
        return self.filter(used_at=None, voided_at=None)

    def asked(self) -> Self:
        """Letters that somebody waits for and nobody printed yet, the longest wait first."""
        return self.unspent().filter(kind=ProofKind.LETTER, issued_at=None).order_by("asked_at")

    def issued(self) -> Self:
        return self.exclude(issued_at=None)

    def usable(self, now: datetime) -> Self:
        return self.issued().unspent().filter(expires_at__gt=now)

    def over(self, before: datetime) -> Self:
        """Nothing can come of these any more."""
        return self.filter(Q(expires_at__lte=before) | Q(used_at__lte=before) | Q(voided_at__lte=before))


class ProofCode(models.Model):
    """A letter that was asked for has no code until a colleague prints it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey("data_subjects.DataSubject", on_delete=models.CASCADE, related_name="proof_codes")
    kind = models.CharField(_("kind"), max_length=20, choices=ProofKind.choices)
    # The browser that asked, for a code that may be typed there only (V-03).
    session = models.ForeignKey(
        "data_subjects.CustomerSession", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    seen = models.CharField(_("what was seen"), max_length=20, choices=Seen.choices, blank=True)
    case_ref = models.CharField(_("case"), max_length=64, blank=True)
    code = models.CharField(_("code"), max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    issued_at = models.DateTimeField(_("made at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    tries_left = models.PositiveSmallIntegerField(_("tries left"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)

    objects = ProofCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof code")
        verbose_name_plural = _("proof codes")
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(kind=ProofKind.LETTER, issued_at=None, voided_at=None),
                name="proof_code_one_letter_asked",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def can_be_used(self, now: datetime) -> bool:
        spent = self.used_at or self.voided_at
        return self.issued_at is not None and not spent and now < self.expires_at and self.tries_left > 0
