"""Where the ticket shop's database is, and whether the way there is safe: over TLS with a verified name, or on this
machine itself."""

from ipaddress import ip_address
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _
from psycopg.conninfo import conninfo_to_dict, make_conninfo

# Anything else could turn the connection elsewhere, or switch a protection off.
ALLOWED = frozenset({"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey"})
NEEDED = ("host", "user", "dbname")
CONNECT_SECONDS = 5


class Unsafe(Exception):
    """The address cannot be used; the sentence says why and repeats nothing of it but names of its parts."""


def is_configured() -> bool:
    return bool(settings.TICKETING_DATABASE_URL)


def conninfo(url: str) -> str:
    """What to connect with. Raises `Unsafe`."""
    found = _parsed(url)
    if unknown := sorted(found.keys() - ALLOWED):
        raise Unsafe(_("The address may not hold %(names)s.") % {"names": ", ".join(unknown)})
    if missing := [name for name in NEEDED if not found.get(name)]:
        raise Unsafe(_("The address lacks %(names)s.") % {"names": ", ".join(missing)})
    if not all(_is_here(host) for host in found["host"].split(",")):
        if found.setdefault("sslmode", "verify-full") != "verify-full":
            raise Unsafe(_("The database is on another machine: sslmode has to be verify-full."))
        found.setdefault("sslrootcert", "system")
    return make_conninfo(**found, connect_timeout=CONNECT_SECONDS, gssencmode="disable")


def _parsed(url: str) -> dict[str, Any]:
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.Error:
        raise Unsafe(_("This is no address of a PostgreSQL database; write postgres://user@host/name.")) from None


def _is_here(host: str) -> bool:
    """A socket of this machine, or its loopback."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
