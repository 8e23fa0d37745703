"""Before any row is read from the ticket shop's database: is the way there safe, and is the contract written down?"""

import re

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from psycopg.conninfo import conninfo_to_dict

from privacy_portal.data_sources.ticketing.importing import checks, views
from privacy_portal.data_sources.ticketing.importing.address import conninfo
from privacy_portal.data_sources.ticketing.importing.tables import TABLES

REFERENCE = (django_settings.BASE_DIR / "docs/reference/ticketing-views.md").read_text()
CREATE = re.findall(r"```sql\n(CREATE VIEW .*?)```", REFERENCE, re.DOTALL)


def test_the_reference_has_every_view_with_every_column():
    assert len(CREATE) == len(TABLES)
    for table, text in zip(TABLES, CREATE, strict=True):
        assert text.startswith(f"CREATE VIEW privacy_portal.{views.view(table)} AS")
        told = set(re.findall(r'AS "?(\w+)"?', text)) - {"SELECT"}
        assert {column.name for column in table.columns} <= told


@pytest.mark.security("C-05")
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgres://reader@127.0.0.1/shop", ""),
        ("postgres://reader@/shop?host=/run/postgresql", ""),
        ("postgres://reader@[::1]/shop", ""),
        ("postgres://reader@shop.example.org/shop", ""),
        ("postgres://reader@shop.example.org/shop?sslmode=verify-full", ""),
        ("postgres://reader@shop.example.org/shop?sslmode=require", "verify-full"),
        ("postgres://reader@127.0.0.1,shop.example.org/shop?sslmode=disable", "verify-full"),
        ("postgres://reader@localhost/shop?hostaddr=192.0.2.1", "may not hold hostaddr"),
        ("postgres://reader@localhost/shop?options=-cx%3Dy", "may not hold options"),
        ("postgres://reader:geheim@/shop", "lacks host"),
        ("mysql://reader@localhost/shop", "no address of a PostgreSQL"),
        ("geheim", "no address of a PostgreSQL"),
    ],
)
def test_the_start_looks_at_the_way_to_the_shop(settings, url, words):
    settings.TICKETING_DATABASE_URL = url
    with translation.override("en"):
        found = [str(check.msg) for check in checks.the_way_to_the_shop_is_safe()]
    assert bool(found) == bool(words)
    assert all(words in sentence and "geheim" not in sentence for sentence in found)


@pytest.mark.security("C-05")
def test_a_database_elsewhere_is_verified_without_being_asked_to(settings):
    found = conninfo_to_dict(conninfo("postgres://reader@shop.example.org/shop"))
    assert (found["sslmode"], found["sslrootcert"]) == ("verify-full", "system")
