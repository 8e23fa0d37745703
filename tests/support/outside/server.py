"""A small HTTP server that answers what a test tells it, also very badly."""

import contextlib
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else {}

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


Reply = tuple[int, Any]


@dataclass
class Outside:
    """`reply` answers; `fault` (one of FAULTS) makes every request fail that way; `faults` lets the next ones fail;
    `pause` is how many seconds it takes over each answer."""

    reply: Callable[[Asked], Reply]
    url: str = ""
    fault: str = ""
    pause: float = 0
    faults: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    outside: Outside
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None: ...

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asked = Asked(self.command, parts.path, query, dict(self.headers), self.rfile.read(length))
        self.outside.asked.append(asked)
        self.outside.stopped.wait(self.outside.pause)
        fault = self.outside.faults.pop(0) if self.outside.faults else self.outside.fault
        if fault:
            FAULTS[fault](self)
        else:
            status, data = self.outside.reply(asked)
            if status in {302, 303}:
                self.send(status, b"", Location=data)
            else:
                self.send(status, b"" if data in ("", None) else json.dumps(data).encode())
        self.close_connection = True

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any

    def send(self, status: int, body: bytes, kind: str = "application/json; charset=utf-8", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def hang(handler: Handler) -> None:
    handler.outside.stopped.wait(30)


def drip_body(handler: Handler) -> None:
    """A byte now and then: no single read ever takes long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    drip(handler, b" ")


def drip_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip(handler, b"X-More: more\r\n")


def drip(handler: Handler, piece: bytes) -> None:
    with contextlib.suppress(OSError):
        while not handler.outside.stopped.wait(0.05):
            handler.wfile.write(piece)
            handler.wfile.flush()


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def half(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"id": ')


FAULTS: dict[str, Callable[[Handler], None]] = {
    "hang": hang,
    "drip body": drip_body,
    "drip head": drip_head,
    "reset": reset,
    "half": half,
    "not http": lambda handler: handler.wfile.write(b"\x00\x01\x02 nonsense\r\n\r\n"),
    "broken json": lambda handler: handler.send(200, b'{"id": "1", alma@example.org'),
    "deep json": lambda handler: handler.send(200, b"[" * 200_000),
    "html": lambda handler: handler.send(200, b"<html>alma@example.org</html>", "text/html"),
    "huge": lambda handler: handler.send(200, b'"' + b"x" * 6_000_000 + b'"'),
    "list": lambda handler: handler.send(200, b"[1, 2]"),
    "rate limit": lambda handler: handler.send(429, b"{}", Retry_After="0"),
    "long rate limit": lambda handler: handler.send(429, b"{}", Retry_After="3600"),
    "server error": lambda handler: handler.send(500, b"<h1>alma@example.org</h1>", "text/html"),
    "unavailable": lambda handler: handler.send(503, b"{}"),
    "redirect": lambda handler: handler.send(302, b"", Location="http://127.0.0.1:1/elsewhere"),
    "locked out": lambda handler: handler.send(401, b'{"title": "API Key Invalid"}'),
    "forbidden": lambda handler: handler.send(403, b"{}"),
}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # Five is the standard: of eight who come at once the rest wait a second, which is longer than we wait for anybody.
    request_queue_size = 64


@contextlib.contextmanager
def running(reply: Callable[[Asked], Reply], *, tls: ssl.SSLContext | None = None) -> Iterator[Outside]:
    outside = Outside(reply)
    handler = type("OneHandler", (Handler,), {"outside": outside})
    server = Server(("127.0.0.1", 0), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    outside.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield outside
    finally:
        outside.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
