"""Every answer carries what a browser needs to be strict: every address of the URLconf, the pages their links lead to,
errors, static files, redirects (SECURITY H-01, H-02, H-03; ASVS 3.4)."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from cms.settings import base, dev
from home.demo import load_pages
from privacy_portal.data_subjects.levels import Level
from tests.data_sources import ticket_shop as shop
from tests.support import staff
from tests.support.addresses import addresses
from tests.support.customers import ALMA, person, sign_in

pytestmark = pytest.mark.django_db
ADMIN, PORTAL = "/beheer/", ("/mijn-gegevens/", "/en/my-data/")
DIRECTIVES = {
    "default-src": "'self'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
}
# The admin frames its own previews (docs/decisions/0006).
IN_ADMIN = DIRECTIVES | {"frame-src": "'self'", "frame-ancestors": "'self'"}
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "'sha", "*", "http:", "https:")
SAME = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
BREAKS = "/whatever/"
# A form that is sent by hand brings its token in a cookie; nothing else may.
SHOWN_A_FORM = {dev.CSRF_COOKIE_NAME}
HREF = re.compile(r'(?:href|src|action)="(/[^"#]*)')


@pytest.fixture(autouse=True)
def as_in_production(settings):
    for name in ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"):
        setattr(settings, name, getattr(base, name))


def policy_of(response: HttpResponse) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response.headers.get("Content-Security-Policy", "").split(";")]
    return {name: values for name, _, values in parts if name}


def wrong(path: str, response: HttpResponse) -> Iterator[str]:
    """What this answer lacks, in words."""
    policy, headers = policy_of(response), response.headers
    for name, value in (IN_ADMIN if path.startswith(ADMIN) else DIRECTIVES).items():
        # A page of the admin that is refused says no less than one of the site.
        if policy.get(name) not in {value, DIRECTIVES[name]}:
            yield f"Content-Security-Policy: {name} {policy.get(name)}"
    if not path.startswith(ADMIN):
        yield from (f"Content-Security-Policy: {word}" for word in LOOSE if word in " ".join(policy.values()))
    yield from (f"{name}: {headers.get(name)}" for name, value in SAME.items() if headers.get(name) != value)
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield f"Referrer-Policy: {headers.get('Referrer-Policy')}"
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "Permissions-Policy"
    stated = re.match(r"max-age=(\d+); includeSubDomains", headers.get("Strict-Transport-Security", ""))
    if not stated or int(stated[1]) < 31_536_000:
        yield f"Strict-Transport-Security: {headers.get('Strict-Transport-Security')}"
    yield from (f"says {name}" for name in ("Server", "X-Powered-By") if name in headers)
    if path.startswith(PORTAL) and "no-store" not in headers.get("Cache-Control", ""):
        yield f"Cache-Control: {headers.get('Cache-Control')}"
    yield from wrong_type(response)


def wrong_type(response: HttpResponse) -> Iterator[str]:
    kind = response.headers.get("Content-Type", "")
    has_content = getattr(response, "streaming", False) or response.content
    if has_content and not kind:
        yield "no Content-Type"
    if kind.startswith("text/") and "charset=utf-8" not in kind.lower().replace('"', ""):
        yield f"Content-Type: {kind}"


def everything_wrong(client: Client, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        found += [f"{path}: {words}" for words in wrong(path, client.get(path, secure=True))]
    return found


@pytest.mark.security("H-01", "H-02", "H-03", "ASVS 14.3.2", "ASVS 4.1.1")
@pytest.mark.security("ASVS 3.4.1", "ASVS 3.4.3", "ASVS 3.4.4", "ASVS 3.4.5", "ASVS 3.4.6")
class TestEveryAnswer:
    @pytest.mark.parametrize("level", [Level.A0, Level.A3], ids=lambda level: level.name)
    def test_at_every_address(self, level):
        client = sign_in(Client(), person(ALMA), level=level) if level else Client()
        assert everything_wrong(client, [address.path for address in addresses()]) == []

    def test_on_every_page_that_links_lead_to(self):
        load_pages(now=shop.NOW)
        shop.order(shop.customer(), shop.event())
        client = sign_in(Client(), person(ALMA), level=Level.A3)
        seen = walked(client, ["/", "/en/", "/mijn-gegevens/", "/en/my-data/"])
        assert [words for found in seen.values() for words in found] == []
        assert len(seen) > 60 and any(path.startswith("/static/") for path in seen)

    @pytest.mark.parametrize(
        ("path", "status", "more"),
        [
            ("/nergens/", 404, {}),
            ("/en/nowhere/", 404, {}),
            ("/static/nothing.css", 404, {}),
            ("/", 400, {"HTTP_HOST": "evil.example"}),
        ],
    )
    def test_on_errors(self, path, status, more):
        response = Client().get(path, secure=True, **more)
        assert response.status_code == status
        assert list(wrong(path, response)) == []

    def test_on_a_form_without_its_token(self):
        response = Client(enforce_csrf_checks=True).post("/mijn-gegevens/inloggen/", secure=True)
        assert response.status_code == 403
        assert list(wrong("/mijn-gegevens/inloggen/", response)) == []

    @pytest.mark.urls("tests.cms.urls_that_break")
    def test_when_everything_breaks(self):
        response = Client(raise_request_exception=False).get(BREAKS, secure=True)
        assert response.status_code == 500
        assert list(wrong(BREAKS, response)) == []

    def test_inside_the_admin(self):
        client = staff.signed_in(staff.member_of(""))
        paths = ["/beheer/", "/beheer/pages/", "/beheer/users/", "/beheer/verzoeken/", "/beheer/eigen/", "/beheer/x/"]
        assert everything_wrong(client, paths) == []

    def test_a_visitor_gets_no_cookie_from_what_is_public(self):
        client = Client()
        for address in addresses():
            if not address.path.startswith((ADMIN, *PORTAL)):
                client.get(address.path, secure=True)
        assert set(client.cookies) <= SHOWN_A_FORM


def walked(client: Client, start: list[str], most: int = 200) -> dict[str, list[str]]:
    """Path -> what was wrong there; each page once, by the links of those before. Signing out ends the walk."""
    found: dict[str, list[str]] = {}
    ahead = list(start)
    while ahead and len(found) < most:
        path = ahead.pop(0)
        if path in found or "uitloggen" in path or "sign-out" in path:
            continue
        response = client.get(path, secure=True)
        found[path] = [f"{path}: {words}" for words in wrong(path, response)]
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            ahead += [urlsplit(link).path for link in HREF.findall(response.content.decode())]
    return found
