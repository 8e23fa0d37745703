"""Web processes behind the page cache."""

import pytest
from django.core.handlers.wsgi import WSGIHandler

from cms.page_cache.front import PageCache
from tests.support.wsgi import the_tests_connection_kept


@pytest.fixture
def process(settings, tmp_path, monkeypatch):
    """Starts a web process of its own: nothing in memory, the table and the folder shared with the others."""
    settings.PAGE_CACHE_BYTES = 10_000_000
    settings.PAGE_CACHE_LOOK_SECONDS = 60
    settings.PAGE_CACHE_FOLDER = str(tmp_path / "pages")

    def start() -> PageCache:
        cache = PageCache(WSGIHandler())
        monkeypatch.setattr("cms.wsgi.application", cache)
        return cache

    with the_tests_connection_kept():
        yield start
