"""One run of `lookup.py` on the empty database of BENCHMARK_DATABASE_URL: CUSTOMERS LINES."""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from django.db import connection
from django.test import Client

from benchmarks.data_view import PAGE, build, signed_in  # sets Django up
from benchmarks.support.crowd import load
from privacy_portal.data_sources.contract import Handle
from privacy_portal.data_sources.ticketing.collecting import collect
from privacy_portal.data_sources.ticketing.finding import Person, find
from privacy_portal.data_sources.ticketing.models import Event
from privacy_portal.data_subjects.enums import IdentifierKind

MOST_MS, MOST_QUERIES, MOST_DATA_QUERIES, MOST_SQL_MS = 20, 25, 8, 2
KNOWN, ORDERS, ROUNDS = 200, 200, 15


def found(address: str) -> tuple[float, float]:
    """Milliseconds to find a customer, and to collect everything of theirs."""
    began = perf_counter()
    matches = list(find([Handle(IdentifierKind.EMAIL, address)]))
    looked_up = perf_counter()
    records = list(collect(Person((Handle(IdentifierKind.EMAIL, address),))))
    assert len(matches) == 1 and len(records) > 1, address
    return (looked_up - began) * 1000, (perf_counter() - looked_up) * 1000


class Watch:
    """Milliseconds of each query, as the driver takes them; those for the data apart."""

    def __init__(self) -> None:
        self.all: list[float] = []
        self.data: list[float] = []
        self.asked: list[tuple] = []

    def __call__(self, execute, sql, params, many, context):
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = (perf_counter() - began) * 1000
            self.all.append(took)
            if "data_sources_" in sql:
                self.data.append(took)
                self.asked.append((sql, params))

    def in_the_database(self) -> float:
        """Milliseconds that the database itself works on the queries for the data. SQLite works inside the driver;
        PostgreSQL tells, without planning, the way to it and back, and making Python values of the rows."""
        return sum(self.data) if connection.vendor == "sqlite" else sum(executed(*each) for each in self.asked)


def executed(sql: str, params: tuple) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
        [[[plan]]] = cursor.fetchall()
    return plan["Execution Time"]


def page(client: Client) -> Watch:
    watch = Watch()
    with connection.execute_wrapper(watch):
        assert client.get(PAGE).status_code == 200
    return watch


def measure(customers: int, lines: int) -> int:
    began = perf_counter()
    build(200, ORDERS)
    addresses = load(customers, lines, Event.objects.earliest("starts_at"), KNOWN)
    filled = perf_counter() - began
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does of what was filled
    times = [found(address) for address in addresses]
    looked_up, collected = (sorted(column) for column in zip(*times, strict=True))
    client = signed_in()
    watches = [page(client) for _round in range(ROUNDS)][3:]
    queries, data = len(watches[-1].all), len(watches[-1].data)
    sql = median(watch.in_the_database() for watch in watches)
    driver = median(sum(watch.data) for watch in watches)
    print(
        f"{connection.vendor}, {customers} customers, {lines} order lines (filled in {filled:.0f} s)\n"
        f"  look-up: median {median(looked_up):.1f} ms, slowest {looked_up[-1]:.1f} ms; "
        f"with all of theirs {median(collected):.1f} ms more\n"
        f"  own-data page with {ORDERS} orders: {queries} queries, {data} for the data "
        f"({sql:.2f} ms in the database, {driver:.2f} with the driver)",
        flush=True,
    )
    too_slow = median(looked_up) > MOST_MS or sql > MOST_SQL_MS
    return int(too_slow or queries > MOST_QUERIES or data > MOST_DATA_QUERIES)


if __name__ == "__main__":
    sys.exit(measure(*map(int, sys.argv[1:])))
