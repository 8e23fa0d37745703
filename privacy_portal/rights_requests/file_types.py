"""Which files may come with a request. Its bytes tell what a file is; its name must agree with them."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_ENTRIES = 2000
"""An office document has some dozens of parts; a file with more is not one."""


@dataclass(frozen=True)
class FileType:
    content_type: str
    extensions: tuple[str, ...]
    recognises: Callable[[bytes], bool]


def _starts_with(magic: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(magic)


def _is_text(data: bytes) -> bool:
    """UTF-8 without control characters, other than the ones that lay out lines."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text) and all(letter.isprintable() or letter in "\n\r\t\f" for letter in text)


def _parts(data: bytes) -> dict[str, zipfile.ZipInfo]:
    """The table of contents only; nothing is unpacked, so a zip bomb stays folded."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return {}
    return {} if len(entries) > MAX_ENTRIES else {entry.filename: entry for entry in entries}


def _is_odt(data: bytes) -> bool:
    """ODF 1.2 part 3, 3.3: the first entry is `mimetype`, not compressed, so its value lies open."""
    return data.startswith(b"PK\x03\x04") and data[30:38] == b"mimetype" and data[38:].startswith(ODT.encode())


def _is_docx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and {"[Content_Types].xml", "word/document.xml"} <= _parts(data).keys()


FILE_TYPES: tuple[FileType, ...] = (
    FileType("application/pdf", ("pdf",), _starts_with(b"%PDF-")),
    FileType("image/png", ("png",), _starts_with(b"\x89PNG\r\n\x1a\n")),
    FileType("image/jpeg", ("jpg", "jpeg"), _starts_with(b"\xff\xd8\xff")),
    FileType(ODT, ("odt",), _is_odt),
    FileType(DOCX, ("docx",), _is_docx),
    FileType("text/plain", ("txt",), _is_text),
)
EXTENSIONS: tuple[str, ...] = tuple(extension for kind in FILE_TYPES for extension in kind.extensions)


def extension_of(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def recognise(name: str, data: bytes) -> FileType | None:
    """The type whose extension the name carries, if the content is that type; None is a refusal."""
    for kind in FILE_TYPES:
        if extension_of(name) in kind.extensions and kind.recognises(data):
            return kind
    return None
