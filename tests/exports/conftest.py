import pytest
from django.core.files.storage import storages


@pytest.fixture(autouse=True)
def private_files():
    """Every test starts and ends without files of exports."""
    remove_exports()
    yield
    remove_exports()


def remove_exports():
    storage = storages["private"]
    if storage.exists("exports"):
        for folder in storage.listdir("exports")[0]:
            for name in storage.listdir(f"exports/{folder}")[1]:
                storage.delete(f"exports/{folder}/{name}")
