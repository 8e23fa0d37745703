"""Papers that tests read and that are never in this repository: the venue's verbatim policy, and what outside systems
really answered. They lie beside the clone, or where the environment says; without them their tests do not run."""

import json
import os
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared"
POLICY = Path(os.environ.get("SEED_DIR", SHARED / "seed")) / "privacybeleid-spot-groningen.txt"
CONTRACTS = Path(os.environ.get("CONTRACTS_DIR", SHARED / "contracts"))

# The fixture that hands each out: where it must lie, and what a reader of the closing lines is told.
PAPERS = {
    "seed_policy": (POLICY, "the venue's own policy (set SEED_DIR)"),
    "contracts": (CONTRACTS, "recorded answers of outside systems (set CONTRACTS_DIR)"),
}


def missing_papers() -> dict[str, str]:
    return {fixture: name for fixture, (path, name) in PAPERS.items() if not path.exists()}


def recorded_exchanges(system: str) -> list[dict[str, Any]]:
    """Every recorded question and answer of a system; none without the papers."""
    path = CONTRACTS / system / "exchanges.json"
    return json.loads(path.read_text()) if path.exists() else []
