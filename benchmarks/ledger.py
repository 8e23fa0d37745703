"""How fast the ledger is read back and written (SECURITY L-03).

    python benchmarks/ledger.py [--entries 100000] [--writers 8] [--each 250]

Fills the ledger on an SQLite database in a temporary folder, and on the PostgreSQL server of TEST_DATABASE_URL when it
is set (in a database of its own, dropped after it), and has `verify_ledger` read everything back. On PostgreSQL, where
writers wait for each other, eight processes then append at once, an entry a transaction, beside the same number of bare
inserts by the same processes.

Fails above 30 seconds for 100,000 entries, or below 500 entries a second by eight writers."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.support.databases import database_beside  # noqa: E402


def main() -> int:
    """Each database in a process of its own, because settings are read once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--each", type=int, default=250)
    options = parser.parse_args()
    size = [str(number) for number in (options.entries, options.writers, options.each)]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        failed |= run(size, f"sqlite:///{folder}/benchmark.sqlite3")
    if server := os.environ.get("TEST_DATABASE_URL"):
        with database_beside(server) as url:
            failed |= run(size, url)
    else:
        print("PostgreSQL was not measured: set TEST_DATABASE_URL.")
    return failed


def run(size: list[str], url: str) -> int:
    command = [sys.executable, str(ROOT / "benchmarks/support/ledger_run.py"), *size]
    return subprocess.run(command, env={**os.environ, "TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
