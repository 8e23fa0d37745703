"""The sorts of things the ticket shop holds, in a person's words, each with the activity it serves in the register."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import MailKey, SharingKind


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    label: str | Promise
    activity: str
    # Other activities that use the same data, unless the person objected to them.
    also: tuple[str, ...] = ()


ACCOUNT = Kind("account", _("Your account"), "account", ("service-mail", MailKey.EVALUATION, MailKey.POSTAL))
GUEST = Kind(
    "guest",
    _("Your details with orders without an account"),
    "ticket-order",
    ("service-mail", MailKey.EVALUATION, MailKey.POSTAL),
)
TICKETMASTER = Kind(
    "ticketmaster", _("Your details from Ticketmaster"), "ticketmaster-sale", ("service-mail", MailKey.EVALUATION)
)
ORDER = Kind("order", _("Your orders"), "ticket-order")
TICKET = Kind("ticket", _("Your tickets"), "ticket-order")
HELD_TICKET = Kind("held-ticket", _("Tickets somebody else bought for you"), "ticket-order")
WAITING = Kind("waiting-list", _("Waiting lists"), "waiting-list")
LOYALTY = Kind("loyalty", _("Loyalty programme"), "loyalty")
NEWSLETTER = Kind("newsletter", _("Newsletters"), "newsletter")
EVALUATION = Kind("evaluation-mail", _("Questions after your visit"), MailKey.EVALUATION)
POSTAL = Kind("postal-mailing", _("Mail by post"), MailKey.POSTAL)
LOCKER = Kind("locker", _("Lockers"), "locker")
ARTIST = Kind("artist-sharing", _("Shared with artists"), SharingKind.ARTIST)
CO_ORGANISER = Kind("co-organiser-sharing", _("Shared with co-organisers"), SharingKind.CO_ORGANISER)

KINDS = {
    kind.key: kind
    for kind in (
        ACCOUNT,
        GUEST,
        TICKETMASTER,
        ORDER,
        TICKET,
        HELD_TICKET,
        WAITING,
        LOYALTY,
        NEWSLETTER,
        EVALUATION,
        POSTAL,
        LOCKER,
        ARTIST,
        CO_ORGANISER,
    )
}


def of_customer(*, guest: bool, channel: str) -> Kind:
    if not guest:
        return ACCOUNT
    return TICKETMASTER if channel == "ticketmaster" else GUEST


def of_mailing(key: str) -> Kind:
    return KINDS.get(key, NEWSLETTER) if key in MailKey else NEWSLETTER
