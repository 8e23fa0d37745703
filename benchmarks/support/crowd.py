"""A ticket shop at full size, made inside the database by a few statements: customers, orders, and four tickets each.

What is sealed stays empty: nobody is looked up by it."""

from datetime import timedelta

from django.db import connection, models
from django.utils import timezone

from privacy_portal.data_sources.ticketing.finding import email_index
from privacy_portal.data_sources.ticketing.models import Customer, Event, Order, Ticket

TICKETS_EACH = 4
# The key of the n-th row, n rows from one, and an index that is nobody's address.
KEY = {"postgresql": "('{kind}' || lpad(to_hex({n}), 31, '0'))::uuid", "sqlite": "'{kind}' || printf('%031x', {n})"}
ROWS = {
    "postgresql": "generate_series(1, {count}) AS t(n)",
    "sqlite": "(WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {count}) SELECT n FROM t)",
}
SECRET = {"postgresql": "md5(n::text) || md5((-n)::text)", "sqlite": "lower(hex(randomblob(32)))"}


def load(customers: int, lines: int, event: Event, known: int) -> list[str]:
    """Fill the tables with that many tickets; gives the addresses of `known` customers, spread evenly."""
    orders, now = lines // TICKETS_EACH, timezone.now()
    indexes = [index for model in (Customer, Order, Ticket) for index in _take_indexes(model)]
    _insert(
        Customer,
        customers,
        {"id": _key("n", "c"), "number": "'C' || n", "email_index": SECRET[connection.vendor]},
        {"imported_at": now, "last_active_on": timezone.localdate(now)},
    )
    _insert(
        Order,
        orders,
        {"id": _key("n", "b"), "number": "'O' || n", "customer_id": _key(f"(1 + n % {customers})", "c")},
        {"imported_at": now, "placed_at": now - timedelta(days=200), "total_cents": 9000},
    )
    _insert(
        Ticket,
        orders * TICKETS_EACH,
        {"id": _key("n", "a"), "number": "'T' || n", "order_id": _key(f"(1 + n % {orders})", "b")},
        {"imported_at": now, "event_id": event.pk, "price_cents": 2250},
    )
    with connection.cursor() as cursor:
        for index in indexes:
            cursor.execute(index)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return _give_addresses(customers, known)


def _key(n: str, kind: str) -> str:
    return KEY[connection.vendor].format(n=n, kind=kind)


def _insert(model: type[models.Model], count: int, made: dict[str, str], same: dict) -> None:
    """`made` is SQL of n by column, `same` a value for all rows; other columns have their default."""
    quote = connection.ops.quote_name
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: same.get(name, field.get_default()) for name, field in fields.items() if name not in made}
    cells = [field.get_db_prep_save(values[name], connection) for name, field in fields.items() if name in values]
    places = ", ".join(made.get(name, "%s") for name in fields).replace("%", "%%").replace("%%s", "%s")
    columns = ", ".join(quote(name) for name in fields)
    with connection.cursor() as cursor:
        rows = ROWS[connection.vendor].format(count=count)
        table = quote(model._meta.db_table)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {places} FROM {rows}", cells)


def _take_indexes(model: type[models.Model]) -> list[str]:
    """Drops all that no constraint needs; gives the statements that make them again, as they were."""
    table = model._meta.db_table
    ask = {
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
    }
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor], [table])
        found = cursor.fetchall()
        for name, _statement in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [statement for _name, statement in found]


def _give_addresses(customers: int, known: int) -> list[str]:
    addresses = []
    for number in range(1, customers + 1, max(1, customers // known)):
        addresses.append(f"klant{number}@example.org")
        Customer.objects.filter(number=f"C{number}").update(email_index=email_index(addresses[-1]))
    return addresses
