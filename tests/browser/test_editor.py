"""Journey (e), and how a policy changes: Eva writes, Loes of legal sends it back and later approves, the English
follows piece by piece, both languages go live at one moment, whoever asked is told, and a visitor reads what changed,
word for word. Every older version stays as it was. The admin needs JavaScript and reads Dutch; visitors read both."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polib
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from .conftest import context_for
from .hearing import hear_light_and_dark
from .people import Visit
from .portal import ALMA, portal, sign_in
from .site import Site, wait_for
from .test_desk import staff_signs_in

OLD = {"nl": "/privacybeleid/versies/2023-11-10/", "en": "/en/privacy-policy/versions/2023-11-10/"}
VERSIONS = {"nl": "/privacybeleid/versies/", "en": "/en/privacy-policy/versions/"}
CURRENT = {"nl": "/privacybeleid/", "en": "/en/privacy-policy/"}
TITLE = {"nl": "Welke gegevens we nu van je hebben", "en": "Which data we have of you now"}
SUMMARY = {
    "nl": "We noemen hoofdstuk 1 anders, omdat lezers dat vroegen.",
    "en": "Section 1 has another name, because readers asked for it.",
}
READER = "lezer@example.org"
DUTCH, ENGLISH = Visit("nl", 1280, True), Visit("en", 1280, True)


def local_now() -> datetime:
    return timezone.localtime(timezone=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def browsers(chromium):
    """A browser for each who takes part."""
    contexts = []

    def start() -> Page:
        contexts.append(context_for(chromium, Visit("nl", 1280, True)))
        return contexts[-1].new_page()

    yield start
    for context in contexts:
        context.close()


def words(page: Page, url: str) -> str:
    page.goto(url)
    return page.locator("article").first.inner_text()


def newest_version(page: Page, url: str) -> str:
    """The address that stays, of what applies now."""
    page.goto(url)
    return page.locator("main article h2 a").first.evaluate("link => link.href")


def news(page: Page, site: Site, visit: Visit) -> str:
    """What Alma, signed in, reads about the policy."""
    page.goto(site.url + portal(visit, "beleidswijzigingen/", "policy-changes/"))
    return page.locator("main").inner_text()


def open_actions(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target='toggle'], .footer [data-w-dropdown-target='toggle']").last.click()


def say_what_changed(page: Page, text: str) -> None:
    page.locator("[data-contentpath='change_summary'] [contenteditable='true']").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    expect(page.locator("[name=change_summary]")).to_have_value(re.compile(re.escape(text)))


def hand_in(page: Page, button: str) -> None:
    open_actions(page)
    page.locator(f"button[name={button}]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def decide(page: Page, action: str, comment: str = "") -> None:
    open_actions(page)
    page.locator(f"button[data-workflow-action-name={action}]").click()
    modal = page.locator(".modal-dialog")
    modal.locator("textarea").fill(comment)
    modal.locator("button[type=submit]").click()
    expect(modal).to_be_hidden(timeout=15_000)  # approving freezes a version


def ask_for_notices(page: Page, site: Site) -> None:
    page.goto(site.url + CURRENT["nl"])
    page.get_by_role("link", name="Stuur mij een e-mail").click()
    page.locator("main input[type=email]").fill(READER)
    page.locator("main form:has(input[type=email]) button[type=submit]").click()
    mail = site.mail_about("privacybeleid", READER)
    page.goto(re.search(rf"{site.url}\S+", mail.text)[0])
    page.locator("main form button[type=submit]").click()


def share(page: Page, site: Site) -> str:
    """A link to the draft as it is now, for somebody without a login."""
    page.goto(f"{site.url}/beheer/privacy-policy/{site.policy_page('nl')}/check/")
    page.locator("button[name=share]").click()
    return page.locator("#draft-link").input_value()


def compared_in_english(page: Page, site: Site) -> None:
    page.goto(site.url + VERSIONS["en"])
    page.get_by_role("link", name="Compare with the version before it").first.click()
    expect(page).to_have_url(re.compile("/en/privacy-policy/difference/"))
    expect(page.locator("main ins").filter(has_text=re.compile(r"\bnow\b")).first).to_be_visible()
    hear_light_and_dark(page)


def stop_notices(page: Page, site: Site, told: str) -> None:
    page.goto(re.search(rf"{site.url}\S+stoppen\S+", told)[0])
    hear_light_and_dark(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main form button[type=submit]")).to_have_count(0)
    hear_light_and_dark(page)


def translate(page: Page, site: Site, folder) -> None:
    """A translator takes the file along, fills what is new, and brings it back."""
    page.goto(f"{site.url}/beheer/pages/{site.policy_page('en')}/edit/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PO-bestand").first.click()
    path = folder / "en.po"
    download.value.save_as(path)
    catalogue = polib.pofile(str(path))
    english = {TITLE["nl"]: TITLE["en"], SUMMARY["nl"]: SUMMARY["en"]}
    new = [entry for entry in catalogue if not entry.msgstr]
    assert {entry.msgid for entry in new} == set(english)
    for entry in new:
        entry.msgstr = english[entry.msgid]
    catalogue.save(str(path))
    page.locator("input[type=file]").first.set_input_files(path)
    expect(page.locator(".messages .success")).to_be_visible()


def schedule(page: Page, site: Site, address: str) -> datetime:
    """For the next minute; a moment that has passed is refused at its field."""
    moment = page.locator("input[name=go_live_at]")
    publish = page.get_by_role("button", name="Alle talen publiceren")
    page.goto(site.url + address)
    now = local_now()
    moment.fill(f"{now - timedelta(days=1):%Y-%m-%d %H:%M}")
    page.keyboard.press("Escape")
    publish.click()
    expect(page.locator(".w-field__errors").first).to_contain_text("al voorbij")
    at = (local_now() + timedelta(seconds=65)).replace(second=0, microsecond=0)
    moment.fill(f"{at:%Y-%m-%d %H:%M}")
    page.keyboard.press("Escape")
    publish.click()
    expect(page.locator(".messages .success")).to_be_visible()
    return at


def test_a_policy_changes_in_both_languages_at_once_and_whoever_asked_is_told(browsers, site, tmp_path):
    eva, loes, reader, alma = browsers(), browsers(), browsers(), browsers()
    edit = f"{site.url}/beheer/pages/{site.policy_page('nl')}/edit/"
    release = f"/beheer/privacy-policy/{site.policy_page('nl')}/languages/"
    before = {language: words(reader, site.url + path) for language, path in OLD.items()}
    current = {language: words(reader, site.url + path) for language, path in CURRENT.items()}
    replaced = {language: newest_version(reader, site.url + path) for language, path in VERSIONS.items()}
    kept = {language: words(reader, url) for language, url in replaced.items()}
    ask_for_notices(reader, site)

    staff_signs_in(eva, site, "editor@example.org")
    eva.goto(edit)
    eva.locator("input[name='sections-0-value-title']").fill(TITLE["nl"])
    eva.locator("input[name=effective_from]").fill(f"{local_now():%Y-%m-%d}")
    say_what_changed(eva, "Hoofdstuk 1 heet anders.")
    hand_in(eva, "action-submit")

    draft = share(eva, site)
    reader.goto(draft)
    assert TITLE["nl"] in reader.locator("main").inner_text()
    hear_light_and_dark(reader)

    staff_signs_in(loes, site, "legal@example.org")
    loes.goto(edit)
    decide(loes, "reject", "Zeg ook waarom.")
    eva.goto(edit)
    assert "Zeg ook waarom." in eva.content()
    say_what_changed(eva, SUMMARY["nl"])
    hand_in(eva, "action-restart-workflow")
    loes.goto(edit)
    decide(loes, "approve")
    loes.goto(site.url + release)
    expect(loes.locator("table.listing")).to_contain_text("Nog niet klaar")
    assert {language: words(reader, site.url + path) for language, path in CURRENT.items()} == current

    eva.goto(site.url + release)
    eva.locator("button[name=send]").click()
    translate(eva, site, tmp_path)
    at = schedule(loes, site, release)
    assert {language: words(reader, site.url + path) for language, path in CURRENT.items()} == current
    sign_in(alma, site, DUTCH, ALMA.email)
    assert SUMMARY["nl"] not in news(alma, site, DUTCH)

    wait_for(lambda: local_now() > at, seconds=130, what="the moment to go live")
    site.manage("publish_scheduled")
    for language, path in CURRENT.items():
        wait_for(lambda: TITLE[language] in words(reader, site.url + path), what="the new text")  # noqa: B023
        assert TITLE[language] not in current[language]
    assert {language: words(reader, site.url + path) for language, path in OLD.items()} == before
    assert {language: words(reader, url) for language, url in replaced.items()} == kept

    alma.context.clear_cookies()
    sign_in(alma, site, DUTCH, ALMA.email)
    mail = site.mail_about(SUMMARY["nl"], READER)
    reader.goto(re.search(rf"{site.url}\S+verschil\S+", mail.text)[0])
    expect(reader.locator("main ins").filter(has_text=re.compile(r"\bnu\b")).first).to_be_visible()
    compared_in_english(reader, site)
    stop_notices(reader, site, mail.text)
    for visit in (DUTCH, ENGLISH):
        assert SUMMARY[visit.language] in news(alma, site, visit)
        hear_light_and_dark(alma)
    reader.goto(site.url + "/privacybeleid/versies/")
    expect(reader.locator("main")).to_contain_text("Goedgekeurd door: Juridische zaken")
