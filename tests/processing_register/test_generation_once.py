"""A page asks once which state of the register it speaks of, and the next page asks anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy_portal.processing_register.generation import bump, one_state, stamp

pytestmark = pytest.mark.django_db


def test_one_page_speaks_of_one_state():
    bump()
    with one_state(), CaptureQueriesContext(connection) as queries:
        assert stamp() == stamp()
    assert len(queries) == 1


def test_the_next_page_sees_what_changed():
    bump()
    with one_state():
        before = stamp()
    bump()
    with one_state():
        assert stamp() != before


def test_without_a_page_every_question_is_asked():
    bump()
    before = stamp()
    bump()
    assert stamp() != before
