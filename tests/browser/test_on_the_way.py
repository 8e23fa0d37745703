"""Pages one only meets on the way: doors, questions, refusals, thanks and faults. Each is heard with axe, in Dutch on a
wide light screen and in English on a narrow dark one."""

import json
import re

import pytest
from playwright.sync_api import expect

from cms.staff.demo import DEMO_PASSWORD

from .hearing import hear, problems_of, told
from .people import HEARD
from .portal import enter_code, portal, press, sign_in

pytestmark = pytest.mark.parametrize("visit", HEARD, ids=str)

# Pages that need a fault or a crowd, drawn by the site itself for an address of each language.
DRAW = """
import json
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from cms import errors
pages = {}
for language, path in (("nl", "/"), ("en", "/en/")):
    request = RequestFactory().get(path)
    with translation.override(language):
        for name, draw in {
            "bad request": lambda: errors.bad_request(request).content.decode(),
            "not allowed": lambda: errors.permission_denied(request).content.decode(),
            "stale form": lambda: errors.csrf_failure(request).content.decode(),
            "server error": lambda: errors.server_error(request).content.decode(),
            "no database": lambda: errors.service_unavailable(request).content.decode(),
            "too many comparisons": lambda: render_to_string("privacy_policy/changes/too_many.html", {}, request),
            "not in this language": lambda: render_to_string(
                "privacy_policy/not_in_this_language.html",
                {"elsewhere": [{"code": "nl", "name": "Nederlands", "url": "/privacybeleid/"}]},
                request,
            ),
            "feedback too often": lambda: render_to_string(
                "privacy_policy/feedback/refused.html", {"why": "often", "back": path}, request
            ),
        }.items():
            pages[f"{language} {name}"] = draw()
print("PAGES" + json.dumps(pages))
"""
# A link to stop a newsletter, as a mail holds it, for each language.
LINKS = """
from privacy_portal.consent.unsubscribe import unsubscribe_url
from privacy_portal.data_subjects.people import subject_for_email
from privacy_portal.evidence.actors import Actor
reader = subject_for_email("krant@example.org", "nl", by=Actor.system("demo"))
print("LINKS", *[unsubscribe_url(reader, "newsletter-classical", language) for language in ("nl", "en")])
"""


# Somebody in each language of whom the desk doubts who it is, and asks for a copy.
DOUBT = """
from privacy_portal.data_subjects.people import subject_for_email
from privacy_portal.evidence.actors import Actor
from privacy_portal.rights_requests import actions
from privacy_portal.rights_requests.identity_documents.actions import ask_for_document
by = Actor.system("demo")
for visit, language in {visits!r}:
    who = subject_for_email(f"kopie-{{visit}}@example.org", language, by=by)
    details = {{"answers": [], "keys": {{}}}}
    case = actions.receive(subject=who, right="access", details=details, language=language, by=by)
    actions.take(rights_request=case, by=by)
    actions.doubt_identity(rights_request=case, question="Who are you?", reason="Another name.", by=by)
    ask_for_document(rights_request=case, reason="The letter came back.", by=by)
"""


@pytest.fixture(scope="module")
def doubted(site) -> None:
    site.manage("shell", "-v", "0", "-c", DOUBT.format(visits=[(str(each), each.language) for each in HEARD]))


@pytest.fixture(scope="module")
def drawn(site) -> dict[str, str]:
    return json.loads(site.manage("shell", "-v", "0", "-c", DRAW).partition("PAGES")[2])


@pytest.fixture(scope="module")
def stopping_links(site) -> list[str]:
    return site.manage("shell", "-v", "0", "-c", LINKS).partition("LINKS")[2].split()


def answering(body: str):
    return lambda route: route.fulfill(body=body, content_type="text/html")


def policy(visit, dutch: str = "", english: str = "") -> str:
    return visit["/privacybeleid/", "/en/privacy-policy/"] + visit[dutch, english]


def test_faults_and_crowds(page, site, visit, drawn):
    address = site.url + visit["/", "/en/"]
    problems = []
    for name, body in drawn.items():
        if name.startswith(visit.language):
            page.route(address, answering(body))
            page.goto(address)
            problems += [f"{name}: {problem}" for problem in problems_of(page)]
            page.unroute(address)
    told(page, problems)


def test_signing_in(page, site, visit):
    email = f"deur-{visit}@example.org"
    page.goto(site.url + portal(visit, "inloggen/", "sign-in/"))
    page.locator("main input[type=email]").fill("geen adres")
    press(page)
    expect(page.locator("main [aria-invalid=true]")).to_be_visible()
    hear(page, visit)
    page.locator("main input[type=email]").fill(email)
    press(page)
    hear(page, visit)
    page.locator("main input[name=code]").fill("AAA-AAA-AAA")
    press(page, "main form:has(input[name=code])")
    expect(page.locator("main [aria-invalid=true]")).to_be_visible()
    hear(page, visit)
    enter_code(page, site, email, after=0)
    page.goto(site.url + portal(visit, "uitloggen/", "sign-out/"))
    hear(page, visit)
    press(page)
    expect(page).to_have_url(site.url + portal(visit, "uitgelogd/", "signed-out/"))
    hear(page, visit)


