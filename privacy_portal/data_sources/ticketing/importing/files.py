"""A folder of CSV files as where an import comes from."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from privacy_portal.data_sources.ticketing.enums import ImportOrigin

from .checking import Stream
from .problems import Problems
from .reading import rows
from .tables import TABLES, Table

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measure:
    """What a file holds, as far as anybody can say without reading its cells."""

    digest: str
    lines: int

    @classmethod
    def of(cls, path: Path) -> "Measure":
        """A file that cannot be opened is told of when its rows are read."""
        digest, lines = hashlib.sha256(), 0
        try:
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    lines += chunk.count(b"\n")
        except OSError:
            return cls("", 0)
        return cls(digest.hexdigest(), lines)


@dataclass
class Files:
    folder: Path
    measures: dict[str, Measure] = field(default_factory=dict)
    kind = ImportOrigin.FILES

    def tables(self) -> list[Table]:
        return [table for table in TABLES if self._path(table).exists()]

    def name(self, table: Table) -> str:
        return table.file

    def size(self, table: Table) -> int:
        return self._measure(table).lines

    def rows(self, table: Table) -> Stream:
        return rows(self._path(table))

    def fingerprint(self) -> str:
        """The same for the same files, wherever they lie."""
        lines = [f"{table.file} {self._measure(table).digest}" for table in self.tables()]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def check(self, problems: Problems) -> None:
        """A file under a name nobody expects would be forgotten in silence."""
        known = {table.file for table in TABLES}
        found = sorted(path.name for path in self.folder.glob("*.csv")) if self.folder.is_dir() else []
        for name in found:
            if name not in known:
                text = _("No file of this name is expected. Expected are: %(names)s.")
                problems.add(name, 0, "", text % {"names": ", ".join(sorted(known))})
        if not found:
            problems.add(self.folder.name, 0, "", _("There are no CSV files in this folder."))

    def confirm(self, table: Table, problems: Problems) -> None:
        """What was read is what was measured."""
        if Measure.of(self._path(table)) != self._measure(table):
            problems.add(table.file, 0, "", _("This file changed while it was read. Start again when it is complete."))

    def _path(self, table: Table) -> Path:
        return self.folder / table.file

    def _measure(self, table: Table) -> Measure:
        if table.file not in self.measures:
            self.measures[table.file] = Measure.of(self._path(table))
        return self.measures[table.file]
