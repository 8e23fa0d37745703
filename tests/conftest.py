"""What all tests share: hypothesis without a stopwatch (two cores are slow), and papers from outside the repository."""

import os
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.support.papers import CONTRACTS, POLICY, missing_papers

pytest_plugins = ["tests.support.append_only"]

hypothesis_settings.register_profile(
    "suite", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")


@pytest.fixture(scope="session")
def seed_policy() -> Path:
    """The venue's verbatim policy."""
    return POLICY


@pytest.fixture(scope="session")
def contracts() -> Path:
    """What outside systems really answered; a test that reads it asks for this, so that it waits for the papers."""
    return CONTRACTS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database only what touches a database says anything new; what needs a PostgreSQL server of its own
    waits for that run, and without its papers a test cannot run. `make test` says what did not."""
    papers, on_server = set(missing_papers()), bool(os.environ.get("TEST_DATABASE_URL"))
    idle = {item for item in items if papers & fixtures_of(item) or not has_work(item, on_server)}
    items[:] = [item for item in items if item not in idle]
    config.hook.pytest_deselected(items=list(idle))


def has_work(item: pytest.Item, on_server: bool) -> bool:
    return touches_database(item) if on_server else item.get_closest_marker("postgresql") is None


def fixtures_of(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def touches_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & fixtures_of(item)
    case = getattr(item, "cls", None)
    is_django_case = isinstance(case, type) and issubclass(case, TransactionTestCase)
    return bool(fixtures) or is_django_case or item.get_closest_marker("django_db") is not None
