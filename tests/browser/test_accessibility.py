"""Every page, in both languages, light and dark, wide and narrow: axe clean, and what axe does not see."""

import pytest

from .conftest import context_for
from .hearing import problems_of
from .people import Visit
from .portal import ALMA, sign_in

# name: (Dutch path, English path)
PUBLIC = {
    "home": ("/", "/en/"),
    "policy": ("/privacybeleid/", "/en/privacy-policy/"),
    "search": ("/privacybeleid/zoeken/?q=gegevens", "/en/privacy-policy/search/?q=data"),
    "nothing found": ("/privacybeleid/zoeken/?q=zzz", "/en/privacy-policy/search/?q=zzz"),
    "versions": ("/privacybeleid/versies/", "/en/privacy-policy/versions/"),
    "old version": ("/privacybeleid/versies/2023-11-10/", "/en/privacy-policy/versions/2023-11-10/"),
    "comparison": (
        "/privacybeleid/verschil/2023-11-10..2026-11-01/",
        "/en/privacy-policy/difference/2023-11-10..2026-11-01/",
    ),
    "choose versions": ("/privacybeleid/verschil/", "/en/privacy-policy/difference/"),
    "notices": ("/privacybeleid/berichten/", "/en/privacy-policy/notices/"),
    "notices asked": ("/privacybeleid/berichten/gevraagd/", "/en/privacy-policy/notices/asked/"),
    "processors": ("/verwerkers/", "/en/processors/"),
    "no processor found": ("/verwerkers/?q=zzz", "/en/processors/?q=zzz"),
    "processor": ("/verwerkers/mailchimp/", "/en/processors/mailchimp/"),
    "cookies": ("/cookies/", "/en/cookies/"),
    "rights": ("/je-rechten/", "/en/your-rights/"),
    "accessibility": ("/toegankelijkheid/", "/en/accessibility/"),
    "vulnerability": ("/kwetsbaarheid-melden/", "/en/report-a-vulnerability/"),
    "sign in": ("/mijn-gegevens/inloggen/", "/en/my-data/sign-in/"),
    "not found": ("/bestaat-niet/", "/en/does-not-exist/"),
}
PORTAL = {
    "overview": ("/mijn-gegevens/", "/en/my-data/"),
    "data": ("/mijn-gegevens/inzage/", "/en/my-data/data/"),
    "downloads": ("/mijn-gegevens/downloads/", "/en/my-data/downloads/"),
    "preferences": ("/mijn-gegevens/voorkeuren/", "/en/my-data/preferences/"),
    "requests": ("/mijn-gegevens/verzoeken/", "/en/my-data/requests/"),
    "ask for access": ("/mijn-gegevens/verzoeken/nieuw/inzage/", "/en/my-data/requests/new/access/"),
    "objection": ("/mijn-gegevens/verzoeken/voor-anderen/bezwaar/", "/en/my-data/requests/for-others/objection/"),
    "policy news": ("/mijn-gegevens/beleidswijzigingen/", "/en/my-data/policy-changes/"),
    "second proof": ("/mijn-gegevens/inloggen/nog-een-keer/", "/en/my-data/sign-in/once-more/"),
    "code of the desk": ("/mijn-gegevens/inloggen/nog-een-keer/kassa/", "/en/my-data/sign-in/once-more/box-office/"),
    "letter": ("/mijn-gegevens/inloggen/nog-een-keer/brief/", "/en/my-data/sign-in/once-more/letter/"),
    "security": ("/mijn-gegevens/beveiliging/", "/en/my-data/security/"),
    "activity": ("/mijn-gegevens/activiteit/", "/en/my-data/activity/"),
}

# What is wrong at a width is wrong in any colours, and the other way round.
WAYS = (("light", 1280), ("dark", 320))


def audit(page, url: str) -> list[str]:
    """All problems of one address, light and wide, then dark and narrow."""
    found = []
    page.set_viewport_size({"width": WAYS[0][1], "height": 900})
    page.goto(url)
    for scheme, width in WAYS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{url} {scheme} {width}: {problem}" for problem in problems_of(page)]
    return found


@pytest.fixture(scope="module", params=["nl", "en"])
def audited(request, chromium, site):
    """A browser with Alma signed in, in one language."""
    visit = Visit(request.param, 1280, True)
    context = context_for(chromium, visit)
    page = context.new_page()
    yield visit, page
    context.close()


def test_public_pages_are_for_everyone_and_have_titles_of_their_own(audited, site):
    visit, page = audited
    problems: list[str] = []
    titles: dict[str, str] = {}
    for name, paths in PUBLIC.items():
        problems += audit(page, site.url + visit[paths])
        assert titles.setdefault(page.title(), name) in {name, "processors"}
    assert not problems, "\n".join(problems)


def test_portal_pages_are_for_everyone(audited, site):
    visit, page = audited
    sign_in(page, site, visit, ALMA.email)
    problems = [line for paths in PORTAL.values() for line in audit(page, site.url + visit[paths])]
    assert not problems, "\n".join(problems)


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(audited, site):
    visit, page = audited
    page.goto(site.url + visit[PUBLIC["policy"]])
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.getAttribute('href')")
    assert skip.startswith("#")
    page.keyboard.press("Tab")
    outline = page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
    )
    assert outline != "nonenone"


@pytest.mark.security("ASVS 14.3.3")
def test_public_pages_leave_nothing_in_the_browser(chromium, site):
    context = context_for(chromium, Visit("nl", 1280, True))
    page = context.new_page()
    for name, paths in PUBLIC.items():
        if name == "sign in":
            continue
        page.goto(site.url + paths[0])
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()
