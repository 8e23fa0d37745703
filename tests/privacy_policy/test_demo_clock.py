"""The demo on another day than the one its texts were written for."""

from datetime import UTC, datetime

import pytest

from privacy_portal.privacy_policy.queries import current_version
from tests.support.once import load_site

LONG_AGO = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_a_version_is_always_in_force_whatever_the_clock_says():
    load_site(LONG_AGO)
    assert current_version("nl").slug == "2025-03-01"
