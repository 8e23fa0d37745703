"""Bytes decide what a file is; its name must agree."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_portal.rights_requests.attachments import display_name
from privacy_portal.rights_requests.file_types import DOCX, MAX_ENTRIES, ODT, extension_of, recognise

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
PDF = b"%PDF-1.7\n"


def archive(*names: str, mimetype: str = "", compression: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype)
        for name in names:
            zipped.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("letter.pdf", PDF, "application/pdf"),
        ("LETTER.PDF", PDF, "application/pdf"),
        ("photo.png", PNG, "image/png"),
        ("photo.jpg", JPEG, "image/jpeg"),
        ("photo.jpeg", JPEG, "image/jpeg"),
        ("note.txt", "Ik heet Zoë.\r\n".encode(), "text/plain"),
        ("note.txt", b"\xef\xbb\xbfwith a mark", "text/plain"),
        ("letter.odt", archive("content.xml", mimetype=ODT), ODT),
        ("letter.docx", archive("[Content_Types].xml", "word/document.xml"), DOCX),
    ],
)
def test_what_may_be_sent(name, data, content_type):
    assert recognise(name, data).content_type == content_type


@pytest.mark.security("ASVS 1.3.4")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.pdf", PNG),
        ("photo.png", PDF),
        ("photo.jpg", b"GIF89a"),
        ("letter.exe", PDF),
        ("letter.pdf.exe", PDF),
        ("letter", PDF),
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg/>"),
        ("note.txt", b"\x00\x01\x02"),
        ("note.txt", b"\xff\xfe"),
        ("note.txt", b""),
        ("letter.odt", archive("content.xml")),
        ("letter.docx", archive("word/document.xml")),
        ("letter.docx", b"PK\x03\x04 broken"),
        ("book.docx", archive("[Content_Types].xml", "xl/workbook.xml")),
    ],
)
def test_what_may_not(name, data):
    assert recognise(name, data) is None


def test_an_archive_with_thousands_of_parts_is_no_document():
    many = [f"word/{number}.xml" for number in range(MAX_ENTRIES)]
    assert recognise("a.docx", archive("[Content_Types].xml", "word/document.xml", *many)) is None


@pytest.mark.security("ASVS 5.2.3")
def test_a_zip_bomb_stays_folded():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "x")
        zipped.writestr("word/document.xml", b"\0" * 50_000_000)
    assert len(bomb.getvalue()) < 100_000
    assert recognise("a.docx", bomb.getvalue()) is not None


@given(st.text(), st.binary(max_size=300))
def test_no_name_and_no_bytes_break_it(name, data):
    found = recognise(name, data)
    assert found is None or extension_of(name) in found.extensions


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("brief.pdf", "brief.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Alma\\brief.pdf", "brief.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("", "file"),
        (".pdf", ".pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_the_name_that_is_shown_holds_no_tricks(given_name, shown):
    assert display_name(given_name) == shown


@given(st.text())
def test_a_shown_name_is_one_printable_line(name):
    shown = display_name(name)
    assert shown and shown.isprintable() and "/" not in shown and "\\" not in shown
