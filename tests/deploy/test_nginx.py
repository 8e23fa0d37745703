"""deploy/nginx.conf in a real nginx, before a site that says exactly what a test asks it to say."""

import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from threading import Thread

import pytest

from tests.support.nginx import CONFIG, NAME, Front, running
from tests.support.outside.server import Server

pytestmark = pytest.mark.nginx
MINE = {
    "Strict-Transport-Security": "max-age=1",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'",
}


class Site(BaseHTTPRequestHandler):
    """Says back what it heard, with the headers of the query string."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps(dict(self.headers)).encode() + b" " * 4000
        self.send_response(200)
        for line in filter(None, self.path.partition("?")[2].split("&")):
            name, _, value = line.partition("=")
            self.send_header(name, value)
        if self.path.startswith("/own"):
            for name, value in MINE.items():
                self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    for name in ("images/hall.svg", "documents/minutes.pdf", "original_images/hall.jpg"):
        (folder / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "media" / name).write_text("<svg/>")
    site = Server(("127.0.0.1", 0), Site)
    Thread(target=site.serve_forever, args=(0.01,), daemon=True).start()
    try:
        with running(folder, site.server_port) as front:
            yield front
    finally:
        site.shutdown()
        site.server_close()


def heard(body: bytes) -> dict[str, str]:
    return json.loads(body)


def test_h02_what_the_site_says_is_said_once(front: Front):
    response, _ = front.ask("/own/")
    for name, value in MINE.items():
        assert response.headers.get_all(name) == [value], name


def test_h02_what_the_site_leaves_out_is_said_by_nginx(front: Front):
    response, _ = front.ask("/")
    assert response.headers.get_all("Strict-Transport-Security") == ["max-age=63072000; includeSubDomains; preload"]
    for name in MINE:
        assert len(response.headers.get_all(name) or []) == 1, name


@pytest.mark.parametrize("path", ["/media/images/hall.svg", "/media/nothing.png", "/.git/config", "/readyz"])
def test_h02_answers_of_nginx_itself_have_them_too(front: Front, path: str):
    response, _ = front.ask(path)
    assert all(len(response.headers.get_all(name) or []) == 1 for name in MINE)
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.security("ASVS 13.4.1")
@pytest.mark.parametrize(
    "path",
    [
        "/media/documents/minutes.pdf",
        "/media/original_images/hall.jpg",
        "/media/../tls_key",
        "/media/%2e%2e/tls_key",
        "/media//documents/minutes.pdf",
        "/media/images/../documents/minutes.pdf",
        "/.git/config",
        "/readyz",
    ],
)
def test_what_is_nobodys_business_is_not_found(front: Front, path: str):
    response, body = front.ask(path)
    assert response.status in {400, 404} or "Host" in heard(body)
    assert b"PRIVATE" not in body and b"<svg" not in body


def test_a_picture_of_an_editor_is_shown_and_not_changed(front: Front):
    assert front.ask("/media/images/hall.svg")[1] == b"<svg/>"
    assert front.ask("/media/images/hall.svg", "PUT")[0].status == 403


@pytest.mark.security("ASVS 13.4.4")
def test_trace_is_off(front: Front):
    assert front.ask("/", "TRACE")[0].status == 405


@pytest.mark.parametrize(
    ("path", "cookie", "kept"),
    [
        ("/", "", None),
        ("/", "__Host-mijn=alma", ["private, no-store"]),
        ("/?Set-Cookie=__Host-mijn=alma", "", ["private, no-store"]),
        ("/?Cache-Control=no-cache", "__Host-mijn=alma", ["no-cache"]),
    ],
)
def test_h03_an_answer_with_a_cookie_is_kept_nowhere(front: Front, path: str, cookie: str, kept: list[str] | None):
    headers = {"Cookie": cookie} if cookie else {}
    assert front.ask(path, **headers)[0].headers.get_all("Cache-Control") == kept


def test_h03_no_shared_cache_is_configured():
    assert not re.search(r"^\s*(proxy|fastcgi|uwsgi|scgi)_cache", CONFIG.read_text(), re.MULTILINE)


def test_h05_nothing_personal_is_compressed(front: Front):
    response, body = front.ask("/", Accept_Encoding="gzip, br")
    assert response.headers["Content-Encoding"] is None and len(body) > 4000


@pytest.mark.security("ASVS 12.1.1")
def test_h05_only_tls_1_2_and_1_3_without_compression_or_tickets(front: Front):
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cafile=front.certificate)
        context.minimum_version = context.maximum_version = version
        with (
            socket.create_connection(("127.0.0.1", front.tls), timeout=5) as raw,
            context.wrap_socket(raw, server_hostname=NAME) as connection,
        ):
            connection.sendall(f"HEAD / HTTP/1.0\r\nHost: {NAME}\r\n\r\n".encode())
            connection.recv(100)
            assert connection.compression() is None
            if version == ssl.TLSVersion.TLSv1_2:
                assert connection.session is not None and not connection.session.has_ticket


@pytest.mark.security("ASVS 12.1.1")
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_h05_older_tls_is_refused(front: Front):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", front.tls), timeout=5) as raw, pytest.raises(ssl.SSLError):
        context.wrap_socket(raw, server_hostname=NAME)


def test_h05_early_data_and_tickets_are_off_by_name():
    text = CONFIG.read_text()
    assert all(f"{line};" in text for line in ("ssl_early_data off", "ssl_session_tickets off", "gzip off"))


def test_another_name_gets_no_certificate(front: Front):
    context = ssl.create_default_context(cafile=front.certificate)
    with socket.create_connection(("127.0.0.1", front.tls), timeout=5) as raw, pytest.raises((ssl.SSLError, OSError)):
        context.wrap_socket(raw, server_hostname="elsewhere.example")


@pytest.mark.security("ASVS 12.2.1")
def test_plain_http_leads_to_our_own_name_only(front: Front):
    connection = HTTPConnection("127.0.0.1", front.plain, timeout=5)
    connection.request("GET", "/privacybeleid/", headers={"Host": NAME})
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (301, f"https://{NAME}/privacybeleid/")
    connection.close()


@pytest.mark.security("ASVS 4.1.3")
def test_r04_a_client_cannot_say_where_it_comes_from(front: Front):
    written = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Host": "evil.example", "Forwarded": "for=203.0.113.9"}
    _, body = front.ask("/", **written, X_Forwarded_Proto="http")
    told = heard(body)
    assert told["X-Forwarded-For"] == "127.0.0.1"
    assert (told["X-Forwarded-Proto"], told["Host"]) == ("https", NAME)
    assert not {"X-Forwarded-Host", "Forwarded", "X-Real-IP"} & set(told)


def test_v05_the_log_holds_no_token_and_no_address(front: Front):
    front.ask("/mijn-gegevens/inloggen/link/a-token-of-alma/?next=secret-too", Cookie="__Host-mijn=alma")
    time.sleep(0.1)
    log = front.log.read_text()
    assert "/mijn-gegevens/ 200" in log
    assert not any(word in log for word in ("a-token-of-alma", "secret-too", "127.0.0.1", "__Host-mijn"))
