"""Asks a ClamAV daemon about a file, where the venue runs one (ASVS 5.4.3). Without one nothing is asked; with one
that does not answer nothing is accepted."""

import socket
import struct

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHUNK = 64 * 1024
TIMEOUT_SECONDS = 10


def check_for_viruses(data: bytes) -> None:
    """`CLAMAV_ADDRESS` is host:port of clamd; empty means that the venue scans nothing."""
    if not settings.CLAMAV_ADDRESS:
        return
    try:
        verdict = ask(settings.CLAMAV_ADDRESS, data)
    except OSError as error:
        raise ValidationError(
            _("We cannot check files at the moment. Try again later, or go on without a file."),
            code="scanner",
        ) from error
    if not verdict.endswith("OK"):
        raise ValidationError(_("Our scanner found something harmful in this file."), code="virus")


def ask(address: str, data: bytes) -> str:
    """clamd's INSTREAM: chunks, each behind its length, then a length of zero; one line comes back."""
    host, _colon, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        return connection.recv(4096).decode("utf-8", "replace").rstrip("\0\n ")
