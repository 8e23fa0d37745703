"""How much memory an import of orders takes, and how fast it goes.

    python benchmarks/import_orders.py [ORDERS] [--full]

Writes customers and orders as CSV in a temporary folder, five orders a customer, and imports them into an SQLite
database beside it, or into the empty PostgreSQL database of BENCHMARK_DATABASE_URL. Prints growth of memory and rows a
second, of the checking and of the bringing in; fails above 64 MB. `--full` means 1,000,000 orders."""

# ruff: noqa: E402  (Django is set up before anything of it is imported)

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
os.environ["TEST_DATABASE_URL"] = os.environ.get("BENCHMARK_DATABASE_URL", f"sqlite:///{FOLDER.name}/benchmark.sqlite3")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks.support.memory import Peak
from privacy_portal.data_sources.ticketing.importing import import_folder
from privacy_portal.data_sources.ticketing.models import Customer, Order

FEW, MANY = 50_000, 1_000_000
ORDERS_EACH = 5
LIMIT_MB = 64
NAMES = ("Alma", "Bas", "Chandni", "Dirk", "Eefje", "Folkert")


def write(folder: Path, orders: int, first: int = 0) -> Path:
    """Orders with a bank account, in the last five years, by customers with everything filled in."""
    folder.mkdir()
    with (folder / "customers.csv").open("w") as file:
        file.write("number,first_name,last_name,email,phone,street,postcode,city,country,birth_date,account_since\n")
        for n in range(first // ORDERS_EACH, (first + orders) // ORDERS_EACH):
            file.write(
                f"C{n},{NAMES[n % 6]},Zomerdijk {n},klant{n}@example.org,06 {n:08},Roerdomphof {n % 300},9712 AB,"
                f"Waddenstad,NL,{1950 + n % 50}-05-17,2022-01-{1 + n % 28:02}\n"
            )
    with (folder / "orders.csv").open("w") as file:
        file.write("number,customer,placed_at,total,iban\n")
        for n in range(first, first + orders):
            day = f"{2022 + n % 5}-{1 + n % 10:02}-{1 + n % 28:02}T20:15"
            file.write(f"O{n},C{n // ORDERS_EACH},{day},{20 + n % 90}.50,NL13TEST0123456789\n")
    return folder


def measured(folder: Path, orders: int) -> float:
    """Megabytes this import took at most."""
    checked = []
    peak, began, worked = Peak(), perf_counter(), process_time()
    import_folder(folder, tell=lambda name, line, size: checked.append(perf_counter()) if line >= size else None)
    took, cpu, growth = perf_counter() - began, process_time() - worked, peak.growth_mb()
    rows = orders + orders // ORDERS_EACH
    print(
        f"{orders:>9} orders on {connection.vendor}  {rows / took:.0f} rows a second  {took:.1f} s "
        f"({cpu:.1f} s cpu, bringing in {took - (checked[-1] - began):.1f} s)  growth {growth:.1f} MB"
    )
    return growth


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("orders", type=int, nargs="?", default=FEW)
    parser.add_argument("--full", action="store_true", help=f"{MANY} orders")
    options = parser.parse_args()
    orders = MANY if options.full else options.orders
    call_command("migrate", verbosity=0)
    root = Path(FOLDER.name)
    import_folder(write(root / "warm", 1000))  # codecs and queries are loaded once
    growth = measured(write(root / "files", orders, first=1000), orders)
    assert (Customer.objects.count(), Order.objects.count()) == ((orders + 1000) // ORDERS_EACH, orders + 1000)
    return int(growth > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main())
