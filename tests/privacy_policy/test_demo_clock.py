"""The demo on another day than the one its texts were written for."""

from datetime import UTC, datetime

import pytest

from home import demo as home
from privacy_portal.privacy_policy.demo import load_policy
from privacy_portal.privacy_policy.queries import current_version
from privacy_portal.processing_register import demo as register

LONG_AGO = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_a_version_is_always_in_force_whatever_the_clock_says():
    home.load_pages(now=LONG_AGO)
    register.load(now=LONG_AGO)
    load_policy(LONG_AGO)
    assert current_version("nl").slug == "2025-03-01"
