"""What many tests of a module read is loaded once and taken back after the last of them; what a test changes itself is
taken back before the next, as always. Such a module holds no test with `transaction=True`: it would wait for ever."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal

import pytest
from django.core.cache import cache
from django.db import transaction

from home import demo as home
from privacy_portal.privacy_policy.demo import load_policy
from privacy_portal.processing_register import demo as register


def once(load: Callable[[], Any], *, scope: Literal["class", "module"] = "module") -> Any:
    """A fixture that gives what `load` gives."""

    @pytest.fixture(scope=scope)
    def loaded(django_db_setup, django_db_blocker) -> Iterator[Any]:
        block = transaction.atomic()
        with django_db_blocker.unblock():
            block.__enter__()
            cache.clear()
            found = load()
        yield found
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            cache.clear()

    return loaded


def load_site(now: datetime) -> None:
    """The public side of the venue: standing pages, register, and both versions of the policy in both languages."""
    home.load_pages(now=now)
    register.load(now=now)
    load_policy(now)
