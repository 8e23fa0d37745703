"""What is wrong with a register file, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`place` reads like `activities.newsletter.purposes`."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class RegisterFileError(ValueError):
    """The file was not loaded; nothing changed."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
