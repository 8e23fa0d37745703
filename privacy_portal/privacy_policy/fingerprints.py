"""The hashes that hold a version in place. What is recorded in the ledger when a version is published and what
`verification` recomputes years later come from these functions, so they may never answer differently."""

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING

from .document import Document, canonical

if TYPE_CHECKING:
    from .models import PolicyVersion

# What is said about a text: as much a promise as the text itself (Art. 5(2)).
PARTICULARS = (
    "title",
    "label",
    "slug",
    "effective_from",
    "reviewed_on",
    "change_summary",
    "is_technical",
    "approver_role",
    "changed_sections",
    "release_group",
)


def sha256_of_text(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()


def sha256_of_content(content: Document) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def sha256_of_particulars(version: "PolicyVersion") -> str:
    """The moment to the microsecond in UTC, as both databases keep it."""
    told = {name: getattr(version, name) for name in PARTICULARS}
    told["published_at"] = version.published_at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
