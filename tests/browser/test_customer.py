"""Journeys (b) and (d): a customer, with an account or as a guest, sees the data, takes it along, turns a newsletter
off and on, and files a request."""

import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from .conftest import context_for
from .hearing import axe_problems_of, hear, told
from .people import HEARD
from .portal import (
    ALMA,
    KINDS,
    customer_of,
    file_access_request,
    follow,
    portal,
    prove_with_order,
    sign_in,
)


@pytest.fixture(params=KINDS)
def customer(visit, request):
    return customer_of(visit, request.param)


@pytest.fixture(scope="module")
def cookies():
    """Of each customer, from one test to the next: signing in once is enough."""
    return {}


@pytest.fixture
def signed_in(page, site, visit, customer, cookies):
    if customer in cookies:
        page.context.add_cookies(cookies[customer])
    else:
        sign_in(page, site, visit, customer.email)
    yield page
    cookies[customer] = page.context.cookies()


def test_a_customer_sees_the_data_and_why_and_until_when(signed_in, site, visit, customer):
    signed_in.goto(site.url + portal(visit, "inzage/", "data/"))
    text = signed_in.locator("main").inner_text()
    assert visit["Waarom hebben we dit?", "Why do we have this?"] in text
    assert "TicketWorks" in text
    assert ALMA.email not in signed_in.content()


def test_a_customer_downloads_and_opens_the_file(signed_in, site, visit, customer, tmp_path):
    page = signed_in
    page.goto(site.url + portal(visit, "downloads/", "downloads/"))
    ask = page.locator("main form[action*='/downloads/'] button[type=submit]").last
    follow(page, ask)
    hear(page, visit)
    prove_with_order(page, customer)
    follow(page, ask)
    expect(page).to_have_url(re.compile("/downloads/[0-9a-f-]{36}/$"))
    hear(page, visit)
    wait_until_ready(page)
    hear(page, visit)
    fetch = page.locator("main form[action$='/bestand/'], main form[action$='/file/']").locator("button")
    with page.expect_download() as started:
        fetch.click()
    path = tmp_path / "mine.zip"
    started.value.save_as(path)
    check_archive(path, customer)
    if visit in HEARD:
        hear_offline_page(page, site, path)


def hear_offline_page(page, site, path) -> None:
    """It may hold its own style, so only axe has a say."""
    with zipfile.ZipFile(path) as archive:
        body = read(archive, "index.html")
    page.route(f"{site.url}/index.html", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{site.url}/index.html")
    told(page, axe_problems_of(page))


def wait_until_ready(page) -> None:
    """With a script the page reloads itself; without, the customer looks again."""
    for _attempt in range(60):
        if page.locator("main form[action$='/bestand/'], main form[action$='/file/']").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the file never became ready")


def check_archive(path, customer) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert {"data.json", "index.html", "manifest.json"} <= {name.rpartition("/")[2] for name in names}
        data = json.loads(read(archive, "data.json"))
        page = read(archive, "index.html")
    assert customer.order in json.dumps(data)
    assert "<script" not in page
    assert not re.search(r"""(src|href)=["']https?:""", page.replace("mailto:", ""))


def read(archive: zipfile.ZipFile, ending: str) -> str:
    name = next(name for name in archive.namelist() if name.endswith(ending))
    return archive.read(name).decode()


def test_a_customer_turns_a_newsletter_off_and_on(signed_in, site, visit):
    page = signed_in
    page.goto(site.url + portal(visit, "voorkeuren/", "preferences/"))
    form = page.locator("form.pref:has(#choice-newsletter-classical)")
    switch = form.locator("input[role=switch]")
    before = switch.is_checked()
    for wanted in (not before, before):
        switch = page.locator("#choice-newsletter-classical")
        switch.set_checked(wanted, force=True)
        if not visit.javascript:
            with page.expect_navigation():
                page.locator("form.pref:has(#choice-newsletter-classical) button[data-save]").click()
        else:
            expect(page.locator("form.pref:has(#choice-newsletter-classical) [role=status]")).not_to_be_empty()
        page.reload()
        expect(page.locator("#choice-newsletter-classical")).to_be_checked(checked=wanted)


def test_a_customer_files_a_request_and_sees_number_and_date(signed_in, site, visit, customer):
    page = signed_in
    number = file_access_request(page, site, visit)
    expect(page.locator("main")).to_contain_text(re.compile(r"\d{1,2} \w+ 20\d\d"))
    mail = site.mail_about(number, customer.email)
    assert "Alles" not in mail.text
    page.goto(site.url + portal(visit, "verzoeken/", "requests/"))
    expect(page.locator("main")).to_contain_text(number)


def test_another_customer_does_not_find_the_request(page, site, visit, chromium):
    sign_in(page, site, visit, f"secret-{visit}@example.org")
    file_access_request(page, site, visit)
    foreign = page.url
    missing = re.sub("[0-9a-f-]{36}", "00000000-0000-4000-8000-000000000000", foreign)

    stranger = context_for(chromium, visit)
    other = stranger.new_page()
    sign_in(other, site, visit, "bas@example.org")
    pages = []
    for address in (foreign, missing):
        assert other.goto(address).status == 404
        pages.append(strip_paths(other.content()))
    assert pages[0] == pages[1]
    stranger.close()


def strip_paths(html: str) -> str:
    return re.sub("[0-9a-f-]{36}", "", html)
