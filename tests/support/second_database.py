"""A second PostgreSQL database on the server the tests run on, with a user that may only look at its views."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo


@dataclass
class SecondDatabase:
    """`url` is the reader's; `run` works as the owner."""

    name: str
    url: str
    owner: str

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.owner, autocommit=True) as owner:
            for statement in statements:
                owner.execute(statement)


@contextmanager
def second_database() -> Iterator[SecondDatabase]:
    """Made for one test session and removed after it, with its user."""
    settings = connection.settings_dict
    name = f"{settings['NAME']}_shop"
    place = {"host": settings["HOST"] or "/var/run/postgresql", "port": settings["PORT"] or 5432}
    mine = {**place, "user": settings["USER"], "password": settings["PASSWORD"] or None}
    password = secrets.token_urlsafe(16)
    with psycopg.connect(make_conninfo(**mine, dbname="postgres"), autocommit=True) as server:
        _drop(server, name)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(password)))
        try:
            url = f"postgres://{name}:{password}@{place['host']}:{place['port']}/{name}"
            if place["host"].startswith("/"):
                url = f"postgres://{name}:{password}@/{name}?host={place['host']}&port={place['port']}"
            yield SecondDatabase(name, url, make_conninfo(**mine, dbname=name))
        finally:
            _drop(server, name)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))
