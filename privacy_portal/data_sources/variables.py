"""Which environment variables connect which source. Their names may be shown, their values never."""

from typing import NamedTuple

from django.conf import settings

# Key of the source -> what must be set; a source without a line needs nothing, or cannot be connected.
VARIABLES: dict[str, tuple[str, ...]] = {
    "mailchimp": ("MAILCHIMP_API_KEY", "MAILCHIMP_LIST_ID"),
    "tribecrm": ("TRIBECRM_AUTH_URL", "TRIBECRM_API_URL", "TRIBECRM_CLIENT_ID", "TRIBECRM_CLIENT_SECRET"),
}


class Variable(NamedTuple):
    name: str
    is_set: bool


def variables_of(source: str) -> tuple[Variable, ...]:
    return tuple(Variable(name, bool(getattr(settings, name, ""))) for name in VARIABLES.get(source, ()))
