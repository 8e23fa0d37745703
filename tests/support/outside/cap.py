"""An OData v4 server that somebody else wrote (SAP CAP), with the part of Tribe CRM's model that we ask. It reads our
filters with a grammar of its own, so what it understands is OData and not our idea of it."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).parent / "odata_server"
INSTALLED = FOLDER / "node_modules" / ".installed"
SECONDS = 60
LISTENS = re.compile(r"listening on \{ url: 'http://localhost:(\d+)' \}")
# Only this: no proxy, no key and no address of ours reaches it, and nothing reports who uses it.
QUIET = {"NODE_ENV": "test", "DO_NOT_TRACK": "1", "NO_TELEMETRY": "1", "CDS_ENV": "test", "FORCE_COLOR": "0"}


@contextmanager
def cap() -> Iterator[str]:
    """Its address, on a free port of this machine."""
    node = shutil.which("node")
    assert node and INSTALLED.exists(), "the OData server is not installed: run `make odata-server`"
    command = [node, "node_modules/@sap/cds/bin/serve.js", "all", "--in-memory", "--port", "0"]
    with tempfile.TemporaryFile("w+") as log:
        environment = {"PATH": os.environ["PATH"], "HOME": tempfile.gettempdir(), **QUIET}
        process = subprocess.Popen(command, cwd=FOLDER, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield f"http://127.0.0.1:{port_of(process, log)}"
        finally:
            process.terminate()
            process.wait(SECONDS)


def port_of(process: subprocess.Popen, log) -> int:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        log.seek(0)
        if found := LISTENS.search(log.read()):
            return int(found[1])
        time.sleep(0.05)
    log.seek(0)
    raise AssertionError(f"the OData server did not start:\n{log.read()}")
