"""The words of the ticket shop, as they stand in its export and on the customer's screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """Through what the data reached us: the origin a person is told (Art. 14(2)(f), 15(1)(g))."""

    WEBSHOP = "webshop", _("You gave it to us in our web shop")
    BOX_OFFICE = "box-office", _("You gave it to us at the box office")
    PHONE = "phone", _("You gave it to us by phone")
    TICKETMASTER = "ticketmaster", _("We received it from Ticketmaster, where you bought your tickets")


class OrderStatus(models.TextChoices):
    # The tickets are the buyer's.
    PAID = "paid", pgettext_lazy("order", "Paid")
    REFUNDED = "refunded", pgettext_lazy("order", "Refunded")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


class PaymentMethod(models.TextChoices):
    IDEAL = "ideal", "iDEAL"
    CARD = "card", pgettext_lazy("payment", "Card")
    CASH = "cash", pgettext_lazy("payment", "Cash")
    VOUCHER = "voucher", pgettext_lazy("payment", "Gift voucher")
    INVOICE = "invoice", pgettext_lazy("payment", "Invoice")


class WaitingState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("waiting list", "Waiting")
    OFFERED = "offered", pgettext_lazy("waiting list", "Tickets offered")
    SERVED = "served", pgettext_lazy("waiting list", "Tickets bought")
    ENDED = "ended", pgettext_lazy("waiting list", "Ended")


class SharingKind(models.TextChoices):
    """With whom a name and an e-mail address were shared for one event; the value is the activity's key."""

    ARTIST = "artist-sharing", _("With the artist, because you asked for it")
    CO_ORGANISER = "co-organiser-sharing", _("With the co-organiser, once")


class MailKey(models.TextChoices):
    """Mailings that are not a newsletter but may be objected to; the value is the activity's key."""

    EVALUATION = "evaluation-mail", _("Questions after your visit")
    POSTAL = "postal-mailing", _("Mail by post")


class ImportOrigin(models.TextChoices):
    FILES = "files", pgettext_lazy("import", "CSV files")
    DATABASE = "database", pgettext_lazy("import", "The ticket shop's database")


class ImportState(models.TextChoices):
    """An import shows all of it or nothing of it."""

    # Rows are checked and laid aside; nothing of them shows. Killed here, it carries on.
    STAGING = "staging", pgettext_lazy("import", "being checked")
    # All of it shows.
    DONE = "done", pgettext_lazy("import", "brought in")
    # Something in it was wrong, or the database did not answer: nothing of it came in.
    REFUSED = "refused", pgettext_lazy("import", "refused")
    # Another import took its place, or somebody was forgotten while it lay aside.
    DROPPED = "dropped", pgettext_lazy("import", "dropped")
