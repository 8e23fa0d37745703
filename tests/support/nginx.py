"""deploy/nginx.conf in a real nginx on this machine, with a certificate of its own."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

CONFIG = Path(__file__).resolve().parent.parent.parent / "deploy" / "nginx.conf"
NAME = "privacy.example.nl"


class Front(NamedTuple):
    """A running nginx: where it listens, and what it wrote."""

    tls: int
    plain: int
    certificate: Path
    log: Path

    def connection(self) -> HTTPSConnection:
        context = ssl.create_default_context(cafile=self.certificate)
        connection = HTTPSConnection(NAME, self.tls, timeout=5, context=context)
        raw = socket.create_connection(("127.0.0.1", self.tls), timeout=5)
        connection.sock = context.wrap_socket(raw, server_hostname=NAME)
        return connection

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = self.connection()
        try:
            connection.request(
                method, path, headers={"Host": NAME} | {k.replace("_", "-"): v for k, v in headers.items()}
            )
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "tls_certificate").write_bytes(certificate.public_bytes(encoding))
    (folder / "tls_key").write_bytes(key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, no_password))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def configured(folder: Path, site: int, tls: int, plain: int, change: Callable[[str], str]) -> Path:
    """The file of the project; only places and ports differ, and what a test changes."""
    places = {
        "/run/secrets/": f"{folder}/",
        "/srv/media/": f"{folder}/media/",
        "/tmp/": f"{folder}/",
        "/dev/stderr": f"{folder}/error.log",
        "/dev/stdout": f"{folder}/access.log",
        "web:8000": f"127.0.0.1:{site}",
        "listen 8443": f"listen 127.0.0.1:{tls}",
        "listen 8080": f"listen 127.0.0.1:{plain}",
    }
    text = re.sub("|".join(places), lambda found: places[found[0]], change(CONFIG.read_text()))
    if not os.getuid():
        # Started by root, nginx would give its workers a user who may not look into the folder.
        text = "user root;\n" + text
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


@contextmanager
def running(folder: Path, site: int, change: Callable[[str], str] = str) -> Iterator[Front]:
    """nginx before a site on that port of this machine; its files lie in `folder`."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    write_certificate(folder)
    tls, plain = free_port(), free_port()
    config = configured(folder, site, tls, plain, change)
    tested = subprocess.run([nginx, "-t", "-c", config, "-e", folder / "start.log"], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr
    process = subprocess.Popen([nginx, "-c", config, "-e", folder / "start.log", "-g", "daemon off;"])
    try:
        wait_for(tls)
        yield Front(tls, plain, folder / "tls_certificate", folder / "access.log")
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx did not start")
