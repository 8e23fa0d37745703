"""Customers and what hangs on a customer alone."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.ticketing.enums import Channel
from privacy_portal.evidence.fields import EncryptedDateField, EncryptedTextField

from .base import ImportedModel
from .programme import Event


class CustomerQuerySet(models.QuerySet):
    def known_by(self, *, indexes: Collection[str], numbers: Collection[str]) -> Self:
        """Rows of a person: an account, and every order placed as a guest with the same address."""
        return self.filter(models.Q(email_index__in=indexes) | models.Q(number__in=numbers))

    def expired(self, before: date) -> Self:
        """Not seen since before that day, and neither anonymised yet nor restricted (Art. 18(2))."""
        return self.filter(last_active_on__lt=before, anonymised_on=None, restricted_on=None)


class Customer(ImportedModel):
    """Somebody who bought tickets, with an account or as a guest (a row per guest order, as the shop has it)."""

    first_name = EncryptedTextField(_("first name"), null=True, blank=True)
    last_name = EncryptedTextField(_("last name"), null=True, blank=True)
    email = EncryptedTextField(_("e-mail address"), null=True, blank=True)
    email_index = models.CharField(max_length=64, null=True, blank=True, db_index=True, editable=False)
    phone = EncryptedTextField(_("phone number"), null=True, blank=True)
    street = EncryptedTextField(_("street and number"), null=True, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    birth_date = EncryptedDateField(_("birth date"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    preferences = models.CharField(_("favourite genres"), max_length=200, blank=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Channel, default=Channel.WEBSHOP)
    # None: a guest, who ordered without an account.
    account_since = models.DateField(_("account since"), null=True, blank=True)
    # The latest of: account made, ordered, visited. The seven years run from here.
    last_active_on = models.DateField(_("last active on"))
    # Names of fields corrected here: an import that still brings the old value does not undo them.
    corrected = models.JSONField(_("corrected fields"), default=list, blank=True)
    restricted_on = models.DateField(_("restricted on"), null=True, blank=True)
    anonymised_on = models.DateField(_("anonymised on"), null=True, blank=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes = [
            models.Index(fields=["last_active_on"], name="customer_may_expire", condition=models.Q(anonymised_on=None))
        ]

    @property
    def is_guest(self) -> bool:
        return self.account_since is None


class LoyaltyMembership(ImportedModel):
    """The loyalty programme: by consent; the magazine comes by post."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="loyalty", verbose_name=_("customer"))
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    magazine_by_post = models.BooleanField(_("magazine by post"), default=True)

    class Meta:
        verbose_name = _("loyalty membership")
        verbose_name_plural = _("loyalty memberships")


class MailChoice(models.Model):
    """One mailing switched on or off for one customer: a newsletter, the evaluation mail, mail by post.

    No row for a newsletter means off (Art. 7: consent is given, not assumed); no row for the others means on
    (Art. 21: one objects).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(
        Customer, models.CASCADE, db_index=False, related_name="mail_choices", verbose_name=_("customer")
    )
    key = models.SlugField(_("mailing"), max_length=64)
    on = models.BooleanField(_("on"))
    changed_on = models.DateField(_("changed on"))
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailing choice")
        verbose_name_plural = _("mailing choices")
        constraints = [models.UniqueConstraint(fields=["customer", "key"], name="one_choice_per_mailing")]

    def __str__(self) -> str:
        return f"{self.key} {'on' if self.on else 'off'}"


class LockerRental(ImportedModel):
    """A locker in the foyer: all that is asked is an e-mail address, so no customer belongs to it."""

    email = EncryptedTextField(_("e-mail address"))
    email_index = models.CharField(max_length=64, db_index=True, editable=False)
    locker = models.CharField(_("locker"), max_length=20)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("event"))
    rented_on = models.DateField(_("rented on"), db_index=True)
    restricted_on = models.DateField(_("restricted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("locker rental")
        verbose_name_plural = _("locker rentals")
