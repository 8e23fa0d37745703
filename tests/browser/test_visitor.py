"""Journey (a): a visitor reads the policy, jumps to a section, opens the version of 10 November 2023, filters the
processors and takes the list along."""

import csv
import re

from playwright.sync_api import expect


def open_policy(page, site, visit):
    page.goto(site.url + visit["/privacybeleid/", "/en/privacy-policy/"])
    expect(page.locator("html")).to_have_attribute("lang", visit.language)


def open_contents(page):
    """On a narrow screen the contents list is folded."""
    summary = page.locator(".toc summary")
    if summary.is_visible():
        summary.click()


def test_a_visitor_jumps_to_a_section(page, site, visit):
    open_policy(page, site, visit)
    open_contents(page)
    link = page.locator(".toc a[href='#retention']:visible").first
    link.click()
    expect(page).to_have_url(re.compile("#retention$"))
    expect(page.locator("#retention")).to_be_in_viewport()


def test_a_visitor_opens_the_version_of_10_november_2023(page, site, visit):
    open_policy(page, site, visit)
    page.get_by_role("link", name=visit["Eerdere versies", "Earlier versions"]).first.click()
    page.get_by_role("link", name=visit["10 november 2023", "10 November 2023"]).first.click()
    expect(page).to_have_url(
        re.compile(visit["/privacybeleid/versies/2023-11-10/", "/privacy-policy/versions/2023-11-10/"])
    )
    expect(page.get_by_role("region", name=visit["Oude versie", "Old version"])).to_be_visible()
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_a_visitor_filters_the_processors_and_downloads_the_list(page, site, visit):
    page.goto(site.url + visit["/verwerkers/", "/en/processors/"])
    total = page.locator("table.register tbody tr").count()
    assert total >= 11
    page.get_by_role("searchbox").fill("Keynius")
    page.locator("form.filters").get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("1")
    expect(page.locator("table.register tbody tr")).to_have_count(1)
    with page.expect_download() as started:
        page.locator("a[href*='.csv']").first.click()
    rows = list(csv.reader(started.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert any("Keynius" in cell for row in rows for cell in row)


def test_a_visitor_switches_language_on_the_same_page(page, site, visit):
    page.goto(site.url + visit["/verwerkers/", "/en/processors/"])
    page.locator(f"header a[hreflang={visit['en', 'nl']}]").first.click()
    expect(page).to_have_url(site.url + visit["/en/processors/", "/verwerkers/"])
