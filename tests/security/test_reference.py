"""docs/reference/security.md says what the tests say: ids are read wherever a test may name them, none is made up."""

from pathlib import Path

import pytest

from .reference import IDS, Shown, Unreadable, every_test, problems, read_tests, state
from .requirements import MISSING

SOURCE = """
import pytest
pytestmark = [pytest.mark.django_db, pytest.mark.security("A-07")]

@pytest.mark.parametrize("x", [1])
@pytest.mark.security("V-03", "ASVS 6.5.1")
def test_one(x): ...

def test_h02_two(): ...

@pytest.mark.security("L-01")
class TestMore:
    def test_three(self): ...

def helper(): ...
"""


def read(folder: Path, source: str) -> dict[str, set[str]]:
    path = folder / "test_x.py"
    path.write_text(source)
    return {test.node: set(test.ids) for test in read_tests(path, folder)}


def test_ids_are_read_from_a_test_its_class_its_module_and_its_name(tmp_path):
    assert read(tmp_path, SOURCE) == {
        "test_x.py::test_one": {"A-07", "V-03", "ASVS 6.5.1"},
        "test_x.py::test_h02_two": {"A-07", "H-02"},
        "test_x.py::TestMore::test_three": {"A-07", "L-01"},
    }


def test_a_single_mark_of_a_module_is_read_as_well(tmp_path):
    source = 'pytestmark = pytest.mark.security("A-07")\ndef test_one(): ...\n'
    assert read(tmp_path, source) == {"test_x.py::test_one": {"A-07"}}


def test_a_mark_that_cannot_be_read_stops_it(tmp_path):
    with pytest.raises(Unreadable):
        read(tmp_path, "@pytest.mark.security(NAME)\ndef test_one(): ...\n")


def test_an_id_that_does_not_exist_is_a_problem():
    assert list(problems([Shown("test_x.py::test_one", frozenset({"V-99"}))])) == [
        "test_x.py::test_one: there is no requirement V-99"
    ]


def test_a_sentence_is_shown_only_when_nothing_is_missing(monkeypatch):
    assert state("V-02", ["a test"]) == "shown"
    assert state("V-02", []) == "not yet"
    monkeypatch.setitem(MISSING, "V-02", "half of it")
    assert state("V-02", ["a test"]) == "not yet"
    assert state("S-04", []) == "by hand"


def test_no_test_of_this_suite_names_an_id_that_does_not_exist():
    assert list(problems(every_test())) == []


def test_every_sentence_fits_a_row_of_the_table():
    assert all(sentence.endswith(".") and not {"|", "\n"} & set(sentence) for sentence in IDS.values())
