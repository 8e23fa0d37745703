"""Journey (c): the desk signs in with the second factor, finds the case, asks, gets the reply and answers; the
customer reads it. The admin itself needs JavaScript, so only the customer goes without."""

import pytest
from playwright.sync_api import expect

from cms.staff.demo import DEMO_PASSWORD

from .conftest import context_for
from .hearing import hear, hear_ours
from .people import HEARD, Visit
from .portal import file_access_request, follow, portal, press, sign_in


def staff_signs_in(page, site, email: str) -> None:
    page.goto(site.url + "/beheer/")
    page.locator("input[type=email], input[name=username]").first.fill(email)
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    press(page)
    page.locator("main input[type=text]").first.fill(site.totp(email))
    press(page)
    expect(page).to_have_url(site.url + "/beheer/")


# Who of the desk reads the admin in which language.
DESK = {"nl": "desk@example.org", "en": "desk2@example.org"}


@pytest.fixture(scope="module")
def signed_in_once(chromium, site):
    """The cookies of each colleague: a code of the second factor works once."""
    states = {}
    for language, email in DESK.items():
        site.prefers(email, language)
        context = context_for(chromium, Visit(language, 1280, True))
        staff_signs_in(context.new_page(), site, email)
        states[language] = context.storage_state()
        context.close()
    return states


@pytest.fixture
def desk(chromium, signed_in_once, visit):
    """A colleague at the desk, in the language and on the screen of the customer."""
    context = context_for(
        chromium, Visit(visit.language, visit.width, True, visit.scheme), storage_state=signed_in_once[visit.language]
    )
    yield context.new_page()
    context.close()


def use_tool(desk, verb: str, **fields: str) -> None:
    tool = desk.locator(f"details#{verb}")
    if tool.get_attribute("open") is None:
        tool.locator("summary").click()
    for name, text in fields.items():
        tool.locator(f"[name={verb}-{name}]").fill(text)
    tool.locator("button[type=submit]").click()
    expect(desk.locator(".messages .success")).to_be_visible()


def open_case(desk, site, visit, number: str) -> None:
    """The list is Wagtail's, its cells with dates are ours."""
    desk.goto(f"{site.url}/beheer/verzoeken/?q={number}")
    hear_ours(desk, visit, ".cw-due")
    desk.get_by_role("link", name=number).first.click()
    expect(desk.locator(".cw-case")).to_be_visible()
    hear_ours(desk, visit, ".cw-case")


def test_a_request_is_asked_about_replied_to_and_answered(page, site, visit, desk):
    customer = f"story-{visit}@example.org"
    sign_in(page, site, visit, customer)
    number = file_access_request(page, site, visit)

    open_case(desk, site, visit, number)
    expect(desk.locator("html")).to_have_attribute("lang", visit.language)
    expect(desk.locator(".cw-case")).to_contain_text("<b>Alles</b> vanaf 2021, & graag snel.")
    assert customer not in desk.content()
    use_tool(desk, "take")
    hear_ours(desk, visit, ".cw-case")
    use_tool(desk, "ask", question="Welk jaar bedoel je?")

    site.mail_about(number, customer)
    page.goto(site.url + portal(visit, "verzoeken/", "requests/"))
    page.locator("main .case a").first.click()
    expect(page.locator("main")).to_contain_text("Welk jaar bedoel je?")
    hear(page, visit)
    page.locator("main textarea").fill("Alleen 2024.")
    press(page, "main form:has(textarea)")
    expect(page.locator("main")).to_contain_text("Alleen 2024.")
    address = page.url

    open_case(desk, site, visit, number)
    expect(desk.locator(".cw-case")).to_contain_text("Alleen 2024.")
    use_tool(desk, "answer", text="Dit zijn je gegevens van 2024.")

    page.goto(address)
    expect(page.locator("main")).to_contain_text("Dit zijn je gegevens van 2024.")
    hear(page, visit)
    mails = site.mails_to(customer)
    assert not any("Dit zijn je gegevens" in mail.text or "Welk jaar" in mail.text for mail in mails)


# Pages about sources, and what on them is ours.
SOURCES = {
    "/beheer/bronnen/": ".cw-sources",
    "/beheer/bronnen/keynius/": "main form[method=post]",
    "/beheer/reports/coverage/": ".cw-coverage",
}


@pytest.mark.parametrize("heard", HEARD, ids=str)
def test_sources_coverage_and_places_asked_by_hand_are_for_everyone(chromium, site, signed_in_once, heard):
    """Light and wide in Dutch, dark and narrow in English. Every fold of a case that waits for others lies open."""
    context = context_for(chromium, heard, storage_state=signed_in_once[heard.language])
    page = context.new_page()
    for path, ours in SOURCES.items():
        page.goto(site.url + path)
        expect(page.locator(ours).first).to_be_visible()
        hear_ours(page, heard, ours)
    page.goto(site.url + "/beheer/verzoeken/?clock=to_ask")
    page.locator(".listing a[href*='/verzoeken/inspect/']").first.click()
    expect(page.locator("#by-hand")).to_be_visible()
    page.evaluate("document.querySelectorAll('.cw-case details').forEach(fold => { fold.open = true; })")
    expect(page.locator(".cw-case .help-warning").first).to_be_visible()
    hear_ours(page, heard, ".cw-case")
    context.close()


def test_the_officer_lets_somebody_in_again_who_stopped_access(chromium, site):
    heard, email = HEARD[0], "gestopt@example.org"
    context = context_for(chromium, heard)
    sign_in(context.new_page(), site, heard, email)
    context.close()
    site.manage("freeze_data_subject", email)

    context = context_for(chromium, heard)
    page = context.new_page()
    staff_signs_in(page, site, "officer@example.org")
    page.goto(site.url + "/beheer/stopped-access/")
    hear_ours(page, heard, ".cw-alone")
    follow(page, page.locator(".cw-alone a.button"))
    hear_ours(page, heard, ".cw-alone")
    press(page, ".cw-alone form")
    expect(page.locator(".cw-alone .error-message").first).to_be_visible()
    hear_ours(page, heard, ".cw-alone")
    page.locator(".cw-alone input[type=radio]").first.check()
    press(page, ".cw-alone form")
    expect(page.locator(".messages .success")).to_be_visible()
    context.close()

    context = context_for(chromium, heard)
    sign_in(context.new_page(), site, heard, email)
    assert any("De toegang tot je gegevens is weer open" in mail.subject for mail in site.mails_to(email))
    context.close()


def test_password_alone_opens_nothing(chromium, site):
    context = context_for(chromium, Visit("nl", 1280, True))
    page = context.new_page()
    page.goto(site.url + "/beheer/")
    page.locator("input[type=email], input[name=username]").first.fill("officer@example.org")
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    press(page)
    for path in ("/beheer/", "/beheer/verzoeken/", "/beheer/pages/", "/beheer/users/"):
        page.goto(site.url + path)
        assert "/beheer/login/" in page.url
    context.close()
