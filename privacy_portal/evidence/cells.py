"""CSV as RFC 4180 writes it, with cells a spreadsheet will not run (SECURITY X-03): the one home of that rule. Pure."""

import csv
import io
from collections.abc import Iterable

# A cell that starts with one of these may be taken for a formula or a command, full-width forms included.
RUNS_AS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
GUARD = "'"
# The same for programs, who must be able to take the guard away again.
NEEDS_GUARD = frozenset({*RUNS_AS_FORMULA, GUARD})


def harmless(text: str) -> str:
    """For people: an apostrophe before what could run, and every other text as it is."""
    return GUARD + text if text.startswith(RUNS_AS_FORMULA) else text


def guarded(value: str) -> str:
    """For programs: an apostrophe before an apostrophe too, so that `unguarded` gives the value back."""
    return GUARD + value if value[:1] in NEEDS_GUARD else value


def unguarded(cell: str) -> str:
    return cell.removeprefix(GUARD)


def cell(value: object) -> str:
    """What one value looks like in a table: nothing for nothing, true and false in small letters."""
    if isinstance(value, str):
        return guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return guarded(str(value))


def row(values: Iterable[object]) -> bytes:
    return rows((values,))


def rows(lines: Iterable[Iterable[object]]) -> bytes:
    """Many lines in one go; text that needs no guard, which is nearly all, is not asked twice."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(
        [
            [value if type(value) is str and value[:1] not in NEEDS_GUARD else cell(value) for value in values]
            for values in lines
        ]
    )
    return written.getvalue().encode()
