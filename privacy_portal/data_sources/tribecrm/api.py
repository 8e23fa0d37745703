"""The few requests we make of Tribe CRM's OData v4 API, and nothing of what they mean to us."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from privacy_portal.data_sources.contract import SourceUnavailable
from privacy_portal.data_sources.outside.client import Answer, Client, Limits
from privacy_portal.data_sources.outside.token import Token

from . import odata
from .odata import Entity

VERSION = "/v1/odata"
PAGE = 50
# Rows of one answer we read at most: nobody has more roles, and a server may answer without end.
MOST = 2000

PERSONS = "Relation_Person"
CONTACTS = "Relationship_Person_Contact_Standard"
EMPLOYEES = "Relationship_Person_Contact_Employee"
ROLES = (CONTACTS, EMPLOYEES)
NOBODY = "nobody@example.invalid"
# What is told beside the entity itself.
BESIDE = {PERSONS: "Address,Gender,Language", CONTACTS: "Person,Relation", EMPLOYEES: "Person,Relation"}


class Configuration(NamedTuple):
    """What an operator gives in the environment; see docs/how-to/connect-a-source.md."""

    auth_url: str
    api_url: str
    client_id: str
    client_secret: str

    @property
    def is_complete(self) -> bool:
        return all(self)

    @property
    def address(self) -> str:
        given = self.api_url.rstrip("/")
        return given if urlsplit(given).path.endswith(VERSION) else given + VERSION

    @property
    def form(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scope": "read write",
        }


class Role(NamedTuple):
    """A relationship of a person, with the set of entities it stands in."""

    kind: str
    entity: Entity


class Crm:
    """Persons and their roles. An answer about somebody else than was asked for is no answer."""

    def __init__(self, configuration: Configuration, limits: Limits | None = None):
        limits = limits or Limits()
        token = Token(Client(configuration.auth_url, limits=limits), "/oauth2/token", configuration.form)
        self._client = Client(configuration.address, token.headers, token.refused, limits=limits)

    def ping(self) -> None:
        """Whether we are let in and understood; about nobody."""
        self._all(PERSONS, odata.equals("EmailAddress", NOBODY))

    def persons(self, email: str) -> Iterator[Entity]:
        """Everybody with this address: two with one address are two."""
        for listed in self._all(PERSONS, odata.equals("EmailAddress", email)):
            person = self.person(odata.key(_about(listed, email)), email)
            if person is not None:
                yield person

    def person(self, key: UUID, email: str) -> Entity | None:
        """With what is told beside it. None if it is not there (any more)."""
        found = self.read(PERSONS, key)
        return None if found is None else _about(found, email)

    def roles(self, email: str, persons: list[UUID]) -> Iterator[Role]:
        """What these persons are to somebody, and every role that has this address itself."""
        mine = odata.equals("EmailAddress", email)
        wanted = f"{mine} or {odata.is_one_of('Person/ID', persons)}" if persons else mine
        for kind in ROLES:
            for found in self._all(kind, wanted, {"$expand": BESIDE[kind]}):
                if person_of(found) not in persons:
                    _about(found, email)
                yield Role(kind, found)

    def read(self, kind: str, key: UUID) -> Entity | None:
        answer = self._client.get(_path(kind, key), {"$expand": BESIDE[kind]})
        if answer.is_missing:
            return None
        if not isinstance(answer.data, dict) or odata.key(answer.data) != key:
            raise SourceUnavailable("answered about something else")
        return answer.data

    def change(self, kind: str, key: UUID, values: dict[str, Any]) -> None:
        """Tribe CRM leaves alone what a PUT does not name."""
        self._client.ask("PUT", _path(kind, key), values)

    def remove(self, kind: str, key: UUID) -> bool:
        """False when there was nothing."""
        return not self._client.ask("DELETE", _path(kind, key)).is_missing

    def _all(self, kind: str, wanted: str, more: dict[str, str] | None = None) -> list[Entity]:
        """Page by page. A row that comes twice means that pages are not what we asked for."""
        found: dict[UUID, Entity] = {}
        while True:
            answer = self._client.get(
                f"/{kind}", {"$filter": wanted, **(more or {}), "$top": str(PAGE), "$skip": str(len(found))}
            )
            page = {odata.key(row): row for row in _rows(kind, answer)}
            if not page.keys().isdisjoint(found) or len(found) > MOST:
                raise SourceUnavailable("answers without end")
            found |= page
            if not page or (len(page) < PAGE and not odata.has_more(answer.data)):
                return list(found.values())


def _rows(kind: str, answer: Answer) -> list[Entity]:
    """A CRM may do without a kind of role; one without persons is another system than we were told."""
    return [] if answer.is_missing and kind in ROLES else odata.rows(answer.data)


def address_of(entity: Entity) -> str:
    return str(odata.value(entity, "EmailAddress") or "").strip().lower()


def person_of(role: Entity) -> UUID | None:
    person = odata.value(role, "Person")
    return odata.key(person) if person is not None else None


def _about(entity: Entity, email: str) -> Entity:
    if address_of(entity) != email:
        raise SourceUnavailable("answered about somebody else")
    return entity


def _path(kind: str, key: UUID) -> str:
    return f"/{kind}({key})"
