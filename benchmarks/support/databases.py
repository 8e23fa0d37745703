"""An empty PostgreSQL database on a server somebody named, dropped after use."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

NAME = "privacy_benchmark"


@contextmanager
def database_beside(url: str) -> Iterator[str]:
    """The address of a new database on the server of that one."""
    place = urlsplit(url)
    with psycopg.connect(urlunsplit(place._replace(path="/postgres")), autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME))
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        try:
            yield urlunsplit(place._replace(path=f"/{NAME}"))
        finally:
            server.execute(drop)
