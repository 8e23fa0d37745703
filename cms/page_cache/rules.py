"""Who is given a kept answer, and which answers may be kept. Whatever these rules do not know goes to the site."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from .encoding import preferred_encoding
from .pages import Environ, Headers, Place

COOKIE_SETTINGS = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "CUSTOMER_COOKIE_NAME", "CUSTOMER_NONCE_COOKIE_NAME")
# Never public, or served from files already: asking the table about them would be a query for nothing.
ELSEWHERE = ("/beheer/", "/documents/", "/demo/", "/healthz", "/readyz")
LONGEST_ADDRESS = 400


class Audience:
    """Settings are read once; a process does not change its mind."""

    def __init__(self) -> None:
        self.cookies = [str(getattr(settings, name)) for name in COOKIE_SETTINGS]
        self.elsewhere = (*ELSEWHERE, settings.STATIC_URL, settings.MEDIA_URL)
        self.proxy_says = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
        self.own_host = urlsplit(settings.BASE_URL).netloc
        self.knows = lru_cache(maxsize=256)(known_host(settings.ALLOWED_HOSTS))

    def place_of(self, environ: Environ) -> Place | None:
        """Where the answer to this request is kept, when it may be given one: anonymous, plain, by a name of ours."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
            return None
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        if path.startswith(self.elsewhere) or len(path) > LONGEST_ADDRESS or "\0" in path:
            return None
        if self.carries_own_cookie(environ) or not self.knows(host_of(environ)):
            return None
        return Place(f"{self.scheme(environ)}:{path}", preferred_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))

    def carries_own_cookie(self, environ: Environ) -> bool:
        """Looks for the name anywhere in the header: a false alarm costs a slower answer, a miss would cost more."""
        sent: str = environ.get("HTTP_COOKIE", "")
        return bool(sent) and any(name in sent for name in self.cookies)

    def scheme(self, environ: Environ) -> str:
        """As Django sees it: what a proxy says counts only when the operator said that there is one."""
        if self.proxy_says and (said := environ.get(self.proxy_says[0])) is not None:
            return "https" if said.split(",", 1)[0].strip() == self.proxy_says[1] else "http"
        return environ.get("wsgi.url_scheme", "http")

    def is_the_same_everywhere(self, environ: Environ, headers: Headers, body: bytes) -> bool:
        """An answer that mentions the name it was asked by would be wrong for those who use another one."""
        host = host_of(environ).lower()
        return host == self.own_host or not mentions(host, headers, body)


def host_of(environ: Environ) -> str:
    host = environ.get("HTTP_HOST")
    if host is None:
        host = f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}".removesuffix(":80").removesuffix(":443")
    return host


def known_host(allowed: list[str]) -> Callable[[str], bool]:
    """SECURITY V-06: a forged Host is Django's to refuse, and never comes near what others get."""

    def is_known(host: str) -> bool:
        domain, _port = split_domain_port(host)
        return bool(domain) and validate_host(domain, allowed)

    return is_known


def mentions(host: str, headers: Headers, body: bytes) -> bool:
    return host.encode() in body.lower() or any(host in value.lower() for _name, value in headers)


def is_for_everyone(status: str, headers: Headers) -> bool:
    """Plain, complete, meant for everyone, and the same for everyone."""
    said = {name.lower(): value for name, value in headers}
    if not status.startswith("200 ") or "set-cookie" in said or "content-encoding" in said:
        return False
    # Only what Django made as a whole has a length; a stream or a file has not been read yet.
    if "content-length" not in said:
        return False
    directives = words(said.get("cache-control", ""))
    varies = words(said.get("vary", ""))
    return "public" in directives and not directives & {"private", "no-store"} and varies <= {"accept-encoding"}


def words(value: str) -> set[str]:
    return {word.strip().lower() for word in value.split(",")} - {""}
