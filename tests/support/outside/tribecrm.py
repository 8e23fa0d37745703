"""Tribe CRM's API as its documentation and its users describe it: tokens that end, OData collections of persons and of
their roles, properties in another case on some days, and employees that the API does not remove."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from . import odata
from .server import Asked, Outside, Reply, running

CLIENT, SECRET = "spot-privacy", "s3cret&with=signs"
PERSONS = "Relation_Person"
CONTACTS, EMPLOYEES = "Relationship_Person_Contact_Standard", "Relationship_Person_Contact_Employee"
LINKS = {
    PERSONS: {"Address", "Gender", "Language"},
    CONTACTS: {"Person", "Relation"},
    EMPLOYEES: {"Person", "Relation"},
}
READ_ONLY = {"ID", "_Type", "_Name"}


def fault(status: int, message: str) -> Reply:
    return status, {"error": {"code": str(status), "message": message}}


@dataclass
class TribeCrm:
    """`life` is how long a token lasts, in seconds; `lasts` after how many requests the server forgets it all the same.
    `stranger` is what the server says to every question about persons; `camel` spells properties the other way."""

    life: int = 3600
    lasts: int = 1_000_000
    camel: bool = False
    stranger: list[dict[str, Any]] | None = None
    refuses: set[str] = field(default_factory=set)
    entities: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {PERSONS: {}, CONTACTS: {}, EMPLOYEES: {}}
    )
    tokens: dict[str, int] = field(default_factory=dict)

    # --- What a test puts in

    def add(self, email: str, **values: Any) -> dict[str, Any]:
        number = len(self.entities[PERSONS]) + 1
        return self._put(
            PERSONS,
            {
                "_Type": "Relation.Person",
                "_Name": f"{values.get('FirstName', '')} Zomerdijk".strip(),
                "FirstName": "",
                "MiddleName": None,
                "LastName": "Zomerdijk",
                "Initials": "A.",
                "Title": "",
                "Suffix": "",
                "EmailAddress": email,
                "PhoneNumber": f"050 000 00{number:02}",
                "MobilePhoneNumber": "",
                "BirthDate": "1980-05-01T00:00:00Z",
                "BankAccountNumber": "NL00TEST0123456789",
                "Address": {
                    **entity("Address", "Kade 1"),
                    "Street": "Kade",
                    "HouseNumber": "1",
                    "Postalcode": "9700 AA",
                    "City": "Waddenstad",
                    "Country": entity("Datastore.Country", "Nederland"),
                },
                "Gender": entity("Datastore.Gender", "Mevrouw"),
                "Language": entity("Datastore.Language", "Nederlands"),
                "CreationDate": "2019-02-03T10:00:00Z",
                "LastMutationDate": "2024-05-03T10:00:00Z",
                **values,
            },
        )

    def role(self, kind: str, person: dict[str, Any], organisation: str, **values: Any) -> dict[str, Any]:
        short = {key: person[key] for key in ("ID", "_Type", "_Name")}
        other = entity("Relation.Organization", organisation)
        told = {"EmailAddress": None, "PhoneNumber": "", "MobilePhoneNumber": "", "Department": "", **values}
        return self._put(
            kind, {"_Type": kind.replace("_", "."), "_Name": organisation, "Person": short, "Relation": other, **told}
        )

    def _put(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        number = sum(map(len, self.entities.values())) + 1
        made = {"ID": str(UUID(int=(0xA11CE << 96) + number)), **values}
        self.entities[kind][made["ID"]] = made
        return made

    # --- What it answers

    def reply(self, asked: Asked) -> Reply:
        if asked.path == "/oauth2/token":
            return self.token(asked)
        token = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token, 0) <= 0:
            return fault(401, "The access token is invalid or has expired.")
        self.tokens[token] -= 1
        kind, _, key = asked.path.removeprefix("/v1/odata/").partition("(")
        if kind not in self.entities:
            return fault(404, "No such entity set.")
        return self.one(asked, kind, key.removesuffix(")")) if key else self.many(asked, kind)

    def token(self, asked: Asked) -> Reply:
        wanted = {"grant_type": "client_credentials", "scope": "read write"}
        if asked.method != "POST" or asked.form != {**wanted, "client_id": CLIENT, "client_secret": SECRET}:
            return 401, {"error": "invalid_client", "error_description": "Client authentication failed"}
        value = f"token-{len(self.tokens) + 1}"
        self.tokens[value] = self.lasts
        return 200, {"access_token": value, "expires_in": self.life, "scope": "read write", "token_type": "bearer"}

    def many(self, asked: Asked, kind: str) -> Reply:
        if asked.method != "GET":
            return fault(405, "Method not allowed.")
        try:
            test = odata.parsed(asked.query.get("$filter", "ID eq ID"))
        except odata.BadFilter:
            return fault(400, f"Cannot read {asked.query['$filter']}")
        found = [row for row in self.entities[kind].values() if test(row)]
        if self.stranger is not None and kind == PERSONS:
            found = self.stranger
        skip, top = int(asked.query.get("$skip", 0)), int(asked.query.get("$top", 1000))
        return 200, self.spelled({"value": [self.shown(row, kind, asked) for row in found[skip : skip + top]]})

    def one(self, asked: Asked, kind: str, key: str) -> Reply:
        held = self.entities[kind].get(key)
        if held is None:
            return fault(404, "Not found.")
        if asked.method in self.refuses or (asked.method == "DELETE" and kind == EMPLOYEES):
            return fault(400, "This is not possible.")
        match asked.method:
            case "GET":
                return 200, self.spelled(self.shown(held, kind, asked))
            case "PUT":
                return self.change(held, asked.json)
            case "DELETE":
                return self.remove(kind, key)
        return fault(405, "Method not allowed.")

    def change(self, held: dict[str, Any], wanted: dict[str, Any]) -> Reply:
        if not wanted.keys() <= held.keys() - READ_ONLY or not wanted.get("LastName", "-"):
            return fault(400, "Validation failed.")
        held |= wanted
        return 204, ""

    def remove(self, kind: str, key: str) -> Reply:
        if kind == PERSONS and any(role["Person"]["ID"] == key for role in self.entities[EMPLOYEES].values()):
            return fault(400, "An employee cannot be removed.")
        del self.entities[kind][key]
        if kind == PERSONS:
            kept = {own: role for own, role in self.entities[CONTACTS].items() if role["Person"]["ID"] != key}
            self.entities[CONTACTS] = kept
        return 204, ""

    def shown(self, held: dict[str, Any], kind: str, asked: Asked) -> dict[str, Any]:
        left_out = LINKS[kind] - set(asked.query.get("$expand", "").split(","))
        return {name: value for name, value in held.items() if name not in left_out}

    def spelled(self, told: Any) -> Any:
        if not self.camel:
            return told
        if isinstance(told, list):
            return [self.spelled(each) for each in told]
        if not isinstance(told, dict):
            return told
        return {"id" if name == "ID" else name[:1].lower() + name[1:]: self.spelled(told[name]) for name in told}


def entity(kind: str, name: str) -> dict[str, Any]:
    return {"ID": str(UUID(int=abs(hash(name)) % 2**64)), "_Type": kind, "_Name": name}


@contextmanager
def tribecrm() -> Iterator[tuple[TribeCrm, Outside]]:
    service = TribeCrm()
    with running(service.reply) as outside:
        yield service, outside
