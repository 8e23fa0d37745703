"""The cookie statement: what is stored in the browser, by whom and for how long."""

from dataclasses import dataclass

from django.utils import translation

from privacy_portal.processing_register.enums import CookieKind, CookieScope, EntryStatus
from privacy_portal.processing_register.models import Cookie

from .memory import kept_per_generation
from .names import public_processors_in


@dataclass(frozen=True)
class CookieEntry:
    """Empty text means: the register does not state it."""

    key: str
    name: str
    kind: CookieKind
    scope: CookieScope
    technical_name: str
    purpose: str
    lifetime: str
    set_by: str
    party: tuple[str, str] | None
    info_url: str
    asks_consent: bool


@kept_per_generation
def cookies(language_code: str) -> tuple[CookieEntry, ...]:
    """Cookies in use, in the register's order; a constant number of queries."""
    rows = Cookie.objects.live().in_language(language_code).filter(status=EntryStatus.ACTIVE)
    parties = public_processors_in(language_code)
    with translation.override(language_code):
        return tuple(_entry(cookie, parties) for cookie in rows.select_related("processor"))


def _entry(cookie: Cookie, parties: dict[str, str]) -> CookieEntry:
    party = cookie.processor.key if cookie.processor else ""
    plain = ("key", "name", "technical_name", "purpose", "lifetime", "set_by", "info_url", "asks_consent")
    return CookieEntry(
        **{name: getattr(cookie, name) for name in plain},
        kind=CookieKind(cookie.kind),
        scope=CookieScope(cookie.scope),
        party=(party, parties[party]) if party in parties else None,
    )
