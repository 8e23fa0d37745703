"""Filters of OData v4 as a server reads them: the part that Tribe CRM documents, and an error for anything else."""

import re
from collections.abc import Callable
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
    r"|(?P<word>[A-Za-z_][\w/]*)|(?P<mark>[(),]))"
)
Test = Callable[[dict[str, Any]], bool]
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda held, part: part in held,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


class BadFilter(ValueError):
    """The server answers 400."""


def parsed(text: str) -> Test:
    """What the filter says of an entity."""
    reader = Reader(tokens(text))
    test = reader.any_of()
    if reader.left:
        raise BadFilter(text)
    return test


def tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise BadFilter(text)
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    return found


def literals(text: str) -> list[str]:
    """The texts that a filter compares with, as a server reads them."""
    return [told[1:-1].replace("''", "'") for kind, told in tokens(text) if kind == "text"]


class Reader:
    def __init__(self, left: list[tuple[str, str]]):
        self.left = left

    def take(self, *wanted: str) -> str:
        """The next token, which must be of one of these kinds, or one of these words."""
        kind, told = self.left.pop(0) if self.left else ("", "")
        if kind not in wanted and told not in wanted:
            raise BadFilter(told)
        return told

    def is_next(self, told: str) -> bool:
        return bool(self.left) and self.left[0][1] == told

    def any_of(self) -> Test:
        tests = [self.all_of()]
        while self.is_next("or"):
            self.take("or")
            tests.append(self.all_of())
        return lambda entity: any(test(entity) for test in tests)

    def all_of(self) -> Test:
        tests = [self.one()]
        while self.is_next("and"):
            self.take("and")
            tests.append(self.one())
        return lambda entity: all(test(entity) for test in tests)

    def one(self) -> Test:
        if self.is_next("("):
            self.take("(")
            test = self.any_of()
            self.take(")")
            return test
        word = self.take("word")
        return self.function(word) if word in FUNCTIONS else self.comparison(word)

    def function(self, name: str) -> Test:
        self.take("(")
        path = self.take("word")
        self.take(",")
        part = self.take("text")[1:-1].replace("''", "'").lower()
        self.take(")")
        return lambda entity: FUNCTIONS[name](str(at(entity, path) or "").lower(), part)

    def comparison(self, path: str) -> Test:
        self.take("eq")
        wanted = self.take("text", "guid")
        plain = wanted[1:-1].replace("''", "'") if wanted.startswith("'") else wanted
        return lambda entity: str(at(entity, path)) == plain


def at(entity: dict[str, Any], path: str) -> Any:
    held: Any = entity
    for step in path.split("/"):
        held = held.get(step) if isinstance(held, dict) else None
    return held
