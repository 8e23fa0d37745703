"""A customer sees that something is not right and mends it, from the data page to the place-by-place result, also where
it says something else; every page on the way is heard with axe."""

import pytest
from playwright.sync_api import expect

from .conftest import context_for
from .people import CORRECTING
from .portal import customer_of, portal, press, prove_with_order, sign_in
from .test_accessibility import problems_of

NEW = "050 765 43 21"


@pytest.mark.parametrize("visit", CORRECTING, ids=str)
def test_a_customer_corrects_a_phone_number(chromium, site, visit):
    context = context_for(chromium, visit)
    page, customer = context.new_page(), customer_of(visit)
    sign_in(page, site, visit, customer.email)
    page.goto(site.url + portal(visit, "inzage/", "data/"))
    page.locator("main a[href$='/phone/']").first.click()
    prove_with_order(page, customer)
    heard = problems_of(page)

    page.locator("main input[name=proposed]").fill("bel me")
    press(page, "main form.form")
    expect(page.locator("main")).to_contain_text(visit["geen telefoonnummer", "not a phone number"])
    heard += problems_of(page)

    page.locator("main input[name=proposed]").fill(NEW)
    press(page, "main form.form")
    expect(page.locator("main")).to_contain_text(NEW)
    heard += problems_of(page)

    page.get_by_role("button", name=visit["Verbeter dit", "Correct this"]).click()
    expect(page.locator("h1")).to_have_text(visit["Dit is verbeterd", "This is corrected"])
    heard += problems_of(page)

    page.goto(site.url + portal(visit, "inzage/", "data/"))
    expect(page.locator("main")).to_contain_text(NEW)
    mail = site.mail_about(visit["Je gegevens zijn verbeterd", "Your data are corrected"], customer.email)
    assert NEW not in mail.text

    other = f"shop.guest({customer.email!r}, number='C2-{customer.order}', first_name='Elders')"
    site.manage("shell", "-v", "0", "-c", f"from tests.data_sources import ticket_shop as shop; {other}")
    page.goto(site.url + portal(visit, "inzage/", "data/"))
    page.locator("main a[href*='/ticketing/ticket:']").first.click()
    expect(page.locator("h1")).to_have_text(visit["Welk gegeven klopt niet?", "Which detail is not right?"])
    heard += problems_of(page)

    page.goto(site.url + portal(visit, "inzage/", "data/"))
    page.locator("main a[href$='/first_name/']").first.click()
    page.locator("main input[name=proposed]").fill("Alwine")
    press(page, "main form.form")
    page.get_by_label(visit["daar staat", "there it says"]).check()
    heard += problems_of(page)
    page.get_by_role("button", name=visit["Verbeter dit", "Correct this"]).click()
    expect(page.locator("main")).to_contain_text("Alwine")
    heard += problems_of(page)
    context.close()
    assert not heard, "\n".join(heard)
