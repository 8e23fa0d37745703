"""A member of staff links an account of the organisation, signs out, and comes in through it: a real browser that goes
to another site and back."""

import time

from django_otp.oath import totp
from playwright.sync_api import expect

from cms.staff.demo import DEMO_PASSWORD, demo_key

from .conftest import context_for
from .hearing import hear
from .people import Visit
from .portal import follow, press
from .site import wait_for

EMAIL = "auditor@example.org"
STEP = 30


def code(*, before: int = 0) -> str:
    return f"{totp(bytes.fromhex(demo_key(EMAIL)), drift=-before):06d}"


def test_A12_linking_and_coming_in_through_the_organisation(chromium, site, directory):
    visit = Visit("nl", 1280, True)
    context = context_for(chromium, visit, locale="nl-NL")
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)

    page.goto(site.url + "/beheer/")
    page.locator("input[type=email]").fill(EMAIL)
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    press(page)
    wait_for(lambda: time.time() % STEP < STEP - 10, what="a code that is not about to lapse")
    page.locator("main input[name=token]").fill(code(before=1))
    press(page)
    expect(page).to_have_url(site.url + "/beheer/")
    troubles.clear()

    page.goto(site.url + "/beheer/eigen/")
    follow(page, page.get_by_role("link", name="Inloggen met je organisatie in plaats van"))
    hear(page, visit)
    page.locator("main input[name=token]").fill(code())
    step = time.time() // STEP
    press(page)
    hear(page, visit)
    page.get_by_role("link", name="Verder naar je organisatie").click()
    expect(page).to_have_url(site.url + "/beheer/eigen/organisatie/")
    expect(page.get_by_role("heading", name="Koppeling verbreken")).to_be_visible()
    hear(page, visit)

    context.clear_cookies()
    page.goto(site.url + "/beheer/")
    page.get_by_role("link", name="Inloggen met je organisatie").click()
    expect(page).to_have_url(site.url + "/beheer/login/code/")
    hear(page, visit)
    wait_for(lambda: time.time() // STEP > step, what="a code that was not used yet")
    page.locator("main input[name=token]").fill(code())
    press(page)
    expect(page).to_have_url(site.url + "/beheer/")
    assert troubles == [], "nothing was refused by the policy, nothing failed"

    context.clear_cookies()
    directory.denies = "access_denied"
    try:
        page.goto(site.url + "/beheer/")
        page.get_by_role("link", name="Inloggen met je organisatie").click()
        expect(page.get_by_role("heading", name="Niet ingelogd")).to_be_visible()
        hear(page, visit)
    finally:
        directory.denies = ""
    context.close()
