"""The small scripts, in a real browser: what they add, and what is left when they cannot."""

import json
from base64 import b64decode
from hashlib import sha256
from html import escape

import pytest
from django.conf import settings

POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
SITE = "http://privacy.test"
SWITCH = """
<form data-autosave method="post" action="/save" data-undo-text="Ongedaan maken" data-saved-text="Opgeslagen"
      data-failed-text="Niet opgeslagen">
  <input type="checkbox" role="switch" name="on" checked><button data-save>Opslaan</button><p role="status"></p>
</form>"""
POLL = '<div data-poll="/state"><p role="status">In de rij</p><progress max="100" value="0"></progress></div>'
SESSION = """
<dialog data-session data-seconds="{seconds}">
  <form method="post" action="/extend"><button>Blijven</button></form>
</dialog>"""
LONG = "".join(f'<section><h2 id="s{n}">Deel {n}</h2><p style="height: 150vh">tekst</p></section>' for n in range(3))
CONTENTS = '<nav class="toc">' + "".join(f'<a href="#s{n}">Deel {n}</a>' for n in range(3)) + "</nav>"


@pytest.fixture
def visit(chromium):
    """Opens a page that consists of one script and some HTML; `answers` are the site's replies by path, for the
    page itself from the second time on."""
    pages = []

    def visit(script, html, answers=None):
        page = chromium.new_page()
        pages.append(page)
        replies, seen = answers or {}, []

        def reply(route):
            path = route.request.url.removeprefix(SITE)
            if path.startswith("/js/"):
                route.fulfill(path=settings.BASE_DIR / "static" / path[1:], content_type="text/javascript")
            elif path in replies and (path != "/" or seen):
                route.fulfill(**replies[path]) if replies[path] else route.abort()
            else:
                seen.append(path)
                body = f'<!DOCTYPE html><title>x</title>{html}<script type="module" src="/js/{script}"></script>'
                route.fulfill(body=body, content_type="text/html")

        page.route(f"{SITE}/**", reply)
        page.goto(f"{SITE}/")
        return page

    yield visit
    for page in pages:
        page.close()


def told(**facts):
    return {"body": json.dumps(facts), "content_type": "application/json"}


def test_a_switch_saves_at_once_and_can_be_undone(visit):
    page = visit("prefs.js", SWITCH, {"/save": told(message="Uitgezet")})
    assert page.locator(".saves-at-once [data-save]").count() == 1
    page.locator("[role=switch]").click()
    page.get_by_text("Uitgezet").wait_for()
    page.get_by_role("button", name="Ongedaan maken").click()
    page.get_by_role("button", name="Ongedaan maken").wait_for(state="detached")
    assert page.locator("[role=switch]").is_checked()


def test_a_switch_turns_back_when_the_site_cannot_be_reached(visit):
    page = visit("prefs.js", SWITCH, {"/save": None})
    page.locator("[role=switch]").click()
    page.get_by_text("Niet opgeslagen").wait_for()
    assert page.locator("[role=switch]").is_checked()


def test_a_switch_that_meets_the_sign_in_page_sends_the_form_the_ordinary_way(visit):
    page = visit("prefs.js", SWITCH, {"/save": {"body": "<h1>Inloggen</h1>", "content_type": "text/html"}})
    page.locator("[role=switch]").click()
    page.get_by_role("heading", name="Inloggen").wait_for()
    assert page.url == f"{SITE}/save"


def test_a_download_tells_how_far_it_is(visit):
    page = visit("progress.js", POLL, {"/state": told(message="2 van 4 bronnen", percent=50, done=False)})
    page.get_by_text("2 van 4 bronnen").wait_for()
    assert page.locator("progress").evaluate("bar => bar.value") == 50


ASKING = """
<p role="status" data-asking data-done="Bijgewerkt">We vragen nog. <a href="">Opnieuw</a></p>
<ul><li data-fill="a">eerste</li><li data-fill="b">{b}</li></ul>"""


def test_a_page_fills_in_when_the_others_answer(visit):
    """What was answered since takes its place, what is new comes after its neighbour, what is in use stays."""
    filled = '<ul><li data-fill="a">nieuw</li><li data-fill="b">antwoord</li><li data-fill="c">erbij</li></ul>'
    page = visit("fill.js", ASKING.format(b="we vragen nog"), {"/": {"body": filled, "content_type": "text/html"}})
    page.get_by_text("Bijgewerkt").wait_for()
    assert page.locator("li").all_inner_texts() == ["nieuw", "antwoord", "erbij"]


def test_a_page_keeps_what_is_in_use_and_goes_on_asking(visit):
    page = visit("fill.js", ASKING.format(b="<button autofocus>Bezig</button>"))
    page.locator("button").focus()
    page.wait_for_timeout(1500)
    assert page.locator("button").evaluate("button => button === document.activeElement")
    assert page.locator("[data-asking]").inner_text().startswith("We vragen nog")


def test_a_ready_download_reloads_the_page(visit):
    page = visit("progress.js", POLL, {"/state": told(message="Klaar", percent=100, done=True)})
    with page.expect_navigation():
        pass
    assert page.url == f"{SITE}/"


def test_the_session_warning_opens_and_goes_when_the_reader_stays(visit):
    page = visit("session.js", SESSION.format(seconds=100), {"/extend": {"status": 204}})
    dialog = page.locator("dialog")
    dialog.wait_for(state="visible")
    page.locator("dialog").evaluate("dialog => dialog.dataset.seconds = 1800")
    page.get_by_role("button", name="Blijven").click()
    dialog.wait_for(state="hidden")


def test_no_warning_while_there_is_time(visit):
    page = visit("session.js", SESSION.format(seconds=1800))
    assert page.locator("dialog").is_hidden()


def test_the_contents_list_follows_the_reader(visit):
    page = visit("toc.js", CONTENTS + LONG)
    page.evaluate("document.getElementById('s2').scrollIntoView()")
    page.locator(".toc [aria-current=location]", has_text="Deel 2").wait_for()
    assert page.locator(".toc [aria-current]").count() == 1


def test_R06_a_browser_works_out_what_is_asked_under_the_strict_policy(chromium):
    """On an address with https, because browsers do arithmetic like this only there."""
    salt, number = "ab12?expires=1&", 1234
    asked = {
        "algorithm": "SHA-256",
        "challenge": sha256(f"{salt}{number}".encode()).hexdigest(),
        "maxnumber": 2000,
        "salt": salt,
        "signature": "ours",
    }
    html = f"""<!DOCTYPE html><title>x</title><form><div data-altcha="{escape(json.dumps(asked))}" data-done="Klaar">
      <input type="hidden" name="altcha"><p role="status">Wacht</p></div></form>
      <script type="module" src="/js/altcha.js"></script>"""
    policy = "; ".join(f"{name} {' '.join(map(str, of))}" for name, of in POLICY.items())
    page = chromium.new_page()

    def reply(route):
        if route.request.url.endswith(".js"):
            route.fulfill(path=settings.BASE_DIR / "static/js/altcha.js", content_type="text/javascript")
        else:
            route.fulfill(body=html, content_type="text/html", headers={"content-security-policy": policy})

    page.route("https://privacy.test/**", reply)
    page.goto("https://privacy.test/")
    page.wait_for_function("document.querySelector('[role=status]').textContent === 'Klaar'")
    told = json.loads(b64decode(page.locator("input").input_value()))
    page.close()
    assert told == {key: value for key, value in asked.items() if key != "maxnumber"} | {"number": number}
