import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedTextField

from .enums import Ending

LASTS = timedelta(days=7)
"""SECURITY V-07: no picture is kept longer, looked at or not."""


class IdentityDocumentQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def sent(self) -> Self:
        """With a picture that nobody has looked at."""
        return self.open().exclude(sent_at=None)

    def too_old(self, now: datetime) -> Self:
        return self.sent().filter(sent_at__lte=now - LASTS)


class IdentityDocument(models.Model):
    """That a copy was asked for one case, why, and what came of it. The picture is an attachment while it lasts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.ForeignKey(
        "rights_requests.RightsRequest", on_delete=models.CASCADE, related_name="identity_documents"
    )
    reason = EncryptedTextField(_("why nothing less will do"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent at"), null=True)
    ending = models.CharField(_("what came of it"), max_length=12, choices=Ending, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = IdentityDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of an identity document")
        verbose_name_plural = _("copies of identity documents")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rights_request"], condition=Q(ended_at=None), name="rights_request_one_open_document"
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_at=None) | (~Q(ending="") & ~Q(ended_at=None)),
                name="rights_request_document_ended_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return str(self.rights_request_id)

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def gone_by(self) -> datetime | None:
        """Until when a picture that was sent is kept at most."""
        return self.sent_at + LASTS if self.sent_at else None
