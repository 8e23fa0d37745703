"""Our questions to Tribe CRM are OData: a server that somebody else wrote understands each of them."""

from uuid import UUID, uuid4

import pytest

from privacy_portal.data_sources.contract import Change, Handle
from privacy_portal.data_sources.enums import ChangeOutcome, ErasureOutcome
from privacy_portal.data_sources.outside.client import Client, NotLetIn, Refused
from privacy_portal.data_sources.tribecrm import changing, odata
from privacy_portal.data_sources.tribecrm.api import CONTACTS, EMPLOYEES, PAGE, PERSONS, Configuration, Crm
from privacy_portal.data_sources.tribecrm.source import TribeCrmSource
from privacy_portal.data_subjects.enums import IdentifierKind
from tests.support.outside.cap import cap

pytestmark = pytest.mark.odata


class Server:
    """The server, and what a test puts into it."""

    def __init__(self, url: str):
        self.url = url
        self.crm = Crm(Configuration(url, url, "client", "secret"))
        self.source = TribeCrmSource(self.crm)

    def put_in(self, kind: str, **values) -> str:
        key = str(uuid4())
        self.crm._client.ask("POST", f"/{kind}", {"ID": key, **values})
        return key

    def person(self, email: str, **values) -> str:
        return self.put_in(PERSONS, EmailAddress=email, **{"LastName": "Zomerdijk", **values})

    def role(self, kind: str, person: str, organisation: str, **values) -> str:
        other = self.put_in("Relation_Organization", _Type="Relation.Organization", _Name=organisation)
        return self.put_in(kind, Person={"ID": person}, Relation={"ID": other}, **values)

    def collect(self, *emails: str) -> list:
        return list(self.source.collect_for(handles(*emails)))

    def erase(self, *emails: str) -> list[ErasureOutcome]:
        rows = list(self.source._rows(handles(*emails)))
        return [
            done.outcome for done in self.source.erase_for(handles(*emails), [changing.planned(row) for row in rows])
        ]


@pytest.fixture(scope="session")
def address():
    with cap() as url:
        yield url


@pytest.fixture
def server(address):
    return Server(address)


@pytest.fixture
def alma():
    """An address that no other test has used."""
    return f"alma.{uuid4()}@example.org"


def handles(*emails: str) -> tuple[Handle, ...]:
    return tuple(Handle(IdentifierKind.EMAIL, email) for email in emails)


def test_it_lets_in_who_has_a_token(server):
    assert server.source.check().ok
    with pytest.raises(NotLetIn):
        Client(server.url).get("/v1/odata/Relation_Person")


@pytest.mark.parametrize(
    "start",
    ["o'brien", "''", "x' or 'a' eq 'a", "a+b&c=d#e", "100%", "') or startswith(emailaddress,'", "é", '"\\', "a b"],
)
def test_any_address_is_one_text_to_it(server, alma, start):
    email = f"{start}.{alma}"
    server.person(alma)
    server.person(email, FirstName="Alma")
    [relation] = server.collect(email)
    assert (relation.value("emailaddress"), relation.value("firstname")) == (email, "Alma")


def test_a_broken_quote_would_have_been_refused(server):
    """What the doubling guards against, so that the test above means something."""
    with pytest.raises(Refused):
        server.crm._client.get(f"/{PERSONS}", {"$filter": "EmailAddress eq 'o'brien@example.org'"})


def test_what_stands_beside_a_person_comes_along(server, alma):
    server.person(
        alma,
        BirthDate="1980-05-01",
        BankAccountNumber="NL00TEST0123456789",
        Address={
            "ID": server.put_in("Address", Street="Kade", HouseNumber="1", City="Waddenstad", Country="Nederland")
        },
        Gender={"ID": server.put_in("Gender", _Name="Mevrouw")},
        Language={"ID": server.put_in("Language", _Name="Nederlands")},
    )
    [relation] = server.collect(alma)
    told = {field.name: field.value for field in relation.fields if field.value}
    assert (told["address-street"], told["address-city"]) == ("Kade", "Waddenstad")
    assert (told["gender"], told["language"]) == ("Mevrouw", "Nederlands")
    assert told["birthdate"].isoformat() == "1980-05-01"
    assert told["bankaccountnumber"] == "NL00TEST0123456789"
    assert not any(name.endswith("_id") for name in told), "keys of other tables say nothing"


def test_roles_are_found_by_the_person_and_by_an_address_of_their_own(server, alma):
    who, other = server.person(alma), server.person(f"bas.{alma}")
    server.role(CONTACTS, who, "Stichting Waterlicht", Department="Educatie")
    server.role(EMPLOYEES, who, "SPOT")
    server.role(CONTACTS, other, "Wolkenveld BV", EmailAddress=alma)
    server.role(CONTACTS, other, "Elders BV")
    relation, *roles = server.collect(alma)
    assert {role.value("relation") for role in roles} == {"Stichting Waterlicht", "SPOT", "Wolkenveld BV"}
    assert relation.value("emailaddress") == alma


def test_every_page_is_read(server, alma):
    who = server.person(alma)
    other = server.put_in("Relation_Organization", _Name="Stichting Waterlicht")
    rows = [{"ID": str(uuid4()), "Person": {"ID": who}, "Relation": {"ID": other}} for _ in range(PAGE + 7)]
    for row in rows:
        server.crm._client.ask("POST", f"/{CONTACTS}", row)
    found = server.collect(alma)
    assert {row.reference.partition(":")[2] for row in found} == {who, *(row["ID"] for row in rows)}


def test_a_correction_changes_one_field_and_is_read_back(server, alma):
    who = server.person(alma, FirstName="Alma", PhoneNumber="050")
    [relation] = server.collect(alma)
    change = Change(relation.reference, "firstname", "El'ma")
    [done] = server.source.rectify_for(handles(alma), [change])
    assert (done.outcome, done.value) == (ChangeOutcome.CHANGED, "El'ma")
    held = server.crm.read(PERSONS, UUID(who))
    assert (held["FirstName"], held["LastName"], held["PhoneNumber"]) == ("El'ma", "Zomerdijk", "050")


def test_what_it_refuses_is_a_refusal(server, alma):
    server.person(alma)
    [relation] = server.collect(alma)
    [done] = server.source.rectify_for(handles(alma), [Change(relation.reference, "phonenumber", "no number")])
    assert done.outcome == ChangeOutcome.REFUSED


def test_erasing_removes_roles_and_person_and_nobody_else(server, alma):
    bas = f"bas.{alma}"
    who, other = server.person(alma), server.person(bas)
    server.role(CONTACTS, who, "Stichting Waterlicht")
    server.role(CONTACTS, other, "Elders BV")
    assert server.erase(alma) == [ErasureOutcome.ERASED] * 2
    assert server.collect(alma) == []
    assert server.crm.read(PERSONS, UUID(who)) is None
    assert server.crm.remove(PERSONS, UUID(who)) is False, "again finds nothing"
    assert len(server.collect(bas)) == 2


def test_keys_stand_without_quotes(server, alma):
    key = server.person(alma)
    assert odata.key(server.crm.read(PERSONS, UUID(key))) == UUID(key)
    assert server.crm.read(PERSONS, uuid4()) is None
