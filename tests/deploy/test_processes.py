"""What runs in the containers besides the site: the health question, the timers, and secrets that come from files."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cms.environment import Env
from cms.jobs import JOBS
from deploy import healthcheck, timers


@contextmanager
def answering(status: int) -> Iterator[HTTPServer]:
    """A site that knows only its own name, as Django does."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            known = self.headers["Host"] == "privacy.example.org" and self.path == "/healthz"
            self.send_response(status if known else 400)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("status", "lives"), [(200, True), (503, False)])
def test_s03_the_container_asks_for_its_health_by_its_own_name(status: int, lives: bool):
    with answering(status) as server:
        assert healthcheck.lives(server.server_port, "privacy.example.org") is lives
        assert not healthcheck.lives(server.server_port, "127.0.0.1")


def test_s03_nobody_there_is_not_healthy():
    with answering(200) as server:
        port = server.server_port
    assert not healthcheck.lives(port, "privacy.example.org")


def test_the_timers_start_every_interval_that_has_jobs():
    starting = {each for hour in range(24) for minute in range(60) for each in timers.due(at(hour, minute))}
    assert starting == set(JOBS)


@pytest.mark.parametrize(
    ("hour", "minute", "starting"),
    [(12, 0, ["minute"]), (12, 7, ["minute", "hour"]), (3, 15, ["minute", "night"]), (3, 7, ["minute", "hour"])],
)
def test_the_timers_keep_the_times_of_the_guide(hour: int, minute: int, starting: list[str]):
    assert list(timers.due(at(hour, minute))) == starting


def test_an_interval_that_still_runs_is_not_started_again(monkeypatch):
    started = []

    def start(interval: str) -> subprocess.Popen:
        started.append(interval)
        seconds = "30" if len(started) == 1 else "0"
        return subprocess.Popen([sys.executable, "-Sc", f"import time; time.sleep({seconds})"])

    monkeypatch.setattr(timers, "start", start)
    running: dict[str, subprocess.Popen] = {}
    timers.tick(at(12, 6), running)
    timers.tick(at(12, 7), running)
    assert started == ["minute", "hour"]
    running["minute"].kill()
    running["minute"].wait()
    timers.tick(at(12, 8), running)
    assert started == ["minute", "hour", "minute"]
    for process in running.values():
        process.wait()


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 28, hour, minute, tzinfo=timers.ZONE)


@pytest.mark.security("ASVS 13.3.1")
def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch):
    """And the line break an editor leaves is no part of it."""
    (tmp_path / "key").write_text("one:a2V5,two:a2V5\n")
    monkeypatch.setenv("A_RING_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("A_WORD", "word")
    env = Env()
    assert env.list("A_RING") == ["one:a2V5", "two:a2V5"]
    assert env("A_WORD") == "word"


def test_a_file_that_is_not_there_stops_the_start(monkeypatch):
    monkeypatch.setenv("GONE_FILE", "/nowhere/at/all")
    with pytest.raises(FileNotFoundError):
        Env()("GONE")
