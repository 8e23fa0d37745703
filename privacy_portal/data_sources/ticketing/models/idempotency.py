"""What an erasure did, by the key it was asked with: asking again gives the same answer and does nothing."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedJSONField


class ErasureRun(models.Model):
    """One call of `erase`. A reason may name the event that is waited for, so outcomes are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("idempotency key"), max_length=100, unique=True)
    outcomes = EncryptedJSONField(_("outcomes"), default=list)
    done_at = models.DateTimeField(_("done at"))

    class Meta:
        verbose_name = _("erasure run")
        verbose_name_plural = _("erasure runs")

    def __str__(self) -> str:
        return str(self.id)
