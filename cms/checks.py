"""What `check --deploy` says before people come: every way out of this machine is closed to others (SECURITY C-05,
H-09; Art. 32 GDPR). On this machine itself nobody listens in, so a socket or loopback needs no TLS."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from privacy_portal.data_sources.variables import VARIABLES

HINT = "See docs/how-to/harden.md."
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@checks.register(checks.Tags.security, deploy=True)
def every_way_out_is_closed_to_others(app_configs=None, **kwargs) -> list[checks.CheckMessage]:
    return [*the_database(), *the_mail_server(), *systems_elsewhere()]


@checks.register(checks.Tags.security, deploy=True)
def the_officer_holds_checkpoints(app_configs=None, **kwargs) -> list[checks.CheckMessage]:
    """cms.W001: SECURITY L-04."""
    if settings.CHECKPOINT_EMAIL:
        return []
    text = "CHECKPOINT_EMAIL is empty: nobody outside this site learns every night how far the ledger has come."
    return [checks.Warning(text, hint=HINT, id="cms.W001")]


@checks.register(checks.Tags.security, deploy=True)
def the_ledger_has_its_own_clock(app_configs=None, **kwargs) -> list[checks.CheckMessage]:
    """cms.E004: SECURITY L-02."""
    if settings.LEDGER_OWN_CLOCK:
        return []
    text = "LEDGER_OWN_CLOCK is off: whoever writes an entry of the ledger says when it happened."
    return [checks.Error(text, hint=HINT, id="cms.E004")]


def the_database() -> Iterator[checks.CheckMessage]:
    """cms.E001. libpq takes several hosts in one setting; each must be verified or here."""
    for alias, database in settings.DATABASES.items():
        if not database["ENGINE"].endswith("postgresql"):
            continue
        hosts = str(database.get("HOST") or "").split(",")
        if not all(map(is_here, hosts)) and database.get("OPTIONS", {}).get("sslmode") != "verify-full":
            text = f"The database “{alias}” is on another machine: its address has to say sslmode=verify-full."
            yield checks.Error(text, hint=HINT, id="cms.E001")


def the_mail_server() -> Iterator[checks.CheckMessage]:
    """cms.E002. With either, Django verifies the server's certificate."""
    closed = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if settings.EMAIL_BACKEND == SMTP and not closed and not is_here(settings.EMAIL_HOST):
        text = "Mail would leave without TLS: EMAIL_URL has to begin with smtp+tls:// or smtp+ssl://."
        yield checks.Error(text, hint=HINT, id="cms.E002")


def systems_elsewhere() -> Iterator[checks.CheckMessage]:
    """cms.E003. The client refuses as well; here the operator hears it before the first customer does."""
    for name in addresses_of_systems():
        address = urlsplit(getattr(settings, name, ""))
        if (
            address.geturl()
            and address.scheme != "https"
            and not (address.scheme == "http" and is_here(address.hostname))
        ):
            yield checks.Error(f"{name} has to begin with https://.", hint=HINT, id="cms.E003")


def addresses_of_systems() -> list[str]:
    """Every variable of a source that is an address of the web; the ticket shop has a check of its own."""
    named = {name for names in VARIABLES.values() for name in names}
    return sorted(name for name in named | {"MAILCHIMP_BASE_URL"} if name.endswith("_URL"))


def is_here(host: str | None) -> bool:
    """A socket of this machine, or its loopback."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
