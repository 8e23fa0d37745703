"""Takes the pictures in `docs/images/` from a demo of its own: `make screenshots`, after the look or the words change.

Needs Chromium (`CHROMIUM=` when it is elsewhere than /usr/bin/chromium). The demo has invented content and people."""

import os
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django  # noqa: E402

django.setup()

from PIL import Image, ImageOps  # noqa: E402
from playwright.sync_api import Locator, Page, sync_playwright  # noqa: E402

from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.site import Site, running_site  # noqa: E402
from tests.browser.test_desk import staff_signs_in  # noqa: E402
from tests.browser.test_editor import TITLE, hand_in, local_now, open_actions, say_what_changed  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WRITER, LAWYER = "editor@example.org", "legal@example.org"
# Few colours keep a picture of a page under 120 kB.
COLOURS = 96
# A draft to be advised about: an answer taken out, a link that says nothing, a sentence that goes on and on.
DRAFT = """
from wagtail.rich_text import RichText
from privacy_portal.privacy_policy.models import PolicyPage
page = PolicyPage.objects.get(locale__language_code="nl")
first, second = page.sections[0].value, page.sections[1].value
first["short_answer"] = RichText("")
long = "Wil je weten welke gegevens we van je hebben, hoe we daaraan komen, met wie we ze delen, hoe lang we ze "
long += "bewaren en wat je daar zelf over te zeggen hebt, kijk dan op onze website of "
long += "<a href='https://example.org'>klik hier</a>."
first["body"][0].value = RichText(first["body"][0].value.source + "<p>" + long + "</p>")
page.save_revision()
"""
# A printer that does more than the policy says, and what readers said of four sections.
PRACTICE = """
from privacy_portal.privacy_policy.feedback.counting import count
from privacy_portal.privacy_policy.queries import current_version
from privacy_portal.processing_register.models import Processor
printer = Processor.objects.get(key="zalsman", locale__language_code="nl")
printer.service = "Drukwerk en post"
printer.save_revision().publish()
version = current_version("nl")
anchors = [section["anchor"] for section in version.content["sections"]]
for anchor, yes, no in zip(anchors, (31, 12, 40, 9), (4, 17, 2, 6)):
    for clear in [True] * yes + [False] * no:
        count(version, anchor, clear=clear)
"""


def keep(png: bytes, name: str) -> None:
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(IMAGES / name, optimize=True)


def public(site: Site, page: Page, path: str, name: str, height: int = 800) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(site.url + path)
    page.evaluate("document.fonts.ready")
    keep(page.screenshot(), name)


def screen(page: Page, name: str, height: int = 720) -> None:
    """What a member of staff sees, without moving anything."""
    page.set_viewport_size({"width": 1280, "height": height})
    page.evaluate("document.fonts.ready")
    keep(page.screenshot(), name)


def open_editor(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 2400})
    page.goto(site.url + f"/beheer/pages/{site.policy_page('nl')}/edit/")
    page.locator("[name='sections-0-value-title']").wait_for()


def picture_of(part: Locator, name: str, *, most: int = 620) -> None:
    """A part of the screen, from its top, no higher than `most`."""
    taken = Image.open(BytesIO(part.screenshot()))
    cut = BytesIO()
    shown = taken.convert("RGB").crop((0, 0, taken.width, min(taken.height, most)))
    ImageOps.expand(shown, border=16, fill="white").save(cut, "png")
    keep(cut.getvalue(), name)


def section(page: Page) -> None:
    picture_of(page.locator("[data-contentpath='sections'] [data-contentpath]").first, "redactie-hoofdstuk.png")


def register_block(page: Page) -> None:
    block = page.locator("[name^='sections-1-value-body-'][name$='-type'][value=purposes]").locator("xpath=..")
    picture_of(block, "redactie-registerblok.png", most=480)


def reading_tips(page: Page) -> None:
    tips = page.locator("section:has(details.pp-checks)").last
    tips.locator("details").first.evaluate("node => { node.open = true; }")
    picture_of(tips, "redactie-leestips.png", most=560)


EDITING: tuple[Callable[[Page], None], ...] = (section, register_block, reading_tips)


def hand_in_and_share(site: Site, page: Page) -> None:
    """Eva changes a title, says so, hands it in and lets somebody read along."""
    policy = site.policy_page("nl")
    page.goto(f"{site.url}/beheer/pages/{policy}/edit/")
    page.locator("input[name='sections-0-value-title']").fill(TITLE["nl"])
    page.locator("input[name=effective_from]").fill(f"{local_now():%Y-%m-%d}")
    say_what_changed(page, "We noemen hoofdstuk 1 anders, omdat lezers dat vroegen.")
    open_actions(page)
    screen(page, "redactie-indienen.png")
    open_actions(page)
    hand_in(page, "action-submit")
    page.goto(f"{site.url}/beheer/privacy-policy/{policy}/check/")
    page.locator("button[name=share]").click()
    page.locator("#draft-link").scroll_into_view_if_needed()
    screen(page, "redactie-delen.png")


def judge(site: Site, page: Page) -> None:
    """What Loes sees when she sends the text back, and when she approves it. She does neither."""
    for action, name in (("reject", "redactie-terugsturen.png"), ("approve", "redactie-goedkeuren.png")):
        page.goto(f"{site.url}/beheer/pages/{site.policy_page('nl')}/edit/")
        open_actions(page)
        page.locator(f"button[data-workflow-action-name={action}]").click()
        page.locator(".modal-dialog textarea").wait_for()
        page.wait_for_timeout(600)  # the dialog slides in
        screen(page, name)


def reports(site: Site, page: Page) -> None:
    site.manage("shell", "-v", "0", "-c", PRACTICE)
    for path, name in (
        (f"privacy-policy/{site.policy_page('nl')}/languages/", "redactie-alle-talen.png"),
        ("reports/policy-drift/", "redactie-afwijkingen.png"),
        ("reports/policy-clarity/", "redactie-duidelijk.png"),
    ):
        page.goto(f"{site.url}/beheer/{path}")
        screen(page, name)


def take_all(site: Site, writer: Page, lawyer: Page) -> None:
    public(site, writer, "/privacybeleid/", "policy.png")
    public(site, writer, "/privacybeleid/zoeken/?q=nieuwsbrief", "zoeken.png", height=760)
    public(site, writer, "/privacybeleid/versies/", "redactie-versies.png", height=1000)
    for email, page in ((WRITER, writer), (LAWYER, lawyer)):
        site.prefers(email, "nl")
        page.set_viewport_size({"width": 1280, "height": 720})
        staff_signs_in(page, site, email)
    hand_in_and_share(site, writer)
    judge(site, lawyer)
    reports(site, lawyer)
    site.manage("shell", "-v", "0", "-c", DRAFT)
    open_editor(site, lawyer)
    for take in EDITING:
        take(lawyer)


def main() -> None:
    with tempfile.TemporaryDirectory() as var, running_site(Path(var)) as site, sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        one_each = [
            browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", reduced_motion="reduce")
            for _person in (WRITER, LAWYER)
        ]
        take_all(site, *(context.new_page() for context in one_each))
        browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        sys.stdout.write(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
