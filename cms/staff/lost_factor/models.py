import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedTextField
from privacy_portal.evidence.two_people import AgreedByTwo, two_different_people

LAPSES = timedelta(days=3)
"""A question nobody answered in three days is asked anew: the second person judges what is so today."""


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def open(self, now: datetime) -> Self:
        return self.unfinished().filter(proposed_at__gt=now - LAPSES)

    def unfinished(self) -> Self:
        return self.filter(approved_at=None, stopped_at=None)


class FactorReset(AgreedByTwo):
    """One lost second factor. Nobody proposed it when it came from the machine's own command line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_resets")
    proposed_by = models.ForeignKey(  # type: ignore[assignment]  # of the others somebody always proposed it
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    reason = EncryptedTextField(_("how it is known that it is really them"), blank=True)
    stopped_at = models.DateTimeField(_("stopped at"), null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second step")
        verbose_name_plural = _("resets of a second step")
        ordering = ["-proposed_at"]
        constraints = [
            two_different_people("staff_two_people_reset"),
            models.CheckConstraint(
                condition=(Q(proposed_by=None) | ~Q(proposed_by=models.F("user")))
                & (Q(approved_by=None) | ~Q(approved_by=models.F("user"))),
                name="staff_nobody_resets_themselves",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(approved_at=None, stopped_at=None), name="staff_one_open_reset"
            ),
        ]

    def __str__(self) -> str:
        return f"reset of staff {self.user_id}"
