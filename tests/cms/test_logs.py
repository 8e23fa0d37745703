"""Logs carry ids and verbs, one line an event, nothing a person typed (SECURITY L-07)."""

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.logs import JsonFormatter


def line(message: str, *, logger: str = "evidence", **extra) -> str:
    record = logging.LogRecord(logger, logging.INFO, __file__, 1, message, (), None)
    record.__dict__.update(extra)
    return JsonFormatter().format(record)


@pytest.mark.security("L-07", "ASVS 16.4.1")
@given(st.text())
def test_one_event_is_one_line_whatever_the_text(text):
    written = line(text)
    assert "\n" not in written and "\r" not in written and "\x1b" not in written
    assert json.loads(written)["message"] == text


@pytest.mark.security("ASVS 16.2.5")
def test_the_request_line_with_its_path_is_not_written():
    written = line('"GET /mijn-gegevens/?email=alma@example.org"', logger="django.server", status_code=200)
    assert "alma" not in written
    assert json.loads(written)["message"] == "status 200"


@pytest.mark.security("ASVS 16.2.5")
def test_extra_facts_are_written_only_when_they_are_known_to_be_harmless():
    written = json.loads(line("sent", event="mail.sent", email="alma@example.org"))
    assert written["event"] == "mail.sent"
    assert "email" not in written


@pytest.mark.security("ASVS 16.2.5")
def test_an_exception_tells_where_but_not_what_it_said():
    try:
        raise ValueError("alma@example.org is not a number")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "broke", (), sys.exc_info())
    written = JsonFormatter().format(record)
    assert "alma" not in written
    assert "ValueError" in written and "test_logs.py" in written
