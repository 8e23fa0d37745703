"""Rows between two passes, kept out of memory and out of reach: a file without a name, under a key only this
process holds. When the process is killed the file is gone and what the disk remembers is noise."""

import os
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile

import orjson
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

BLOCK = 64 * 1024


class Spool:
    """Lines go in once, in order, and come out as often as needed, one by one or in blocks of whole lines."""

    def __init__(self) -> None:
        self._cipher = Cipher(AES(os.urandom(32)), CTR(os.urandom(16)))
        self._encryptor = self._cipher.encryptor()
        self._file = TemporaryFile()  # noqa: SIM115  (lives as long as the spool)
        self._waiting = bytearray()
        self.lines = 0

    def add(self, line: bytes) -> None:
        """`line` holds no newline; JSON escapes its own."""
        self.extend((line,))

    def extend(self, lines: Sequence[bytes]) -> None:
        if not lines:
            return
        self._waiting += b"\n".join(lines)
        self._waiting += b"\n"
        self.lines += len(lines)
        if len(self._waiting) >= BLOCK:
            self._flush()

    def blocks(self) -> Iterator[bytes]:
        """Whole lines, as many as fill a block, with a newline between two of them and none at the end."""
        self._flush()
        decryptor = self._cipher.decryptor()
        position, rest = 0, b""
        while block := self._read(position):
            position += len(block)
            whole, newline, rest = (rest + decryptor.update(block)).rpartition(b"\n")
            if newline:
                yield whole

    def __iter__(self) -> Iterator[bytes]:
        for block in self.blocks():
            yield from block.split(b"\n")

    def close(self) -> None:
        self._file.close()

    def _flush(self) -> None:
        if self._waiting:
            self._file.seek(0, os.SEEK_END)
            self._file.write(self._encryptor.update(bytes(self._waiting)))
            self._waiting.clear()

    def _read(self, position: int) -> bytes:
        """Seeks each time, so that two readers may walk the same spool."""
        self._file.seek(position)
        return self._file.read(BLOCK)


def records_in(block: bytes) -> list[dict]:
    """The records of a block whose lines are JSON, read in one go."""
    return orjson.loads(b"[" + block.replace(b"\n", b",") + b"]")
