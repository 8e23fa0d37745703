"""Orders, tickets, waiting lists, and with whom a name was shared for an event."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.ticketing.enums import Channel, OrderStatus, PaymentMethod, SharingKind, WaitingState
from privacy_portal.evidence.fields import EncryptedTextField

from .base import ImportedModel
from .people import Customer
from .programme import Event


class Order(ImportedModel):
    # None: past its period while the customer still comes. It is counted, and belongs to nobody.
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="orders",
        verbose_name=_("customer"),
    )
    placed_at = models.DateTimeField(_("placed at"))
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.WEBSHOP)
    status = models.CharField(_("status"), max_length=12, choices=OrderStatus, default=OrderStatus.PAID)
    payment = models.CharField(_("payment"), max_length=10, choices=PaymentMethod, default=PaymentMethod.IDEAL)
    total_cents = models.PositiveIntegerField(_("total in cents"))
    # For a quick refund when an event is called off.
    iban = EncryptedTextField(_("bank account"), null=True, blank=True)
    # Set when an invoice was sent: tax law keeps the invoice, with the name on it, for seven years.
    invoice_number = models.CharField(_("invoice number"), max_length=64, blank=True)
    invoice_to = EncryptedTextField(_("invoice to"), null=True, blank=True)
    # What staff wrote: may name other people, so a person reads it before it is given (Art. 15(4)).
    staff_note = EncryptedTextField(_("note by staff"), null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["customer", "-placed_at"], name="order_of_customer"),
            models.Index(fields=["placed_at"], name="order_may_expire", condition=models.Q(customer__isnull=False)),
        ]


class Ticket(ImportedModel):
    """One seat. With a holder of its own it is that person's ticket too, whoever paid for it."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="tickets", verbose_name=_("order"))
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    seat = models.CharField(_("seat"), max_length=60, blank=True)
    price_cents = models.PositiveIntegerField(_("price in cents"))
    # Filled when the buyer put somebody else's name on it.
    holder_name = EncryptedTextField(_("name on the ticket"), null=True, blank=True)
    holder_email = EncryptedTextField(_("e-mail address of the holder"), null=True, blank=True)
    holder_index = models.CharField(max_length=64, null=True, blank=True, editable=False)
    scanned_at = models.DateTimeField(_("scanned at the door"), null=True, blank=True)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        indexes = [
            models.Index(
                fields=["holder_index"],
                name="ticket_of_holder",
                condition=models.Q(holder_index__isnull=False),
            )
        ]


class WaitingListEntry(ImportedModel):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="waiting", verbose_name=_("customer"))
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    seats = models.PositiveSmallIntegerField(_("number of tickets"), default=1)
    joined_on = models.DateField(_("joined on"))
    state = models.CharField(_("state"), max_length=10, choices=WaitingState, default=WaitingState.WAITING)

    class Meta:
        verbose_name = _("waiting list entry")
        verbose_name_plural = _("waiting list entries")


class Sharing(ImportedModel):
    """A name and an e-mail address that went, or may go, to an artist or a co-organiser (Art. 15(1)(c))."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="sharings", verbose_name=_("customer"))
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=24, choices=SharingKind)
    recipient = models.CharField(_("recipient"), max_length=200)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    shared_on = models.DateField(_("shared on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("sharing")
        verbose_name_plural = _("sharings")
