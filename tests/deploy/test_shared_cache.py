"""Somebody puts a cache in front that keeps whatever it may (SECURITY H-03): two customers, each sees only their own,
and nothing of either lies in it."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from privacy_portal.data_subjects.levels import Level
from tests.support.customers import ALMA, BAS, person, sign_in
from tests.support.nginx import NAME, Front, running

pytestmark = [
    pytest.mark.nginx,
    pytest.mark.django_db(transaction=True),
    pytest.mark.security("H-03", "ASVS 14.2.2", "ASVS 14.3.2"),
]
PERSONAL = ("", "inzage/", "downloads/", "voorkeuren/", "verzoeken/", "beveiliging/", "activiteit/")


def caching(text: str) -> str:
    """Keep every answer for ten minutes that does not say otherwise itself."""
    kept = "proxy_cache shared; proxy_cache_valid any 10m; add_header X-Cache $upstream_cache_status always;"
    text = text.replace("  upstream site {", "  proxy_cache_path /tmp/kept keys_zone=shared:1m;\n  upstream site {", 1)
    return text.replace("      proxy_pass http://site;", f"      {kept}\n      proxy_pass http://site;", 1)


@pytest.fixture
def front(live_server, settings, tmp_path):
    settings.ALLOWED_HOSTS = [NAME]
    settings.TRUSTED_PROXIES = 1
    with running(tmp_path, int(live_server.url.rpartition(":")[2]), caching) as front:
        yield front


def kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (folder / "kept").rglob("*") if path.is_file())


def page(front: Front, path: str, token: str = "") -> tuple[str, str]:
    """What came, and what the cache said of it."""
    headers = {"Cookie": f"{django_settings.CUSTOMER_COOKIE_NAME}={token}"} if token else {}
    response, body = front.ask(path, **headers)
    assert response.status == 200, path
    return body.decode(), response.headers["X-Cache"]


def token_of(email: str) -> str:
    return sign_in(Client(), person(email), level=Level.A3).cookies[django_settings.CUSTOMER_COOKIE_NAME].value


def test_two_customers_behind_one_cache_never_meet(front: Front, tmp_path: Path):
    alma, bas = token_of(ALMA), token_of(BAS)
    for path in PERSONAL:
        for _twice in range(2):
            hers, said = page(front, f"/mijn-gegevens/{path}", alma)
            his, also_said = page(front, f"/mijn-gegevens/{path}", bas)
            assert BAS not in hers and ALMA not in his, path
            assert "HIT" not in {said, also_said}, path
    assert ALMA in page(front, "/mijn-gegevens/beveiliging/", alma)[0]
    assert BAS in page(front, "/mijn-gegevens/beveiliging/", bas)[0]
    for secret in (ALMA, BAS, alma, bas, "Set-Cookie"):
        assert secret.encode() not in kept(tmp_path)


def test_the_cache_does_keep_what_is_for_everybody(front: Front, tmp_path: Path):
    assert [page(front, "/robots.txt")[1] for _twice in range(2)] == ["MISS", "HIT"]
    assert b"Disallow: /beheer/" in kept(tmp_path)


def test_who_is_not_signed_in_is_not_shown_what_somebody_else_saw(front: Front):
    page(front, "/mijn-gegevens/beveiliging/", token_of(ALMA))
    response, body = front.ask("/mijn-gegevens/beveiliging/")
    assert response.status == 302 and ALMA.encode() not in body
