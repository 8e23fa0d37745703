"""The same list for programs: the fields stay, every cell comes back as it was, and no cell runs as a formula."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.evidence.cells import harmless
from privacy_portal.processing_register import queries
from privacy_portal.processing_register.files import FIELDS, as_csv
from privacy_portal.processing_register.schema import PROCESSORS_SCHEMA

from .entries import processor, publish

SCHEMA = json.loads(PROCESSORS_SCHEMA.read_text(encoding="utf-8"))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.fixture
def document(client, spot_register):
    return lambda **wanted: client.get("/verwerkers.json", wanted).json()


def test_csv_is_utf8_with_lines_as_rfc_4180_wants_them(client, spot_register):
    response = client.get("/verwerkers.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="verwerkers.csv"'
    lines = response.content.split(b"\r\n")
    assert lines[0] == ",".join(FIELDS).encode()
    assert lines[-1] == b""
    assert len(rows(response.content)) == 11


def test_csv_says_what_the_page_says(client, spot_register):
    google = next(row for row in rows(client.get("/verwerkers.csv").content) if row["key"] == "google")
    assert google["role"] == "processor"
    assert google["data_categories"] == "Surfgedrag"
    assert google["agreements"] == "processing concluded"
    assert google["country"] == "US"
    assert google["certificates"] == ""


def test_files_take_the_filters_of_the_page(client, document):
    wanted = {"where": "outside", "sort": "-name"}
    names = [row["name"] for row in rows(client.get("/verwerkers.csv", wanted).content)]
    assert names == [party["name"] for party in document(**wanted)["processors"]] == ["Mailchimp/Mandrill", "Google"]


@pytest.mark.parametrize("path", ["/verwerkers.csv", "/verwerkers.json"])
def test_a_bad_filter_is_answered_in_plain_words(client, spot_register, path):
    response = client.get(path, {"role": "friend"})
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "role: “friend” is geen van de keuzes." in response.content.decode()


def test_an_empty_selection_is_a_file_with_a_head_only(client, document):
    assert rows(client.get("/verwerkers.csv", {"q": "zeppelin"}).content) == []
    assert document(q="zeppelin")["processors"] == []


def test_a_formula_in_the_register_does_not_run(client, spot_register):
    publish(processor("keynius"), name="=1+1", service='+31 50 123, "ja"\n@nu')
    row = next(row for row in rows(client.get("/verwerkers.csv").content) if row["key"] == "keynius")
    assert row["name"] == "'=1+1"
    assert row["service"] == '\'+31 50 123, "ja"\n@nu'


@pytest.mark.django_db
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1))
def test_every_text_comes_back_from_the_csv(text):
    entry = replace(_google(), name=text)
    assert rows(as_csv([entry]))[0]["name"] == harmless(text)


def _google():
    return queries.ProcessorEntry(
        **{
            **dict.fromkeys(queries.ProcessorEntry.__dataclass_fields__, ""),
            **dict.fromkeys(("purposes", "data", "activities", "systems", "sub_processors"), ()),
            **dict.fromkeys(("agreements", "transfers"), ()),
            **dict.fromkeys(("role", "engaged_by", "since", "until", "reviewed_on", "updated_at"), None),
            "region": queries.ProcessorEntry.__annotations__["region"].UNKNOWN,
        }
    )


def test_json_is_what_its_schema_says(client, document):
    found = document()
    assert found["$schema"].endswith("/verwerkers.schema.json")
    assert client.get("/verwerkers.schema.json").json() == SCHEMA
    check(found, SCHEMA)


def test_json_is_in_the_language_of_its_address(client, spot_register):
    found = client.get("/en/processors.json").json()
    assert found["language"] == "en"
    assert found["$schema"].endswith("/en/processors.schema.json")
    assert any(party["service"] == "Sends our e-mails." for party in found["processors"])


def test_the_fields_of_version_one_stay():
    """Other programs read these; take one away only with a new format_version."""
    assert SCHEMA["$defs"]["processor"]["required"] == list(FIELDS)


TYPES = {"string": str, "null": type(None), "array": list, "object": dict}


def check(value, schema) -> None:
    """As much of JSON Schema as our schema uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if "const" in schema:
        assert value == schema["const"]
    if "enum" in schema:
        assert value in schema["enum"]
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert isinstance(value, tuple(TYPES[name] for name in types))
    if isinstance(value, dict):
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        for name, part in value.items():
            check(part, schema["properties"][name])
    if isinstance(value, list):
        for item in value:
            check(item, schema["items"])
