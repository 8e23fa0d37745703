"""The real site with its production settings, in a temporary folder, behind a real server."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import psutil

from .programs import path_of

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = "/privacybeleid/"
SITE, BARE, NGINX = 8741, 8742, 8743
CONTENT = """
from django.utils import timezone
from home.demo import load_pages
from privacy_portal.privacy_policy.demo import load_policy
from privacy_portal.processing_register.demo import load
now = timezone.now()
load_pages(now=now), load(now=now), load_policy(now=now)
"""


def key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def site_environment(folder: Path) -> dict[str, str]:
    """Production settings with keys of this run; only the redirect to https is off. BENCHMARK_DATABASE_URL names
    another database than SQLite, an empty one."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "DATABASE_URL": os.environ.get("BENCHMARK_DATABASE_URL", f"sqlite:///{folder / 'site.sqlite3'}"),
        "STATIC_ROOT": str(folder / "static"),
        "PRIVATE_ROOT": str(folder / "private"),
        "PAGE_CACHE_FOLDER": str(folder / "pages"),
        "EMAIL_URL": "dummymail://",
        "BASE_URL": f"http://127.0.0.1:{SITE}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        # Nobody signs in with a passkey here, and its check insists on https.
        "PASSKEY_ORIGINS": f"https://127.0.0.1:{SITE}",
        "LOG_LEVEL": "WARNING",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "RECEIPT_KEY": key(),
        **{name: f"bench:{key()}" for name in ("FIELD_KEYS", "INDEX_KEYS", "LEDGER_KEYS", "OUTBOX_KEYS")},
    }


@contextmanager
def prepared() -> Iterator[tuple[Path, dict[str, str]]]:
    """A site in a temporary folder, or in the one BENCHMARK_FOLDER names, where the next script finds it again."""
    if lasting := os.environ.get("BENCHMARK_FOLDER"):
        yield Path(lasting), prepare(Path(lasting))
        return
    with tempfile.TemporaryDirectory(prefix="policy-page-") as name:
        yield Path(name), prepare(Path(name))


def prepare(folder: Path) -> dict[str, str]:
    """Database, stylesheets and content: pages, register and both versions of the policy."""
    done = folder / "environment.json"
    if done.exists():
        return json.loads(done.read_text())
    folder.mkdir(exist_ok=True)
    environment = site_environment(folder)
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["shell", "-v0", "-c", CONTENT]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    done.write_text(json.dumps(environment))
    return environment


def granian(application: str, port: int) -> list[str]:
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    options = ["--workers", "2", "--blocking-threads", "2", "--backpressure", "64", "--no-ws", "--log-level", "error"]
    return [*server, *options, application]


def gunicorn(application: str, port: int) -> list[str]:
    options = ["--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    return [sys.executable, "-m", "gunicorn", *options, "--keep-alive", "30", application]


SERVERS = {"granian": granian, "gunicorn": gunicorn}
APPLICATIONS = {SITE: "cms.wsgi:application", BARE: "benchmarks.support.bare_view:application"}


@contextmanager
def served(port: int, environment: dict[str, str], server: str = "granian") -> Iterator[psutil.Process]:
    with running(SERVERS[server](APPLICATIONS[port], port), port, environment) as process:
        yield process


@contextmanager
def nginx(folder: Path, files: dict[str, bytes]) -> Iterator[psutil.Process]:
    """Files at their addresses, as fast as nginx can: open files kept, no log."""
    config = folder / "nginx.conf"
    config.write_text(nginx_config(folder, files))
    command = [path_of("nginx"), "-p", str(folder), "-c", str(config)]
    with running([*command, "-e", str(folder / "nginx.log")], NGINX, dict(os.environ), next(iter(files))) as process:
        yield process


def nginx_config(folder: Path, files: dict[str, bytes]) -> str:
    places = []
    for number, (address, body) in enumerate(files.items()):
        (folder / f"file-{number}").write_bytes(body)
        places.append(
            f"location = {address} {{ root {folder}; try_files /file-{number} =404; default_type text/html; }}"
        )
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Started by root, nginx would give its workers a user who may not look into the folder.
    user = "" if os.getuid() else "user root;"
    return f"""{user} daemon off; worker_processes 2; pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; open_file_cache max=100;
{temporary}
server {{ listen 127.0.0.1:{NGINX}; {" ".join(places)} }} }}"""


@contextmanager
def running(
    command: list[str], port: int, environment: dict[str, str], address: str = PAGE
) -> Iterator[psutil.Process]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port, address)
        yield psutil.Process(process.pid)
    finally:
        stop(process)


def stop(process: subprocess.Popen) -> None:
    """Threads that wait for a system that never answers keep a server from leaving by itself."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for one in family:
            one.kill()
        process.wait(timeout=20)


def wait_for(port: int, address: str, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            fetch(port, address)
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def fetch(port: int, address: str = PAGE, **headers: str) -> bytes:
    with urlopen(Request(f"http://127.0.0.1:{port}{address}", headers=headers), timeout=30) as response:
        return response.read()


def etag(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}{PAGE}", timeout=30) as response:
        return response.headers["ETag"]


def cpu_seconds(server: psutil.Process) -> float:
    """Of the server and its workers, as the kernel counts it."""
    times = [process.cpu_times() for process in [server, *server.children(recursive=True)]]
    return sum(spent.user + spent.system for spent in times)
