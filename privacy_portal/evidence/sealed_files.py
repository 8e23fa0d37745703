"""Files that only their key opens: written and read in pieces, so that size does not matter, each piece bound to its
file, its place and being the last. The key lives in a row; destroying it destroys the file, copies included
(SECURITY X-02)."""

import os
import uuid
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils.text import slugify

from .crypto import DecryptionFailed

_MAGIC = b"SPF1"
_PREFIX_BYTES = 7
_TAG_BYTES = 16
PIECE_BYTES = 64 * 1024


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def store(name_hint: str, chunks: Iterable[bytes], *, key: bytes) -> str:
    """Returns the name to open it by: the hint as a folder, and nothing a person could guess or has typed."""
    token = uuid.uuid4().hex
    name = f"{slugify(name_hint) or 'files'}/{token[:2]}/{token}.sealed"
    return _storage().save(name, _Stream(_sealed(chunks, key, name)))


def open_chunks(name: str, *, key: bytes) -> Iterator[bytes]:
    """Raises DecryptionFailed at the first piece that was changed, moved or cut off; what came before was whole."""
    with _storage().open(name, "rb") as file:
        prefix = _opening(file, name)
        cipher, number = AESGCM(key), 0
        piece = file.read(PIECE_BYTES + _TAG_BYTES)
        while True:
            following = file.read(PIECE_BYTES + _TAG_BYTES)
            yield _open_piece(cipher, piece, _nonce(prefix, number, last=not following), name)
            if not following:
                return
            piece, number = following, number + 1


def delete(name: str) -> None:
    _storage().delete(name)


def stored_names(folder: str) -> Iterator[str]:
    """Everything under a folder, for the sweep that finds files without a row."""
    root = slugify(folder)
    if not _storage().exists(root):
        return
    for part in _storage().listdir(root)[0]:
        for name in _storage().listdir(f"{root}/{part}")[1]:
            yield f"{root}/{part}/{name}"


def _storage() -> Storage:
    return storages["private"]


def _sealed(chunks: Iterable[bytes], key: bytes, name: str) -> Iterator[bytes]:
    prefix = os.urandom(_PREFIX_BYTES)
    yield _MAGIC + prefix
    cipher = AESGCM(key)
    for number, (piece, last) in enumerate(_pieces(chunks)):
        yield cipher.encrypt(_nonce(prefix, number, last=last), piece, name.encode())


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pieces of one size; the last one, which may be empty, is marked."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > PIECE_BYTES:
            yield bytes(waiting[:PIECE_BYTES]), False
            del waiting[:PIECE_BYTES]
    yield bytes(waiting), True


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _opening(file: File, name: str) -> bytes:
    opening = file.read(len(_MAGIC) + _PREFIX_BYTES)
    if len(opening) < len(_MAGIC) + _PREFIX_BYTES or not opening.startswith(_MAGIC):
        raise DecryptionFailed(f"{name} is not a sealed file.")
    return opening[len(_MAGIC) :]


def _open_piece(cipher: AESGCM, piece: bytes, nonce: bytes, name: str) -> bytes:
    try:
        return cipher.decrypt(nonce, piece, name.encode())
    except (InvalidTag, ValueError) as error:
        raise DecryptionFailed(f"{name} does not open: wrong key, or changed since.") from error


class _Stream(File):
    """What storages want of a file that is being made while it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__(None)
        self._parts = parts

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return self._parts

    def read(self, size: int = -1) -> bytes:
        """One part, whatever the size asked; empty at the end. Storages that upload in parts call this."""
        return b"".join(self._parts) if size < 0 else next(self._parts, b"")

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0
