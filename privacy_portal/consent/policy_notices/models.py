"""Who wants to hear of a new version, and who was told of which. No account and no name: an address, and no more."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedTextField
from privacy_portal.privacy_policy.models import PolicyVersion


class PolicySubscriptionQuerySet(models.QuerySet["PolicySubscription"]):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)

    def never_confirmed(self, before: datetime) -> Self:
        return self.filter(confirmed_at=None, asked_at__lt=before)

    def to_be_told_of(self, version: PolicyVersion) -> Self:
        """Who was there when it was published and has not been told yet. Who came later reads it as it is now."""
        there = self.confirmed().filter(language=version.language_code, confirmed_at__lte=version.published_at)
        return there.exclude(notices__version=version).order_by("pk")


class PolicySubscription(models.Model):
    """Consent to one kind of mail (Art. 6(1)(a)). Nothing is sent before it is confirmed; the row goes when it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField(_("e-mail address"))
    index = models.CharField(_("index"), max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=10)
    asked_at = models.DateTimeField(_("asked for at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    objects = PolicySubscriptionQuerySet.as_manager()

    class Meta:
        app_label = "consent"
        verbose_name = _("subscription to policy notices")
        verbose_name_plural = _("subscriptions to policy notices")
        indexes = [models.Index(fields=["language", "confirmed_at"], name="policy_subscription_readers")]

    def __str__(self) -> str:
        return str(self.id)


class PolicyNotice(models.Model):
    """This subscriber was told of this version: once, whatever dies halfway."""

    subscription = models.ForeignKey(
        PolicySubscription, on_delete=models.CASCADE, related_name="notices", verbose_name=_("subscription")
    )
    version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("policy version")
    )
    posted_at = models.DateTimeField(_("posted at"))

    class Meta:
        app_label = "consent"
        verbose_name = _("policy notice")
        verbose_name_plural = _("policy notices")
        constraints = [models.UniqueConstraint(fields=["subscription", "version"], name="policy_notice_once")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.version_id}"
