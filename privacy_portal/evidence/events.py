"""The closed list of what the ledger can tell. Each room registers its own events, from its
AppConfig.ready(); a name that is not registered cannot be recorded, which makes the list a document."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, "str | Promise"] = {}


class UnknownEvent(LookupError):
    pass


def register_event(name: str, label: "str | Promise") -> None:
    """`name` reads room.what_happened; `label` is the sentence a person sees."""
    if "." not in name or name in EVENTS:
        raise ValueError(f"Event {name!r} is already there, or is not written room.what_happened.")
    EVENTS[name] = label


def label_of(name: str) -> "str | Promise":
    try:
        return EVENTS[name]
    except KeyError:
        raise UnknownEvent(f"Event {name!r} is not registered.") from None


for _name, _label in {
    "mail.sent": _("A message was sent"),
    "mail.failed": _("A message could not be delivered"),
    "mail.withdrawn": _("A message was withdrawn before it was sent"),
    "ledger.personal_erased": _("Personal details in the log were erased"),
}.items():
    register_event(_name, _label)
