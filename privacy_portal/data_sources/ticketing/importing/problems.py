"""What is wrong with an import, said so that somebody can mend it. Never repeats what stands in a cell."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# More than this nobody reads at once; the rest comes after mending.
MOST = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` is the line in the file where the row begins (of a view: which row it is), 0 for all of it."""

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = self.file
        if self.line:
            words = _("line %(line)d") if self.file.endswith(".csv") else _("row %(line)d")
            place += ", " + words % {"line": self.line}
        if self.column:
            place += ", " + _("column %(column)s") % {"column": self.column}
        return f"{place}: {self.text}"


class ImportRefused(Exception):
    """Nothing was imported."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Overtaken(Exception):
    """Another import took over, or what was laid aside had to go: nothing came in, start again."""


class Unreadable(Exception):
    """The rest of a file cannot be read as rows."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line, self.text = line, text


@dataclass
class Problems:
    """Collects until there are enough."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, column: str, text: str) -> None:
        self.found.append(Problem(file, line, column, text))
        if len(self.found) >= MOST:
            raise ImportRefused(self.found)
