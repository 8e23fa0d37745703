"""The register of the demo: everything the venue's policy says, in both languages."""

from datetime import datetime
from pathlib import Path

from .loader import LoadReport
from .loader import load as load_file

SPOT = Path(__file__).parent / "data" / "spot.json"


def load(now: datetime) -> LoadReport:
    """Adds what is missing; what editors changed since stays."""
    return load_file(SPOT, now, only_new=True)
