"""`make test`: the whole suite on every database and browser this machine has, and a last word on what did not run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.papers import missing_papers

ROOT = Path(__file__).resolve().parent.parent
ODATA_SERVER = ROOT / "tests/support/outside/odata_server/node_modules/.installed"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest(*arguments: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment).returncode


def main() -> int:
    failed, not_run = [], list(missing_papers().values())
    postgresql = os.environ.pop("TEST_DATABASE_URL", "")
    here = "not browser"
    if not ODATA_SERVER.exists():
        not_run.append("Tribe CRM against a real OData server (make odata-server)")
        here += " and not odata"
    if not NGINX:
        not_run.append("nginx's configuration (install nginx)")
        here += " and not nginx"
    if pytest("-m", here, "-n", "2"):
        failed.append("SQLite")
    if not postgresql:
        not_run.append(
            "PostgreSQL and the ticket shop's own database (set TEST_DATABASE_URL=postgres://user@host/name)"
        )
    elif pytest("-m", here, "-n", "2", TEST_DATABASE_URL=postgresql):
        failed.append("PostgreSQL")
    if not CHROMIUM:
        not_run.append("browser journeys (install Chromium)")
    elif pytest("-m", "browser", "-n", "2", "tests/browser", CHROMIUM=CHROMIUM):
        failed.append("browser")
    print(f"\nNot run: {'; '.join(not_run) or 'nothing, everything ran'}.")
    print(f"Failed: {', '.join(failed) or 'nothing'}.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
