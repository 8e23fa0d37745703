"""The clock stands still at the moment around which the small ticket shop is built."""

import pytest
import time_machine

from .ticket_shop import NOW


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield
