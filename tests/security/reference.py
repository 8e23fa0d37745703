"""Writes docs/reference/security.md: which sentence is shown by which tests. Reads the tests' source and runs nothing.

    python -m tests.security.reference            write the page
    python -m tests.security.reference --check    fail when it is stale, or when a test names an id that does not exist

A test names ids by `@pytest.mark.security("V-03", "ASVS 6.5.1")`, on itself, its class or its module, or by a name like
`test_V03_...`."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .asvs import ASVS
from .requirements import BY_HAND, GATES, GROUPS, MEASURED, MISSING

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "reference" / "security.md"
ASVS_GROUP = "OWASP ASVS 5.0, level 2"
SENTENCES: dict[str, dict[str, str]] = {**GROUPS, ASVS_GROUP: {f"ASVS {number}": each for number, each in ASVS.items()}}
IDS = {name: sentence for group in SENTENCES.values() for name, sentence in group.items()}
LETTERS = "".join(sorted({name[0].lower() for group in GROUPS.values() for name in group}))
IN_NAME = re.compile(rf"test_([{LETTERS}])(\d\d)_", re.IGNORECASE)
HEAD = """# Security requirements and what shows them

Made by `make security-reference` from the tests themselves; `make check` fails when it is stale. The sentences stand in
`tests/security/`.

**Shown**: the tests beside it show the whole sentence, but for a time in it, which the script beside it measures.
**By hand**: no test can; where it is written or done stands beside it. **Not yet**: no test shows the whole; what is
known to be missing stands beside it, with the tests that show a part.
"""


class Unreadable(ValueError):
    """A marker that is no plain text, so that its ids cannot be read."""


class Shown(NamedTuple):
    node: str
    ids: frozenset[str]


def read_tests(path: Path, root: Path = ROOT) -> Iterator[Shown]:
    tree = ast.parse(path.read_text())
    yield from _tests(tree.body, path.relative_to(root).as_posix(), _of_module(tree))


def _tests(body: list[ast.stmt], place: str, above: frozenset[str]) -> Iterator[Shown]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _tests(node.body, f"{place}::{node.name}", above | _marked(node.decorator_list))
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield Shown(f"{place}::{node.name}", above | _marked(node.decorator_list) | _of_name(node.name))


def _of_module(tree: ast.Module) -> frozenset[str]:
    """`pytestmark = ...`, one mark or a list."""
    found: frozenset[str] = frozenset()
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            several = isinstance(node.value, ast.List | ast.Tuple)
            found |= _marked(node.value.elts if several else [node.value])
    return found


def _marked(marks: list[ast.expr]) -> frozenset[str]:
    found: set[str] = set()
    for mark in marks:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.security":
            found |= {_text(argument) for argument in mark.args}
    return frozenset(found)


def _text(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise Unreadable(f"line {argument.lineno}: write ids of requirements as plain text")


def _of_name(name: str) -> frozenset[str]:
    found = IN_NAME.match(name)
    return frozenset({f"{found[1].upper()}-{found[2]}"} if found else ())


def every_test() -> list[Shown]:
    gates = [Shown(f"tests/{gate}", frozenset({name})) for name, gate in GATES.items()]
    return [*gates, *(test for path in sorted((ROOT / "tests").rglob("test_*.py")) for test in read_tests(path))]


def problems(tests: list[Shown]) -> Iterator[str]:
    """What cannot be right, whatever the page says."""
    for test in tests:
        yield from (f"{test.node}: there is no requirement {name}" for name in sorted(test.ids - IDS.keys()))
    yield from (
        f"MISSING, BY_HAND or MEASURED names {name}, which does not exist"
        for name in (MISSING | BY_HAND | MEASURED).keys() - IDS.keys()
    )
    yield from (f"{name} is missing and done by hand at once" for name in MISSING.keys() & BY_HAND.keys())


def page(tests: list[Shown]) -> str:
    by_id = defaultdict(list)
    for test in tests:
        for name in test.ids:
            by_id[name].append(test.node)
    parts = [HEAD, *_summary(by_id)]
    for title, group in SENTENCES.items():
        parts.append(f"\n## {title}\n\n| id | sentence | state | tests |\n|---|---|---|---|\n")
        parts += [_row(name, sentence, by_id[name]) for name, sentence in group.items()]
    return "".join(parts)


def state(name: str, nodes: list[str]) -> str:
    if name in BY_HAND:
        return "by hand"
    return "shown" if nodes and name not in MISSING else "not yet"


def _summary(by_id: dict[str, list[str]]) -> Iterator[str]:
    yield "\n| | shown | by hand | not yet |\n|---|--:|--:|--:|\n"
    for title, group in SENTENCES.items():
        states = [state(name, by_id[name]) for name in group]
        counts = (str(states.count(each)) for each in ("shown", "by hand", "not yet"))
        yield f"| {title} | {' | '.join(counts)} |\n"


def _row(name: str, sentence: str, nodes: list[str]) -> str:
    why = MISSING.get(name) or BY_HAND.get(name) or MEASURED.get(name, "")
    told = f"**{state(name, nodes)}**: {why}" if why else state(name, nodes)
    return f"| {name} | {sentence} | {told} | {'<br>'.join(map(_node, sorted(nodes)))} |\n"


def _node(node: str) -> str:
    return f"`{node.removeprefix('tests/')}`"


def main(arguments: list[str]) -> int:
    tests = every_test()
    found, wanted = list(problems(tests)), page(tests)
    if "--check" not in arguments:
        PAGE.write_text(wanted)
    elif not PAGE.exists() or PAGE.read_text() != wanted:
        found.append("docs/reference/security.md is stale: run `make security-reference`")
    print("\n".join(found) or "security reference: as the tests say")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
