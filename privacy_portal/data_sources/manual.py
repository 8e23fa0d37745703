"""Places without an interface: the venue knows they may hold data and asks them by hand, on request."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .contract import Health, Source


class ManualSource(Source):
    """Can do nothing by itself, so every act on it becomes a task for the privacy desk with a due date.

    `holds` says in a person's words what the place may have of them, `categories` in the register's.
    """

    def __init__(
        self, key: str, label: str | Promise, processor_key: str, holds: str | Promise, categories: Iterable[str] = ()
    ) -> None:
        self.key, self.label, self.processor_key, self.holds = key, label, processor_key, holds
        self.categories = frozenset(categories)

    def check(self) -> Health:
        """There is nothing to be down."""
        return Health(ok=True, detail="asked by hand")


SOURCES = (
    ManualSource(
        "mailchimp",
        "Mailchimp / Mandrill",
        "mailchimp",
        _("Mails we sent you, and which newsletters you receive."),
        ("name", "email", "newsletter", "preferences", "visit-history", "order"),
    ),
    ManualSource(
        "tribe",
        "Tribe CRM",
        "tribe",
        _("Your contact details if you deal with us for business, education, as a donor or for the press."),
        ("name", "email", "phone", "organisation"),
    ),
    ManualSource("keynius", "Keynius", "keynius", _("The lockers you used in De Oosterpoort."), ("email", "locker")),
    ManualSource(
        "ticketmaster",
        "Ticketmaster",
        "ticketmaster",
        _("Tickets you bought through Ticketmaster for an event in one of our halls."),
        ("name", "email", "phone", "order", "ticket"),
    ),
    ManualSource(
        "kw-theaterpromotie",
        "KW Theaterpromotie",
        "kw-theaterpromotie",
        _("Your address, for as long as post from us is on its way to you."),
        ("name", "address", "postcode", "city", "country"),
    ),
    ManualSource(
        "zalsman",
        "Zalsman Groningen",
        "zalsman",
        _("Your address, for as long as printed matter from us is on its way to you."),
        ("name", "address", "postcode", "city", "country"),
    ),
)
# Processor -> what its connected system does not tell, and so remains to be asked by hand.
BESIDE: dict[str, tuple[ManualSource, ...]] = {
    "mailchimp": (
        ManualSource(
            "mandrill",
            "Mandrill",
            "mailchimp",
            _("Tickets and mails about your visit that we sent you."),
            ("name", "email", "order", "ticket"),
        ),
    ),
}


def instead_of(connected: Iterable[str]) -> list[ManualSource]:
    """The places left to ask by hand when the systems of these processors are connected."""
    able = set(connected)
    beside = [source for key in sorted(able) for source in BESIDE.get(key, ())]
    return [source for source in SOURCES if source.processor_key not in able] + beside
