"""What customers do again and again: sign in with the mailed code, prove themselves with an order, file a request."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from .hearing import hear
from .people import Visit
from .site import Site


@dataclass(frozen=True)
class Customer:
    email: str
    order: str
    postcode: str = "9712 AB"
    has_account: bool = True


ALMA = Customer("alma@example.org", "D-5001")


# Who bought with an account, and who without.
KINDS = ("account", "guest")


def customer_of(visit: Visit, kind: str = "account") -> Customer:
    """Somebody for each way to visit, because nobody may ask for everything eight times a day (SECURITY R-03)."""
    return Customer(f"{kind}-{visit}@example.org", f"T-{kind}-{visit}".upper(), has_account=kind == "account")


def portal(visit: Visit, dutch: str = "", english: str = "") -> str:
    return visit["/mijn-gegevens/", "/en/my-data/"] + visit[dutch, english]


def follow(page: Page, button: Locator) -> None:
    """Press what leads to another page, and wait for that page: who looks too early hears and counts the old one."""
    with page.expect_navigation():
        button.click()


def press(page: Page, within: str = "main form:not(nav *)") -> None:
    """The first button of the first form that is not the menu's way out."""
    follow(page, page.locator(f"{within} button[type=submit]").first)


def enter_code(page: Page, site: Site, email: str, *, after: int) -> None:
    page.locator("main input[name=code]").fill(site.sign_in_code(email, after=after))
    press(page, "main form:has(input[name=code])")


def sign_in(page: Page, site: Site, visit: Visit, email: str) -> None:
    before = len(site.codes_to(email))
    page.goto(site.url + portal(visit, "inloggen/", "sign-in/"))
    page.locator("main input[type=email]").fill(email)
    press(page)
    enter_code(page, site, email, after=before)
    expect(page).to_have_url(site.url + portal(visit))


def prove_with_order(page: Page, customer: Customer) -> None:
    page.locator("main input[name=order]").fill(customer.order)
    page.locator("main input[name=postcode]").fill(customer.postcode)
    press(page, "main form:has(input[name=order])")


def file_access_request(page: Page, site: Site, visit: Visit) -> str:
    """Through all question pages; returns the number of the case."""
    page.goto(site.url + portal(visit, "verzoeken/nieuw/", "requests/new/"))
    page.locator("main .tile a[href*='inzage'], main .tile a[href*='access']").first.click()
    press(page)
    page.locator("main input[type=checkbox][value=everything]").check()
    press(page, "main form.form")
    page.locator("main textarea").fill("<b>Alles</b> vanaf 2021, & graag snel.")
    press(page, "main form.form")
    page.get_by_role("button", name=visit["Verder", "Go on"], exact=True).click()
    expect(page.locator("main dl")).to_contain_text("<b>Alles</b> vanaf 2021, & graag snel.")
    hear(page, visit)
    press(page)
    expect(page).to_have_url(re.compile(visit["/ontvangen/$", "/received/$"]))
    hear(page, visit)
    number = re.search(r"SPOT-\d{4}-\d{4}", page.locator("main").inner_text())
    assert number
    return number[0]
