"""What a partial download keeps so that it can be completed: everything that was answered, sealed with the key of the
download and destroyed with it. Completing asks only the systems that did not answer (SECURITY X-05)."""

import zlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import orjson

from privacy_portal.data_sources.contract import AnswerState
from privacy_portal.evidence import sealed_files

from .contents import Column, Contents, Group, SourceReport

LEVEL = 1
# Lines that go into a spool together.
TOGETHER = 1000


def keep(contents: Contents, *, folder: str, key: bytes) -> str:
    """The name of the sealed file."""
    return sealed_files.store(folder, _packed(_written(contents)), key=key)


def restore(name: str, *, key: bytes, into: Contents) -> None:
    """Fills `into` with what was answered; what a system gave before it broke off is left out, for it is asked anew."""
    lines = _lines(_unpacked(sealed_files.open_chunks(name, key=key)))
    head = orjson.loads(next(lines))
    reports = [_report(each) for each in head["reports"]]
    into.reports += [report for report in reports if not report.could_not_ask]
    again = {report.key for report in reports if report.could_not_ask}
    for described in head["groups"]:
        group, count = _group(described), described["lines"]
        if group.source in again:
            group.rows.close()
            for _line in range(count):
                next(lines)
            continue
        into.groups[group.key] = group
        _fill(group, lines, count)


def _fill(group: Group, lines: Iterator[bytes], count: int) -> None:
    while count:
        some = [next(lines) for _line in range(min(count, TOGETHER))]
        group.rows.extend(some)
        count -= len(some)


def _written(contents: Contents) -> Iterator[bytes]:
    groups = list(contents.groups.values())
    head = {"reports": [asdict(report) for report in contents.reports], "groups": [_described(each) for each in groups]}
    yield orjson.dumps(head) + b"\n"
    for group in groups:
        for block in group.rows.blocks():
            yield block + b"\n"


def _described(group: Group) -> dict:
    return {
        "key": group.key,
        "kind": group.kind,
        "label": group.label,
        "source": group.source,
        "source_label": group.source_label,
        "columns": [asdict(column) for column in group.columns.values()],
        "activities": list(group.activities),
        "lines": group.rows.lines,
    }


def _group(described: dict) -> Group:
    columns = {each["name"]: Column(**each) for each in described["columns"]}
    return Group(
        key=described["key"],
        kind=described["kind"],
        label=described["label"],
        source=described["source"],
        source_label=described["source_label"],
        columns=columns,
        activities=dict.fromkeys(described["activities"]),
    )


def _report(written: dict) -> SourceReport:
    moments = {name: written[name] and datetime.fromisoformat(written[name]) for name in ("asked_at", "retry_at")}
    return SourceReport(**written | moments | {"state": AnswerState(written["state"])})


def _packed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL)
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for chunk in chunks:
        yield unpacker.decompress(chunk)
    yield unpacker.flush()


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
