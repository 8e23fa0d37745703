"""Journey: Alma looks a word up in the policy, goes on in another language where she was, and prints it."""

import re

from playwright.sync_api import expect

from .conftest import context_for
from .people import Visit


def test_a_visitor_finds_a_word_and_goes_to_its_section(page, site, visit):
    page.goto(site.url + visit["/privacybeleid/", "/en/privacy-policy/"])
    page.locator("form[role=search] input").fill(visit["KASSA", "BOX OFF"])
    page.locator("form[role=search] button").click()
    expect(page).to_have_url(re.compile(visit["/privacybeleid/zoeken/", "/en/privacy-policy/search/"]))
    expect(page.get_by_role("status")).to_contain_text(visit["KASSA", "BOX OFF"])
    expect(page.locator(".hits mark").first).to_be_visible()
    page.locator(".hits a[href$='#anonymous']").click()
    expect(page.locator("#anonymous")).to_be_in_viewport()


def test_the_language_switch_leads_to_the_same_section(chromium, site):
    context = context_for(chromium, Visit("nl", 1280, True))
    page = context.new_page()
    page.goto(site.url + "/privacybeleid/#cameras")
    page.locator("a[hreflang=en][lang=en]").first.click()
    expect(page).to_have_url(f"{site.url}/en/privacy-policy/#cameras")
    context.close()


def test_on_paper_everything_is_open_and_each_page_is_signed(chromium, site):
    context = context_for(chromium, Visit("nl", 1280, True))
    page = context.new_page()
    page.goto(site.url + "/privacybeleid/")
    folded = page.locator("article details:not([open]) > :not(summary)").first
    expect(folded).to_be_hidden()
    expect(page.locator(".on-paper")).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.locator(".on-paper")).to_contain_text(re.compile("[0-9a-f]{64}"))
    for chrome in (".site-header", ".toc", "form", ".anchor"):
        expect(page.locator(chrome).first).to_be_hidden()
    context.close()
