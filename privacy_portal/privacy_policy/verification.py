"""Reading every version back and saying which is not what was published, and in what.

The table refuses changes (decision 0002); this is for whoever went around that. A text that was rewritten together
with its own hash is still betrayed by the ledger, whose chain `verify_ledger` holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from privacy_portal.evidence.ledger import HASHED, entry_hash
from privacy_portal.evidence.models import LedgerEntry

from .events import POLICY_PUBLISHED
from .fingerprints import sha256_of_content, sha256_of_particulars, sha256_of_text
from .models import PolicyVersion
from .rendering import plain_text

# A version is some hundred kilobytes; never more than this many in memory.
BATCH = 20
# What the ledger keeps of a version, and what is wrong when the two differ.
RECORDED = {
    "sha256": "recorded fingerprint",
    "language": "language",
    "effective_from": "effective date",
    "content_sha256": "content",
    "particulars_sha256": "particulars",
}


@dataclass(frozen=True)
class Fault:
    """A version as the ledger or the table calls it, and what is wrong: a part of it, or that it is not there."""

    version: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.version}: {', '.join(self.parts)}"


@dataclass
class Verdict:
    versions: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class Recorded:
    """What the ledger says was published."""

    target: str
    facts: dict[str, Any]
    is_intact: bool


def verify() -> Verdict:
    """All versions, one batch at a time; those the ledger knows and the table does not come last."""
    recorded, verdict = recorded_versions(), Verdict()
    for version in PolicyVersion.objects.order_by("pk").iterator(chunk_size=BATCH):
        verdict.versions += 1
        if parts := faults_of(version, recorded.pop(version.pk, None)):
            verdict.faults.append(Fault(name_of(version), parts))
    verdict.faults += [Fault(gone.target, ("removed",)) for gone in recorded.values()]
    return verdict


def faults_of(version: PolicyVersion, recorded: Recorded | None) -> tuple[str, ...]:
    return (*own_faults(version), *faults_against(version, recorded))


def own_faults(version: PolicyVersion) -> Iterator[str]:
    """What the row itself betrays."""
    if sha256_of_text(version.html) != version.sha256:
        yield "text as shown"
    if plain_text(version.html) != version.text:
        yield "text without markup"


def faults_against(version: PolicyVersion, recorded: Recorded | None) -> Iterator[str]:
    if recorded is None:
        yield "not in the ledger"
        return
    if not recorded.is_intact:
        yield "its ledger entry"
    if recorded.target != name_of(version):
        yield "address"
    said = told(version)
    # An entry of an earlier day may not have recorded everything that is recorded now.
    yield from (part for fact, part in RECORDED.items() if recorded.facts.get(fact, said[fact]) != said[fact])


def told(version: PolicyVersion) -> dict[str, str]:
    return {
        "sha256": version.sha256,
        "language": version.language_code,
        "effective_from": version.effective_from.isoformat(),
        "content_sha256": sha256_of_content(version.content),
        "particulars_sha256": sha256_of_particulars(version),
    }


def recorded_versions() -> dict[int, Recorded]:
    """By the version's own number. Of two entries about one, the first counts: it was there before anybody could
    want it otherwise."""
    found: dict[int, Recorded] = {}
    for entry in LedgerEntry.objects.filter(event=POLICY_PUBLISHED).order_by("seq").iterator():
        hashed = tuple(getattr(entry, name) for name in HASHED)
        recorded = Recorded(entry.target, entry.facts, is_intact=entry_hash(hashed) == entry.hash)
        found.setdefault(entry.facts["version"], recorded)
    return found


def name_of(version: PolicyVersion) -> str:
    """As the ledger calls it."""
    return f"policy:{version.language_code}:{version.slug}"
