"""A member of staff makes a passkey and signs in with it, in a browser whose key is a virtual one (WebAuthn over the
DevTools protocol). Browsers give passkeys to names only, so the site is visited as localhost."""

from django_otp.oath import totp
from playwright.sync_api import expect

from cms.staff.demo import DEMO_PASSWORD, demo_key

from .conftest import context_for
from .hearing import hear
from .people import Visit
from .portal import press

EMAIL = "admin2@example.org"
KEY = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}


def code(*, before: int = 0) -> str:
    """What the app shows, or showed before: each works once, and one of half a minute ago still does."""
    return f"{totp(bytes.fromhex(demo_key(EMAIL)), drift=-before):06d}"


def give_password(page, url: str) -> None:
    page.goto(url + "/beheer/")
    page.locator("input[type=email]").fill(EMAIL)
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    press(page)


def test_A01_a_passkey_is_made_and_signs_in(chromium, site):
    visit, url = Visit("nl", 1280, True), site.url.replace("127.0.0.1", "localhost")
    context = context_for(chromium, visit, locale="nl-NL")
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, "automaticPresenceSimulation": True}})

    give_password(page, url)
    page.locator("main input[type=text]").fill(code(before=1))
    press(page)
    expect(page).to_have_url(url + "/beheer/")
    troubles.clear()
    page.goto(url + "/beheer/eigen/sleutel/")
    page.locator("[name=name]").fill("Laptop van Bram")
    page.locator("[name=token]").fill(code())
    press(page)
    page.get_by_role("button", name="Maak de passkey").click()
    expect(page.locator("#passkey-register-status-message[data-status-enum=success]")).to_be_visible()
    hear(page, visit)
    page.get_by_role("link", name="Terug naar jouw inlog").click()
    expect(page.get_by_role("link", name="Laptop van Bram")).to_be_visible()
    hear(page, visit)

    context.clear_cookies()
    give_password(page, url)
    hear(page, visit)
    page.get_by_role("button", name="Gebruik je passkey").click()
    expect(page).to_have_url(url + "/beheer/")
    context.close()
    assert troubles == [], "nothing was refused by the policy, nothing failed"
