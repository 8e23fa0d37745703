"""Opening a download as the person does: fetch it, unzip it, look inside."""

import csv
import io
import zipfile
from hashlib import sha256

import orjson

from privacy_portal.evidence.actors import Actor
from privacy_portal.exports.actions import open_export
from privacy_portal.exports.models import Export


class Opened:
    def __init__(self, data: bytes):
        self.data = data
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        assert self.zip.testzip() is None

    @classmethod
    def fetch(cls, export: Export, **when) -> "Opened":
        return cls(b"".join(open_export(export, Actor.subject(export.subject_id, "A3"), **when)))

    @property
    def names(self) -> list[str]:
        return self.zip.namelist()

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()

    def bytes(self, name: str) -> bytes:
        return self.zip.read(name)

    def text(self, name: str) -> str:
        return self.bytes(name).decode()

    def json(self, name: str = "data.json") -> dict:
        return orjson.loads(self.bytes(name))

    def table(self, name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.bytes(name).decode("utf-8-sig"), newline=""), strict=True))
