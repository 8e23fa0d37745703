"""Wagtail's own export lets formulas through; ours does not (the rule itself: tests/evidence/test_cells.py)."""

from datetime import date

from privacy_portal.casework.exporting import SafeExportMixin


class Rows:
    def to_row_dict(self, item):
        return dict(item)


class SafeRows(SafeExportMixin, Rows):
    pass


def test_x03_no_cell_begins_like_a_formula():
    assert SafeRows().to_row_dict({"a": "=1+1", "b": "＝1", "c": "Alma"}) == {"a": "'=1+1", "b": "'＝1", "c": "Alma"}


def test_numbers_and_dates_stay_what_they_are():
    row = {"number": -3, "day": date(2026, 11, 22), "nothing": None}
    assert SafeRows().to_row_dict(row) == row
