"""The few shapes that orders and tickets have, so that a long list is put into words once."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from privacy_portal.data_sources.contract import Field, Record

from .customer_records import record
from .enums import Channel, OrderStatus, PaymentMethod
from .kinds import Kind

Fields = tuple[Field, ...]

VISIT = (
    Field("event", _("Event"), None, "ticket"),
    Field("hall", _("Hall"), None, "ticket"),
    Field("starts_at", _("Date and time"), None, "ticket"),
    Field("seat", _("Seat"), None, "ticket"),
    Field("scanned_at", _("Scanned at the door"), None, "visit-history"),
)
TICKET = (
    *VISIT,
    Field("number", _("Ticket number"), None, "ticket", secret=True),
    Field("price", _("Price"), None, "ticket", unit="EUR"),
)
NOBODY: Fields = ()
MY_NAME = (Field("holder_name", _("Name on the ticket"), None, "name"),)
SOMEBODY_ELSE = (Field("holder_name", _("Name on the ticket"), None, "ticket"),)
NOT_YOURS = gettext_noop("Somebody else’s. We leave out that name, because it is not yours.")
ORDER = (
    # With the postcode it proves who somebody is (SECURITY A2); a ticket number begins with it.
    Field("number", _("Order number"), None, "order", secret=True),
    Field("placed_at", _("Ordered on"), None, "order"),
    Field("status", _("State"), None, "order"),
    Field("total", _("Total"), None, "order", unit="EUR"),
    Field("payment", _("Paid with"), None, "order"),
    Field("iban", _("Bank account"), None, "bank-account", secret=True, activity="refund"),
)
INVOICE = (
    Field("invoice_number", _("Invoice"), None, "order"),
    Field("invoice_to", _("Invoice to"), None, "name", secret=True),
)
# That there is a note is told; what it says is read by a person first (Art. 15(4), SECURITY X-04).
NOTE = (Field("staff_note", _("Note by our staff"), None, "order"),)
READ_FIRST = gettext_noop("There is a note. It may name other people, so a colleague reads it first. Ask us for it.")


class Shapes:
    """Made while one person is told about, in the language of that moment."""

    def __init__(self) -> None:
        self.origins = {channel.value: str(channel.label) for channel in Channel}
        self.states = {status.value: str(status.label) for status in OrderStatus}
        self.payments = {method.value: str(method.label) for method in PaymentMethod}
        self._made: dict[tuple[object, ...], Record] = {}

    def of(self, kind: Kind, *parts: Fields) -> Record:
        """The shape of that kind with the fields of these parts: tuples of this module, known by their identity."""
        key = (kind.key, *map(id, parts))
        if key not in self._made:
            fields = tuple(replace(field, label=str(field.label)) for part in parts for field in part)
            self._made[key] = record(kind, "", fields, title="", starts=None, as_of=None)
        return self._made[key]
