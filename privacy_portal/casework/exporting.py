"""Spreadsheets run what begins with a sign of arithmetic; what we export never does (SECURITY X-03)."""

from typing import Any

from privacy_portal.evidence.cells import harmless


class SafeExportMixin:
    """For Wagtail's spreadsheet exports."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row = super().to_row_dict(item)  # type: ignore[misc]
        return {name: harmless(value) if isinstance(value, str) else value for name, value in row.items()}
