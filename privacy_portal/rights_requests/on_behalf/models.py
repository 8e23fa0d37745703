"""Who asks for whom in one case, and how sure we are that they may."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.evidence.fields import EncryptedTextField

from .enums import Capacity, Check, ResultsTo, Seen, Told

TIME_TO_OBJECT = timedelta(hours=72)
"""SECURITY V-12: so long the person concerned can stop it before anything leaves."""


class DelegationQuerySet(models.QuerySet):
    def by(self, delegate) -> Self:
        return self.filter(delegate=delegate)

    def latest_first(self) -> Self:
        return self.select_related("rights_request", "rights_request__decision").order_by("-asked_at", "pk")


class Delegation(models.Model):
    """The case is about its `subject`, as every case; this row says that somebody else asked. What they wrote about
    themselves and the other is sealed, and goes with the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rights_request = models.OneToOneField(
        "rights_requests.RightsRequest", on_delete=models.CASCADE, related_name="delegation"
    )
    delegate = models.ForeignKey(
        "data_subjects.DataSubject",
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name=_("who asks"),
    )
    # How sure we were of who asks when the request came in: A1, A2 or A3. Of the person concerned it says nothing.
    level = models.CharField(_("assurance level"), max_length=4, blank=True)
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity.choices)
    delegate_name = EncryptedTextField(_("name of who asks"))
    person_name = EncryptedTextField(_("name of the person concerned"))
    person_hints = EncryptedTextField(_("by what we know the person"), blank=True, default="")
    given_email = EncryptedTextField(_("e-mail address as given"), blank=True, default="")
    # Whether the address was somebody's proven address here before who asks wrote it down.
    channel_was_known = models.BooleanField(_("the address was known"), default=False)
    asked_at = models.DateTimeField(_("asked at"))
    told_at = models.DateTimeField(_("told at"), null=True)
    told_how = models.CharField(_("told how"), max_length=10, choices=Told.choices, blank=True)
    objected_at = models.DateTimeField(_("objected at"), null=True)
    check_state = models.CharField(_("check"), max_length=15, choices=Check.choices, default=Check.WAITING)
    seen = models.CharField(_("papers seen"), max_length=10, choices=Seen.choices, blank=True)
    results_to = models.CharField(_("results to"), max_length=10, choices=ResultsTo.choices, default=ResultsTo.PERSON)
    # V-13 asks the same of every doubt: the reason, what was asked, and by whom.
    reason = EncryptedTextField(_("reason of the decision"), blank=True, default="")
    question = EncryptedTextField(_("what is still needed"), blank=True, default="")
    checked_at = models.DateTimeField(_("checked at"), null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request on behalf of somebody")
        verbose_name_plural = _("requests on behalf of somebody")
        indexes = [models.Index(fields=["delegate", "asked_at"], name="delegation_of_delegate")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def kind(self) -> Capacity:
        return Capacity(self.capacity)

    @property
    def is_stopped(self) -> bool:
        return self.objected_at is not None

    @property
    def is_accepted(self) -> bool:
        return self.check_state == Check.ACCEPTED

    @property
    def free_from(self) -> datetime | None:
        """When the time to object is over; not before the person was told."""
        return self.told_at + TIME_TO_OBJECT if self.told_at else None
