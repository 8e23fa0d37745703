import pytest

from .loaded import load_register


@pytest.fixture
def spot_register(db) -> None:
    """The venue's whole register, in both languages."""
    load_register()
