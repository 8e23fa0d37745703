"""Takes out of photos what the person does not see: where and when, with which device (ASVS 14.2.8).
The picture itself is not touched or compressed again."""

import struct
from collections.abc import Callable

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_METADATA = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
JPEG_APP0, JPEG_APP2, JPEG_APP14, JPEG_APP15 = 0xE0, 0xE2, 0xEE, 0xEF
JPEG_COMMENT, JPEG_START_OF_SCAN = 0xFE, 0xDA
JPEG_KEEP = frozenset({JPEG_APP0, JPEG_APP2, JPEG_APP14})
"""Density, colour profile and colour transform: without them the picture looks different."""


def without_metadata(content_type: str, data: bytes) -> bytes:
    """The same picture without metadata; other types, and broken pictures, come back as they are."""
    try:
        return CLEANERS.get(content_type, lambda unchanged: unchanged)(data)
    except (IndexError, struct.error):
        return data


def _clean_png(data: bytes) -> bytes:
    kept, position = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while position < len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        end = position + 12 + length
        if data[position + 4 : position + 8] not in PNG_METADATA:
            kept.append(data[position:end])
        position = end
    return b"".join(kept)


def _clean_jpeg(data: bytes) -> bytes:
    """Segments up to the first scan are looked at one by one; from there on it is the picture."""
    kept, position = [data[:2]], 2
    while data[position] == 0xFF and (marker := data[position + 1]) != JPEG_START_OF_SCAN:
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        end = position + 2 + length
        if not _is_jpeg_metadata(marker):
            kept.append(data[position:end])
        position = end
    return b"".join([*kept, data[position:]])


def _is_jpeg_metadata(marker: int) -> bool:
    is_application_data = JPEG_APP0 <= marker <= JPEG_APP15
    return marker == JPEG_COMMENT or (is_application_data and marker not in JPEG_KEEP)


CLEANERS: dict[str, Callable[[bytes], bytes]] = {"image/png": _clean_png, "image/jpeg": _clean_jpeg}
