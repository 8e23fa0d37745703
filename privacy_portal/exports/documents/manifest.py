"""`manifest.json`: counts, a checksum per file, and which sources did not answer (SECURITY X-05)."""

from collections.abc import Iterable, Iterator

import orjson

from privacy_portal.exports.contents import Contents

from .about import SCHEMA, About, schema_url
from .data import source


def chunks(contents: Contents, about: About, members: Iterable) -> Iterator[bytes]:
    """Read last, when every other member has been written and knows its size and checksum."""
    manifest = {
        "$schema": schema_url(about.base_url, "manifest"),
        "schema": SCHEMA,
        "export": about.export_id,
        "scope": about.scope.value,
        "partial": about.is_partial,
        "completes": about.completes or None,
        "made_at": about.made_at,
        "policy_version": about.policy_version,
        "records": contents.records,
        "groups": {group.key: group.rows.lines for group in contents.groups.values()},
        "sources": [source(report) for report in contents.reports],
        "asked": [report.key for report in contents.reports if not report.is_by_hand],
        "by_hand": [report.key for report in contents.by_hand],
        "could_not_ask": [report.key for report in contents.missing],
        "unanswered": [report.key for report in contents.unanswered],
        "files": [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in members],
    }
    yield orjson.dumps(manifest, option=orjson.OPT_INDENT_2, default=str) + b"\n"
