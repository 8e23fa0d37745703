"""The ZIP, written while it is read: no file is ever whole in memory, each knows its checksum afterwards."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from zipfile import ZIP_DEFLATED

from zipstream import ZipStream

from .contents import Contents
from .documents import data, manifest, page, readme, tables
from .documents.about import About
from .enums import Format

# Small pieces are handed on together; each piece costs the compressor and the cipher a call.
PIECE = 64 * 1024
# Rows repeat so much that a higher level costs three times the work for a sixth less bytes.
LEVEL = 2
# Sixteen megabytes between two signs of life.
BEAT_EVERY = 256


class Measured:
    """Bytes that pass by, with their number and checksum; `beat` is called now and then while they do."""

    def __init__(self, name: str, chunks: Iterable[bytes], beat: Callable[[], None] | None = None):
        self.name = name
        self.size = 0
        self._chunks = chunks
        self._beat = beat
        self._digest = sha256()

    def __iter__(self) -> Iterator[bytes]:
        for number, piece in enumerate(in_pieces(self._chunks), start=1):
            self.size += len(piece)
            self._digest.update(piece)
            if self._beat and number % BEAT_EVERY == 0:
                self._beat()
            yield piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def in_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def files(contents: Contents, about: About) -> list[Measured]:
    """Names are fixed and ASCII (SECURITY X-03); the manifest comes last and lists the rest."""
    chosen = [Measured("README.txt", readme.chunks(contents, about))]
    if Format.HTML in about.formats:
        chosen.append(Measured("index.html", page.chunks(contents, about)))
    if Format.JSON in about.formats:
        chosen.append(Measured("data.json", data.chunks(contents, about)))
    if Format.CSV in about.formats:
        groups = contents.groups.values()
        chosen += [Measured(f"tables/{group.key}.csv", tables.chunks(group, about)) for group in groups]
    return [*chosen, Measured("manifest.json", manifest.chunks(contents, about, chosen))]


def zipped(members: Iterable[Measured]) -> Iterator[bytes]:
    stream = ZipStream(compress_type=ZIP_DEFLATED, compress_level=LEVEL)
    for member in members:
        stream.add(member, arcname=member.name)
    yield from stream
