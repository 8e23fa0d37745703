"""What `check --deploy` says about a directory that is configured by halves, or that others could listen in on."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from .configuration import NEEDED
from .provider import is_closed_to_others

HINT = "See docs/reference/staff-directory.md."


@checks.register(checks.Tags.security, deploy=True)
def the_directory(app_configs=None, **kwargs) -> list[checks.CheckMessage]:
    return [*is_whole(), *is_an_issuer()]


def is_whole() -> Iterator[checks.CheckMessage]:
    """staff.E001"""
    missing = [name for name in NEEDED if not getattr(settings, name)]
    if missing and len(missing) < len(NEEDED):
        text = f"Sign-in through a directory is off, because this is missing: {', '.join(missing)}."
        yield checks.Error(text, hint=HINT, id="staff.E001")


def is_an_issuer() -> Iterator[checks.CheckMessage]:
    """staff.E002: OpenID Connect Discovery 1.0, 3. On one's own machine, with DEBUG on, plain http will do."""
    issuer = settings.STAFF_OIDC_ISSUER
    if not issuer:
        return
    parts = urlsplit(issuer)
    if parts.query or parts.fragment or "@" in parts.netloc or not parts.hostname:
        yield checks.Error("STAFF_OIDC_ISSUER has to be an address without more.", hint=HINT, id="staff.E002")
    elif parts.scheme != "https" and not (settings.DEBUG and is_closed_to_others(issuer)):
        yield checks.Error("STAFF_OIDC_ISSUER has to begin with https://.", hint=HINT, id="staff.E002")
