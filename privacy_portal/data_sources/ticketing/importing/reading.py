"""CSV as spreadsheets and databases write it, as a stream of rows: UTF-8, comma or semicolon, never a whole file in
memory. What cannot be read is said in words."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from .problems import Unreadable

# No honest row comes near this; a file without line breaks must not fill the memory.
LONGEST_LINE = 65_536
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins; the first is the header. Raises `Unreadable`."""
    try:
        with path.open("rb") as file:
            yield from _rows(file)
    except OSError as error:
        raise Unreadable(0, _("This file cannot be opened (%(reason)s).") % {"reason": error.strerror}) from error


def _rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    lines = _lines(file)
    header = next(lines, "")
    reader = csv.reader(_with(header, lines), delimiter=delimiter(header), strict=True)
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, [cell.strip() for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(begins, _not_csv(error)) from error


def delimiter(header: str) -> str:
    """A header holds column names only, and those hold neither sign: a semicolon means a Dutch spreadsheet."""
    return ";" if ";" in header else ","


def _with(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            raw = _without_mark(raw)
        if len(raw) > LONGEST_LINE:
            text = _("This line is longer than %(count)d bytes. Is this really a CSV file?")
            raise Unreadable(number, text % {"count": LONGEST_LINE})
        try:
            yield raw.decode()
        except UnicodeDecodeError as error:
            raise Unreadable(number, _not_utf8(error)) from error


def _without_mark(raw: bytes) -> bytes:
    """Spreadsheets put a mark before UTF-8, which is no text; before UTF-16 it says that the file is no use here."""
    if raw.startswith(UTF16):
        raise Unreadable(1, _("This file is UTF-16 (“Unicode text”). Save it as “CSV UTF-8” and try again."))
    return raw.removeprefix(codecs.BOM_UTF8)


def _not_utf8(error: UnicodeDecodeError) -> str:
    text = _("This is not UTF-8 (byte %(byte)s). It is probably Windows-1252: save the file as “CSV UTF-8”.")
    return text % {"byte": f"0x{error.object[error.start]:02X}"}


def _not_csv(error: csv.Error) -> str:
    """The reasons of Python's reader are few; those that people meet get words of their own."""
    reason = str(error)
    if "field larger" in reason:
        return _("A cell is too large. Is a quotation mark not closed?")
    if "unexpected end" in reason:
        return _("A quotation mark is opened here and never closed.")
    if "new-line character" in reason:
        return _("The line ends are not those of a CSV file. Save it anew as “CSV UTF-8”.")
    return _("A quotation mark inside a cell is not doubled.")
