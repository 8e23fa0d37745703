"""`data.json`: everything in one file for another program (Art. 20(1)); docs/reference/export.md describes it."""

from collections.abc import Iterator
from dataclasses import asdict

import orjson

from privacy_portal.exports import vocabulary
from privacy_portal.exports.contents import Column, Contents, Group, SourceReport
from privacy_portal.exports.enums import Scope
from privacy_portal.gdpr.lawful_bases import LawfulBasis
from privacy_portal.processing_register.queries import Explanation

from .about import SCHEMA, About


def chunks(contents: Contents, about: About) -> Iterator[bytes]:
    """One JSON object, written record by record; every record on a line of its own."""
    yield _opened(_head(contents, about)) + b',"groups":['
    for number, group in enumerate(contents.groups.values()):
        yield b",\n" if number else b"\n"
        yield from _group(group, about)
    yield b"]}\n"


def _group(group: Group, about: About) -> Iterator[bytes]:
    yield _opened(_described(group, about)) + b',"records":['
    for number, block in enumerate(group.rows.blocks()):
        yield (b",\n" if number else b"\n") + block.replace(b"\n", b",\n")
    yield b"]}"


def _opened(value: dict) -> bytes:
    """An object without its closing brace, so that a long member can follow."""
    return orjson.dumps(value, default=str)[:-1]


def _head(contents: Contents, about: About) -> dict:
    return {
        "$schema": about.schema_url,
        "schema": SCHEMA,
        "export": about.export_id,
        "partial": about.is_partial,
        "scope": about.scope.value,
        "article": about.scope.article,
        "language": about.language,
        "made_at": about.made_at,
        "policy_version": about.policy_version,
        "controller": about.venue,
        "sources": [source(report) for report in contents.reports],
        "activities": {
            key: _explained(explanation)
            for key, explanation in contents.explanations.items()
            if any(key in group.activities for group in contents.groups.values())
        },
    }


def source(report: SourceReport) -> dict:
    return {
        "key": report.key,
        "name": report.label,
        "state": report.state.value,
        "asked_at": report.asked_at,
        "retry_at": report.retry_at,
        "records": report.records,
    }


def _described(group: Group, about: About) -> dict:
    kind = vocabulary.type_of(group.kind) if about.scope == Scope.PORTABILITY else ""
    return {
        "key": group.key,
        "kind": group.kind,
        "name": group.label,
        "source": group.source,
        "activities": list(group.activities),
        "columns": [_column(group, column, about) for column in group.columns.values()],
    } | ({"term": kind} if kind else {})


def _column(group: Group, column: Column, about: About) -> dict:
    """With the word of others where there is one and somebody else is to read it."""
    term = vocabulary.term_of(group.kind, column.name) if about.scope == Scope.PORTABILITY else ""
    return asdict(column) | ({"term": term} if term else {})


def _explained(explanation: Explanation) -> dict:
    """Art. 15(1)(a)-(g), as the register says it today."""
    basis = explanation.lawful_basis
    return {
        "name": explanation.name,
        "purposes": explanation.purposes,
        "lawful_basis": basis,
        "article": LawfulBasis(basis).article if basis else None,
        "recipients": [name for _key, name in explanation.recipients],
        "origin": explanation.origin,
        "period": str(explanation.period) if explanation.period else None,
        "period_label": explanation.period_label,
        "start_event": explanation.start_event,
        "at_end": explanation.at_end,
    }
