"""Mailchimp takes its time. The page is there at once and says so; what Mailchimp holds comes by itself, or with a link
for whoever has no script."""

import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from cms.management.commands.run_demo import server
from tests.support.outside.mailchimp import KEY, LIST, mailchimp

from .conftest import VISITS, context_for
from .portal import customer_of, portal, sign_in
from .site import ROOT, answers, free_port, wait_for
from .test_accessibility import problems_of

# For each of the questions that make one answer, for which a page waits for two seconds in all.
SLOW = 0.1


@pytest.fixture(scope="module")
def elsewhere(site) -> Iterator[tuple]:
    """A second server of the same site, with Mailchimp connected."""
    with mailchimp() as (service, outside):
        outside.pause = SLOW
        port = free_port()
        connection = {"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_LIST_ID": LIST, "MAILCHIMP_BASE_URL": outside.url}
        environment = site.environment | connection | {"PORT": str(port), "CACHE_URL": "locmemcache://"}
        process = subprocess.Popen(server(str(port)), cwd=ROOT, env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(lambda: answers(url), what="the second server")
            yield url, service
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.mark.parametrize("visit", [VISITS[0], VISITS[2]], ids=str)
def test_the_page_fills_in(chromium, site, elsewhere, visit):
    url, service = elsewhere
    email = customer_of(visit).email
    service.add(email, FNAME="Vulling")
    context = context_for(chromium, visit)
    page = context.new_page()
    sign_in(page, site, visit, email)
    page.goto(url + portal(visit, "inzage/", "data/"), wait_until="commit")
    asking = page.locator("[data-asking]")
    expect(asking).to_contain_text("Mailchimp")
    if visit.javascript:
        assert not problems_of(page), "while it asks"
    else:
        wait_for(lambda: asking.get_by_role("link").click() or not asking.count(), seconds=10, what="Mailchimp")
    expect(page.locator("#place-mailchimp")).to_be_visible(timeout=10_000)
    expect(page.locator("[data-fill='place-mailchimp']")).to_contain_text("Vulling")
    expect(page.locator("[aria-labelledby=statement]")).to_contain_text("Mailchimp")
    if visit.javascript:
        expect(asking).to_have_text(visit["Deze pagina is nu bijgewerkt.", "This page is up to date now."])
        assert not problems_of(page), "when it is filled in"
    context.close()
