"""Making pages before anybody asks: the policy as soon as it is published, the rest within the minute."""

import io
import logging
from collections.abc import Iterable, Iterator
from typing import Any, cast
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.utils import timezone

from cms.languages import address, each_language
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.queries import current_version

from . import shelf
from .front import PageCache, whole
from .pages import Environ

logger = logging.getLogger(__name__)


def policy_addresses() -> Iterator[str]:
    """What everybody reads: the policy, its versions, and the newest of those, in each language."""
    scheme = urlsplit(settings.BASE_URL).scheme
    for code in each_language():
        newest = current_version(code)
        if newest is not None:
            paths = [address(f"privacy_policy:{name}", code) for name in ("policy", "versions")]
            yield from (f"{scheme}:{as_servers_say_it(path)}" for path in [*paths, newest.get_absolute_url()] if path)


def version_addresses() -> Iterator[str]:
    """Every version that was ever published: each is evidence (Art. 5(2)), also on the day the database is away."""
    scheme = urlsplit(settings.BASE_URL).scheme
    for version in PolicyVersion.objects.newest_first().only("language_code", "slug"):
        yield f"{scheme}:{as_servers_say_it(version.get_absolute_url())}"


def as_servers_say_it(path: str) -> str:
    """PATH_INFO is the bytes of the path, one character each (PEP 3333)."""
    return unquote_to_bytes(path).decode("latin-1")


def renew_policy() -> None:
    """Called when a publication is committed; a failure leaves the work to the first visitor, or to the next minute."""
    if settings.PAGE_CACHE_BYTES:
        renew(policy_addresses())


def renew_all() -> int:
    """All versions, and everything that was asked for and is no longer current, also because a day began or a release
    came."""
    started, outdated = timezone.now(), shelf.outdated(shelf.read_stamp())
    made = renew(dict.fromkeys([*policy_addresses(), *version_addresses(), *outdated]))
    shelf.forget(outdated, kept_before=started)  # what could not be made any more
    return made


def renew(addresses: Iterable[str]) -> int:
    """Asks for each page as a visitor would; those that another process renewed already are only looked up."""
    cache = running_cache()
    return sum(ask(cache, kept) == 200 for kept in addresses)


def running_cache() -> PageCache:
    """The one of this process. Imported late: a web server imports it first, a command only here."""
    from cms.wsgi import application

    return cast(PageCache, application)


def ask(cache: PageCache, kept: str) -> int:
    cache.stamp.expire()
    told: list[str] = []

    def start_response(status: str, headers: Any, *rest: Any) -> None:
        told.append(status)

    try:
        whole(cache(environ_for(kept), start_response))
    except Exception:
        logger.exception("page not renewed", extra={"event": "page_cache.renewal"})
        return 0
    return int(told[-1][:3])


def environ_for(kept: str) -> Environ:
    """A visitor of the address, by the name of this site."""
    scheme, _, path = kept.partition(":")
    host = urlsplit(settings.BASE_URL)
    proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": host.hostname,
        "SERVER_PORT": str(host.port or (443 if scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **({proxy[0]: scheme} if proxy else {}),
    }
