"""How long it takes to find one customer among a million, and what their own page asks of the database there (T9).

    python benchmarks/lookup.py [--customers 50000] [--lines 500000] [--full]

Fills an SQLite database in a temporary folder, and the PostgreSQL server of TEST_DATABASE_URL when it is set (in a
database of its own, which is dropped after it), with customers, orders and order lines (tickets). `--full` means
1,000,000 customers and 10,000,000 lines. Then 200 customers all over the table are looked up by address, each once, and
all of theirs is collected; and Alma, who has two hundred orders, opens her page.

Fails above 20 ms for the median look-up, 25 queries of the page, 8 for the data in it, or 2 ms of SQL for those."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.support.databases import database_beside  # noqa: E402

FEW, MANY = (50_000, 500_000), (1_000_000, 10_000_000)


def main() -> int:
    """Each database in a process of its own, because settings are read once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=FEW[0])
    parser.add_argument("--lines", type=int, default=FEW[1])
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    size = [str(number) for number in (MANY if options.full else (options.customers, options.lines))]
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
    command = [sys.executable, str(ROOT / "benchmarks/support/looking_up.py"), *size]
    return subprocess.run(command, env={**os.environ, "BENCHMARK_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
