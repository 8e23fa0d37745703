"""Chromium and one running demo for all browser tests of a session."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.support.outside import directory as outside
from tests.support.outside.directory import Directory

from .people import CORRECTING, VISITS, Visit
from .portal import KINDS, customer_of
from .site import Site, running_site

BACK = "/beheer/login/organisatie/terug/"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def directory() -> Iterator[Directory]:
    """Where staff may sign in instead of giving a password."""
    with outside.directory() as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory, directory) -> Iterator[Site]:
    connected = {
        "STAFF_OIDC_ISSUER": directory.issuer,
        "STAFF_OIDC_CLIENT_ID": outside.CLIENT_ID,
        "STAFF_OIDC_CLIENT_SECRET": outside.SECRET,
        # A switch few venues turn (SECURITY V-07), so that its page is heard too.
        "IDENTITY_DOCUMENTS": "on",
    }
    with running_site(Path(tmp_path_factory.mktemp("site")), **connected) as running:
        directory.redirect_uri = running.url + BACK
        running.sell([customer_of(visit, kind) for visit in VISITS + CORRECTING for kind in KINDS])
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield browser
        browser.close()


def context_for(chromium: Browser, visit: Visit, **options) -> BrowserContext:
    context = chromium.new_context(
        viewport={"width": visit.width, "height": 900},
        java_script_enabled=visit.javascript,
        color_scheme=visit.scheme,
        reduced_motion="reduce",  # a colour on its way to another is neither
        timezone_id="Europe/Amsterdam",
        accept_downloads=True,
        **options,
    )
    context.set_default_timeout(15_000)
    return context


@pytest.fixture(params=VISITS, ids=str)
def visit(request) -> Visit:
    return request.param


@pytest.fixture
def page(chromium, visit, site):
    """A fresh browser of one visitor; any request that leaves the site fails the test."""
    context = context_for(chromium, visit)
    elsewhere: list[str] = []
    context.on(
        "request",
        lambda request: None if request.url.startswith((site.url, "data:", "blob:")) else elsewhere.append(request.url),
    )
    yield context.new_page()
    context.close()
    assert not elsewhere, f"requests left the site: {elsewhere}"
