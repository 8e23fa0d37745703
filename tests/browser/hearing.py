"""What axe hears on the page where somebody stands, and what axe does not hear."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .people import HEARD, Visit

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOUSE_RULES = """() => {
  const found = [];
  if (document.documentElement.scrollWidth > window.innerWidth)
    found.push("scrolls sideways: " + document.documentElement.scrollWidth + " > " + window.innerWidth);
  if (document.querySelectorAll("h1").length !== 1) found.push("h1: " + document.querySelectorAll("h1").length);
  if (!document.title.trim()) found.push("no title");
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (id && !document.getElementById(id)) found.push("anchor to nothing: #" + id);
  }
  for (const one of document.querySelectorAll("[style], style, script:not([src]):not([type='application/json'])"))
    found.push("inline: " + one.outerHTML.slice(0, 80));
  return found;
}"""


@cache
def axe() -> Axe:
    return Axe()


def axe_problems_of(page: Page, within: str = "") -> list[str]:
    """Of the whole page once all of it is there, or of the one part of it that is ours."""
    page.wait_for_load_state("load")
    context = {"include": [[within]]} if within else None
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    violations = axe().run(page, context, options).response["violations"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['target']} {violation['nodes'][0]['failureSummary'][:160]}"
        for violation in violations
    ]


def problems_of(page: Page) -> list[str]:
    return axe_problems_of(page) + page.evaluate(HOUSE_RULES)


def hear(page: Page, visit: Visit) -> None:
    """Stops a journey at a page that is not for everyone. Two of the eight ways to visit are heard: between them both
    languages, both widths, light and dark."""
    if visit in HEARD:
        told(page, problems_of(page))


def hear_light_and_dark(page: Page) -> None:
    """Where a journey is made once only."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        told(page, problems_of(page))


def hear_ours(page: Page, visit: Visit, within: str) -> None:
    """The same in Wagtail's admin, where only what lies `within` is ours. Left out is Wagtail's own chrome (side menu,
    header with its breadcrumbs and search), which we can report but not mend, and with it the house rules: Wagtail
    writes inline scripts and styles (docs/decisions/0006)."""
    if visit in HEARD:
        told(page, axe_problems_of(page, within))


def told(page: Page, problems: list[str]) -> None:
    assert not problems, "\n".join([page.url, *problems])
