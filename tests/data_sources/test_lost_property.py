"""The adapter that docs/how-to/write-an-adapter.md builds: it passes the suite that every adapter passes, and what the
page shows is what runs here."""

import json
import re

import pytest
from django.conf import settings

from privacy_portal.data_sources.collecting import collect
from privacy_portal.data_sources.enums import AnswerState
from tests.support.customers import ALMA, person
from tests.support.fake_source import only

from .conformance import CanCollect, CanErase, CanFind
from .lost_property import LostProperty

PAGE = settings.BASE_DIR / "docs" / "how-to" / "write-an-adapter.md"
HERE = settings.BASE_DIR / "tests" / "data_sources"


class TestLostProperty(CanFind, CanCollect, CanErase):
    @pytest.fixture(autouse=True)
    def _source(self, tmp_path):
        self.source = LostProperty(tmp_path / "found.json")
        self.source.path.write_text("[]")

    def fill(self, email):
        rows = json.loads(self.source.path.read_text())
        number = len(rows) + 1
        told = {"id": number, "email": email, "name": email, "item": "Umbrella", "handed_in": "2026-11-01"}
        self.source.path.write_text(json.dumps([*rows, told]))


@pytest.mark.django_db
def test_a_list_that_is_away_is_told_and_never_taken_for_nothing(tmp_path):
    source = LostProperty(tmp_path / "gone.json")
    assert (source.check().ok, source.check().detail) == (False, "FileNotFoundError")
    with only(source):
        assert [answer.state for answer in collect(person(ALMA))] == [AnswerState.COULD_NOT_ASK]


def test_the_page_shows_the_code_that_is_tested():
    """The adapter whole, and of this file the class that inherits the suite."""
    adapter, suite = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[:2]
    assert adapter == (HERE / "lost_property.py").read_text()
    assert suite.strip() in (HERE / "test_lost_property.py").read_text() and "CanErase" in suite
