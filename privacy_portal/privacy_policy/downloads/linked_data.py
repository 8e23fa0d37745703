"""A version as JSON: the frozen content as it was hashed, and what it says about data in the words of the W3C's Data
Privacy Vocabulary (https://w3id.org/dpv), so that a program needs to know nothing of this site.

JSON-LD with its context inside: nothing has to be fetched. The fields are described in
docs/reference/policy-json.md and held to `schema.json`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.privacy_policy.document import Document, canonical
from privacy_portal.privacy_policy.fingerprints import sha256_of_content
from privacy_portal.privacy_policy.models import PolicyVersion

from .stamp import Stamp

Node = dict[str, Any]
# Counts up when a field changes its meaning; new fields may appear without notice.
FORMAT = "1"
SCHEMA = Path(__file__).parent / "schema.json"
CONTEXT: Node = {
    "@version": 1.1,
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "title": "dct:title",
    "name": "dct:title",
    "note": "dct:description",
    "stamp": "@nest",
    "version": "dct:identifier",
    "language": "dct:language",
    "effective_from": {"@id": "dct:valid", "@type": "xsd:date"},
    "published_at": {"@id": "dct:issued", "@type": "xsd:dateTime"},
    "sha256": "spdx:checksumValue",
    "controller": "dpv:hasDataController",
    "processing": {"@id": "dpv:hasProcess", "@container": "@set"},
    "purposes": {"@id": "dpv:hasPurpose", "@container": "@set"},
    "personal_data": {"@id": "dpv:hasPersonalData", "@container": "@set"},
    "legal_basis": "dpv:hasLegalBasis",
    "recipients": {"@id": "dpv:hasRecipient", "@container": "@set"},
    "storage": "dpv:hasStorageCondition",
    "duration": {"@id": "dpv:hasDuration", "@type": "xsd:duration"},
    "source": "dpv:hasDataSource",
    "necessity": {"@id": "dpv:hasNecessity", "@type": "@id"},
    "country": "dpv:hasCountry",
    "rights": {"@id": "dpv:hasRight", "@container": "@set"},
    "exercise_at": {"@id": "dpv:isExercisedAt", "@type": "@id"},
    "email": "dpv:hasContact",
}
# A register can say that data must be given, may be given, or nothing about it (Art. 13(2)(e)).
NECESSITY = {True: "dpv:Required", False: "dpv:Optional"}


def as_json(version: PolicyVersion) -> bytes:
    with translation.override(version.language_code):
        described = describe(version, Stamp.of(version))
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def describe(version: PolicyVersion, stamp: Stamp) -> Node:
    content = json.loads(canonical(version.content))
    return {
        "$schema": schema_address(),
        "@context": CONTEXT,
        "@id": stamp.address,
        "@type": "dpv:PrivacyNotice",
        "format": FORMAT,
        "title": version.title,
        "stamp": stamp._asdict() | {"content_sha256": sha256_of_content(content)},
        "change_summary": version.change_summary,
        "is_technical": version.is_technical,
        **said_about_data(content, stamp.address),
        "content": content,
        "html": version.html,
    }


def schema_address() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + reverse("privacy_policy:schema")


def schema() -> bytes:
    return json.dumps({"$id": schema_address()} | json.loads(SCHEMA.read_text()), ensure_ascii=False, indent=1).encode()


def said_about_data(content: Document, address: str) -> Node:
    """A version of before this site has prose only, and then these are empty."""
    parties = {row["name"]: party(row, address) for row in rows_of(content, "processors")}
    controllers = [controller(part) for part in parts_of(content, "contacts")]
    return {
        "controller": controllers[0] if controllers else None,
        "processing": [process(row, parties, address) for row in rows_of(content, "purposes")],
        "recipients": list(parties.values()),
        "rights": [right(row) for row in rows_of(content, "rights")],
    }


def parts_of(content: Document, kind: str) -> Iterator[Document]:
    return (part for section in content["sections"] for part in section["parts"] if part["kind"] == kind)


def rows_of(content: Document, kind: str) -> list[Document]:
    """Once each, also when two sections show the same entry."""
    return list({row["key"]: row for part in parts_of(content, kind) for row in part["rows"]}.values())


def process(row: Document, parties: dict[str, Node], address: str) -> Node:
    """Art. 13(1)(c)-(e), 13(2)(a) and (e), one activity of the register. What it does not state is left out."""
    node = {
        "@id": f"{address}#process-{row['key']}",
        "@type": "dpv:Process",
        "name": row["name"],
        "purposes": [named("dpv:Purpose", purpose) for purpose in row["purposes"]],
        "personal_data": [named("dpv:PersonalData", data) for data in row["data"]],
        "legal_basis": legal_basis(row),
        "recipients": [refer_to(name, parties) for name in row["recipients"]],
        "storage": storage(row),
        "source": named("dpv:DataSource", row["origin"]) if row["origin"] else None,
        "necessity": NECESSITY.get(row["mandatory"]),
    }
    return stated(node)


def legal_basis(row: Document) -> Node | None:
    """Art. 6(1)(b) is eu-gdpr:A6-1-b."""
    if not row["basis"]:
        return None
    types = ["dpv:LegalBasis", f"eu-gdpr:{term(row['article'])}"]
    return stated({"@type": types, "name": row["basis"], "article": row["article"], "note": row["basis_note"]})


def term(article: str) -> str:
    return "A" + "-".join(re.findall(r"\w+", article))


def storage(row: Document) -> Node | None:
    """Art. 13(2)(a): how long, counted from what, and what happens then."""
    if not row["period"]:
        return None
    told = {"duration": row["iso_period"], "name": row["period"], "counts_from": row["start"], "at_end": row["at_end"]}
    return stated({"@type": "dpv:StorageDuration"} | told)


def party(row: Document, address: str) -> Node:
    return stated(
        {
            "@id": f"{address}#party-{row['key']}",
            "@type": "dpv:Recipient",
            "name": row["name"],
            "role": row["role"],
            "note": row["service"],
            "country": row["country"],
            "outside_eea": row["outside_eea"],
            "safeguards": row.get("safeguards", []),
            "privacy_statement": row["privacy_url"],
        }
    )


def refer_to(name: str, parties: dict[str, Node]) -> Node:
    known = parties.get(name)
    return {"@id": known["@id"], "name": name} if known else named("dpv:Recipient", name)


def right(row: Document) -> Node:
    """An article like 13-14 is two terms."""
    terms = [f"eu-gdpr:{term(article)}" for article in row["article"].split("-")]
    address = settings.BASE_URL + row["url"] if row["url"] else None
    types = ["dpv:DataSubjectRight", *terms]
    return stated({"@type": types, "name": row["name"], "article": row["article"], "exercise_at": address})


def controller(part: Document) -> Node:
    email = part["privacy_email"] or part["email"]
    return stated({"@type": "dpv:DataController", "name": part["name"], "email": email})


def named(kind: str, name: str) -> Node:
    return {"@type": kind, "name": name}


def stated(node: Node) -> Node:
    """An absent field means that the register says nothing; an empty one would read as a promise."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