def test_every_question_of_every_right(page, site, visit):
    """Each page as it opens, and each kind of field when nothing was filled in. Nothing is sent."""
    sign_in(page, site, visit, f"vragen-{visit}@example.org")
    page.goto(site.url + portal(visit, "verzoeken/nieuw/", "requests/new/"))
    hear(page, visit)
    guides = page.locator("main .tile a").evaluate_all("links => links.map(link => link.href)")
    assert len(guides) >= 8
    refused: set[str] = set()
    for guide in guides:
        page.goto(guide)
        hear(page, visit)
        press(page)
        while page.locator("main input[type=file]").count() == 0:
            hear(page, visit)
            answer(page, visit, refused)
        hear(page, visit)


def answer(page, visit, refused: set[str]) -> None:
    """First nothing, which some questions refuse, then something. A kind of field is heard once when it is refused."""
    here = page.url
    press(page, "main form.form")
    if page.locator("main .ds-error-summary, main [aria-invalid=true]").count() == 0:
        return
    kind = page.locator("main form.form [aria-invalid=true]").first.evaluate("field => field.type || field.tagName")
    if kind not in refused:
        hear(page, visit)
        refused.add(kind)
    for choice in page.locator("main form.form input[type=radio], main form.form input[type=checkbox]").all()[:1]:
        choice.check()
    for text in page.locator("main form.form textarea, main form.form input[type=text]").all():
        text.fill("Graag alles vanaf 2021.")
    press(page, "main form.form")
    assert page.url != here


def test_staying_away_from_a_mailing(page, site, visit, stopping_links):
    page.goto(stopping_links[HEARD.index(visit)])
    hear(page, visit)
    press(page)
    hear(page, visit)
    page.goto(site.url + visit["/afmelden/geen-link/", "/en/unsubscribe/no-link/"])
    hear(page, visit)


def test_asking_for_notices_and_stopping_them(page, site, visit):
    email = f"bericht-{visit}@example.org"
    page.goto(site.url + policy(visit, "berichten/", "notices/"))
    page.locator("main input[type=email]").fill("geen adres")
    press(page, "main form:has(input[type=email])")
    hear(page, visit)
    page.locator("main input[type=email]").fill(email)
    press(page, "main form:has(input[type=email])")
    hear(page, visit)
    page.goto(re.search(rf"{site.url}\S+", site.mail_about("privacy", email).text)[0])
    hear(page, visit)
    press(page)
    hear(page, visit)


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("berichten/bevestigen/geen-link/", "notices/confirm/no-link/"),
        ("berichten/stoppen/geen-link/", "notices/stop/no-link/"),
        ("concept/geen-link/", "draft/no-link/"),
        ("verschil/2001-01-01..2026-11-01/", "difference/2001-01-01..2026-11-01/"),
    ],
)
def test_an_address_that_leads_nowhere(page, site, visit, dutch, english):
    page.goto(site.url + policy(visit, dutch, english))
    hear(page, visit)


def test_saying_whether_it_was_clear(page, site, visit):
    page.goto(site.url + policy(visit))
    page.locator(".feedback button[value=no]").click()
    expect(page).to_have_url(re.compile("/_whole/no/$"))
    hear(page, visit)
    page.goto(site.url + policy(visit))
    page.locator(".feedback option").first.evaluate("option => { option.value = 'nothing'; }")
    page.locator(".feedback button[value=no]").click()
    hear(page, visit)


def test_signing_in_as_staff(page, site, visit):
    """The door is not Wagtail's but ours. It speaks Dutch: whoever comes in has not said who they are."""
    page.goto(site.url + "/beheer/")
    hear(page, visit)
    press(page)
    hear(page, visit)
    page.locator("input[type=email], input[name=username]").first.fill("auditor@example.org")
    page.locator("input[type=password]").fill(DEMO_PASSWORD)
    press(page)
    hear(page, visit)
    page.locator("main input[type=text]").first.fill("000000")
    press(page)
    hear(page, visit)


def test_a_copy_of_an_identity_document(page, site, visit, doubted):
    """Asked, refused because nothing is covered, and sent (SECURITY V-07)."""
    sign_in(page, site, visit, f"kopie-{visit}@example.org")
    page.goto(site.url + portal(visit, "verzoeken/", "requests/"))
    page.locator("main a.ds-link[data-color=primary]").first.click()
    hear(page, visit)
    page.get_by_role("link", name=visit["Lees waarom", "Read why"]).click()
    hear(page, visit)
    press(page, "main form.form")
    expect(page.locator("main [aria-invalid=true]")).to_have_count(2)
    hear(page, visit)
    page.locator("main input[type=file]").set_input_files(
        {"name": "kopie.png", "mimeType": "image/png", "buffer": page.screenshot()}
    )
    page.locator("main input[type=checkbox]").check()
    press(page, "main form.form")
    expect(page.locator("main #document")).to_be_visible()
    hear(page, visit)
