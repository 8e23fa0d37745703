"""Alma proves that a mailbox is hers; Bas reads along, guesses and scans, and gets nowhere."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from privacy_portal.data_subjects.codes import readable
from privacy_portal.data_subjects.models import CustomerSession, DataSubject, EmailChallenge, Identifier
from privacy_portal.evidence.ledger import entries_about
from privacy_portal.evidence.models import LedgerEntry
from tests.self_service.mailbox import letter, letters
from tests.support.customers import ALMA, BAS, person, sign_in

pytestmark = pytest.mark.django_db

COOKIE = settings.CUSTOMER_COOKIE_NAME
NONCE = settings.CUSTOMER_NONCE_COOKIE_NAME


def address(name: str, *args, language: str = "nl") -> str:
    with translation.override(language):
        return reverse(f"self_service:{name}", args=args)


def ask(client: Client, email: str = ALMA, **extra):
    return client.post(address("sign_in"), {"email": email}, **extra)


def type_code(client: Client, code: str):
    return client.post(address("sign_in_code"), {"code": code})


def press_button(client: Client, path: str):
    """Open the link of a mail as a person does: follow it, press the one button."""
    client.get(path, follow=True)
    return client.post(address("sign_in_confirm"))


def is_in(client: Client) -> bool:
    return client.get(address("activity")).status_code == 200


# --- the two ways in


@pytest.mark.security("L-07")
def test_alma_types_the_code_and_is_in(client):
    assert ask(client).url == address("sign_in_code")
    assert ALMA in client.get(address("sign_in_code")).content.decode()
    answer = type_code(client, letter(ALMA).code.lower().replace("-", " "))
    assert answer.url == address("home")
    assert is_in(client)
    [event] = entries_about(DataSubject.objects.get().id).filter(event="data_subject.signed_in")
    assert event.facts == {"method": "code"} and event.actor_level == "A1"


@pytest.mark.security("V-04")
def test_alma_opens_the_link_on_her_telephone_and_is_in_there_only(client):
    telephone = Client()
    ask(client)
    assert press_button(telephone, letter(ALMA).path).url == address("home")
    assert is_in(telephone)
    assert not is_in(client), "the browser that asked got the session"


def test_a_guest_takes_the_same_way_as_an_account_holder(client):
    """Bought without an account: nobody is known by that address until the mailbox answers."""
    ask(client, "gast@example.org")
    assert not DataSubject.objects.exists()
    type_code(client, letter("gast@example.org").code)
    assert Identifier.objects.get().verified_at
    assert is_in(client)


def test_who_is_known_already_stays_one_person(client):
    alma = person(ALMA)
    ask(client, " Alma@Example.org ")
    type_code(client, letter(ALMA).code)
    assert CustomerSession.objects.get().subject == alma
    assert DataSubject.objects.count() == 1


def test_she_comes_back_to_the_page_she_wanted(client):
    wanted = address("security")
    asked = client.get(wanted)
    assert asked.status_code == 302
    client.post(asked.url, {"email": ALMA})
    assert type_code(client, letter(ALMA).code).url == wanted


@pytest.mark.security("ASVS 3.7.2")
@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_it_never_sends_her_to_another_site(client, evil):
    client.post(f"{address('sign_in')}?next={evil}", {"email": ALMA})
    assert type_code(client, letter(ALMA).code).url == address("home")


# --- the code (V-03)


@pytest.mark.security("V-03", "ASVS 6.5.1")
def test_a_code_works_once(client):
    ask(client)
    nonce = client.cookies[NONCE].value
    type_code(client, letter(ALMA).code)
    bas = Client()
    bas.cookies[NONCE] = nonce
    assert "al gebruikt" in type_code(bas, letter(ALMA).code).content.decode()
    assert not is_in(bas)


@pytest.mark.security("V-03", "ASVS 6.6.2")
def test_a_code_works_in_the_browser_that_asked_only(client):
    ask(client)
    bas = Client()
    ask(bas, BAS)
    answer = type_code(bas, letter(ALMA).code)
    assert "niet de code" in answer.content.decode()
    assert not is_in(bas)


@pytest.mark.security("V-03", "ASVS 6.6.3", "R-01")
def test_five_tries_and_the_right_code_is_wrong(client):
    ask(client)
    code = letter(ALMA).code
    wrong = readable("0" * 9 if code != "000-000-000" else "1" * 9)
    texts = [type_code(client, wrong).content.decode() for _ in range(5)]
    assert "nog 4 keer" in texts[0] and "nog 1 keer" in texts[3] and "te vaak" in texts[4]
    assert "te vaak" in type_code(client, code).content.decode()
    assert not CustomerSession.objects.exists()


def test_a_slip_of_the_fingers_costs_no_try(client):
    ask(client)
    for slip in ("", "K7M", "hello world"):
        assert type_code(client, slip).status_code == 200
    assert EmailChallenge.objects.get().tries_left == 5


@pytest.mark.security("V-03", "ASVS 6.5.5")
def test_after_ten_minutes_it_is_over(client):
    ask(client)
    code = letter(ALMA).code
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False):
        client.cookies[NONCE]["max-age"] = ""  # a browser that keeps what it should forget
        assert "ouder dan tien minuten" in type_code(client, code).content.decode()


@pytest.mark.security("V-03")
def test_a_new_code_voids_the_older_one_of_this_browser_not_of_another(client):
    elsewhere = Client()
    ask(elsewhere)
    ask(client)
    first = letter(ALMA)
    client.post(address("sign_in_resend"))
    newest = letter(ALMA)
    assert newest.code != first.code
    assert "niet de code" in type_code(client, first.code).content.decode()
    assert type_code(client, newest.code).status_code == 302
    assert type_code(elsewhere, letters(ALMA)[0].code).status_code == 302


@pytest.mark.security("V-03", "ASVS 6.5.2")
def test_codes_and_tokens_are_nowhere_in_the_database_as_they_are(client):
    ask(client)
    mail = letter(ALMA)
    kept = EmailChallenge.objects.values_list("code", "link", "browser", "email").get()
    text = "".join(repr(bytes(value) if isinstance(value, bytes) else value) for value in kept)
    for secret in (mail.code.replace("-", ""), mail.token, client.cookies[NONCE].value, ALMA):
        assert secret not in text
    type_code(client, mail.code)
    assert CustomerSession.objects.get().token != client.cookies[COOKIE].value


# --- the link (V-04, V-05)


@pytest.mark.security("V-04")
def test_a_scanner_may_open_the_link_fifty_times(client):
    ask(client)
    mail = letter(ALMA)
    for _ in range(25):
        scanner = Client()
        scanner.head(mail.path)
        scanner.get(mail.path, follow=True)
        assert not is_in(scanner)
    assert press_button(client, mail.path).status_code == 302
    assert is_in(client)


@pytest.mark.security("V-04")
def test_a_link_works_once(client):
    ask(client)
    path = letter(ALMA).path
    press_button(Client(), path)
    late = Client()
    page = late.get(path, follow=True)
    assert "al gebruikt" in page.content.decode()
    assert press_button(late, path).status_code == 200
    assert CustomerSession.objects.count() == 1


def test_the_code_dies_with_the_link_and_the_link_with_the_code(client):
    ask(client)
    mail = letter(ALMA)
    press_button(Client(), mail.path)
    assert "al gebruikt" in type_code(client, mail.code).content.decode()


@pytest.mark.security("V-05", "ASVS 14.2.1")
def test_the_token_leaves_the_address_and_goes_nowhere_else(client):
    ask(client)
    mail = letter(ALMA)
    answer = client.get(mail.path)
    assert answer.status_code == 302 and answer.url == address("sign_in_confirm")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    page = client.get(answer.url)
    assert mail.token not in page.content.decode() and "no-store" in page["Cache-Control"]
    assert ALMA in page.content.decode() and "Ga verder" in page.content.decode()


@pytest.mark.parametrize("token", ["x", "a" * 43, "é" * 43, "%00" * 3])
def test_a_made_up_link_opens_nothing(client, token):
    page = client.get(address("sign_in_link", token), follow=True)
    assert page.status_code == 200 and "niet compleet" in page.content.decode()


@pytest.mark.security("V-05", "ASVS 16.2.5")
def test_no_log_line_holds_a_token_a_code_or_an_address(client, caplog):
    caplog.set_level("DEBUG")
    ask(client)
    mail = letter(ALMA)
    type_code(client, "000-000-000")
    client.get(mail.path)
    client.get(mail.path + "nothing-there/")
    type_code(client, mail.code)
    from cms.logs import JsonFormatter

    logged = "\n".join(JsonFormatter().format(record) for record in caplog.records if "sql" not in record.__dict__)
    for secret in (mail.token, mail.code, mail.code.replace("-", ""), ALMA, client.cookies[COOKIE].value):
        assert secret not in logged


@pytest.mark.security("L-05")
def test_the_ledger_names_nobody(client):
    ask(client)
    type_code(client, letter(ALMA).code)
    for entry in LedgerEntry.objects.all():
        assert ALMA not in str(vars(entry))


# --- uniform (V-01, V-02)


def masked(response, email: str) -> str:
    """What is left of an answer when the address, the anti-forgery token and the time are taken out."""
    import re

    body = response.content.decode().replace(email, "ADDRESS")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    return re.sub(r"\b\d\d:\d\d\b", "TIME", body)


def answers(email: str) -> tuple:
    """Everything a stranger sees after filling in an address."""
    stranger = Client()
    first = ask(stranger, email)
    page = stranger.get(first.url)
    again = stranger.post(address("sign_in_resend"))
    guess = type_code(stranger, "000-000-000")
    seen = []
    for response in (first, page, again, guess):
        headers = sorted((name, value) for name, value in response.items() if name != "Content-Length")
        seen.append((response.status_code, headers, sorted(response.cookies), masked(response, email)))
    return tuple(seen)


@pytest.mark.security("V-01", "ASVS 6.3.8")
def test_nobody_learns_whether_an_address_is_known(django_assert_num_queries):
    person(ALMA)
    frozen = person("bevroren@example.org")
    DataSubject.objects.filter(pk=frozen.pk).update(frozen_at=timezone.now())
    expected = answers("onbekend@example.org")
    assert answers(ALMA) == expected
    assert answers("bevroren@example.org") == expected


@pytest.mark.security("V-01")
def test_over_the_limit_the_answer_is_the_same_and_no_mail_goes():
    expected = answers("onbekend@example.org")
    for _ in range(4):
        ask(Client(), ALMA)
    sent = len(letters(ALMA))
    assert sent == 3
    assert answers(ALMA) == expected
    assert len(letters(ALMA)) == sent


@pytest.mark.security("V-02")
def test_nothing_is_looked_up_before_the_mailbox_answers(client, monkeypatch):
    from privacy_portal.data_sources import registry

    def refuse(*args, **kwargs):
        raise AssertionError("a source or a person was looked up")

    monkeypatch.setattr(registry, "sources", refuse)
    monkeypatch.setattr("privacy_portal.data_subjects.people.find_by_email", refuse)
    person(ALMA)
    ask(client)
    client.get(address("sign_in_code"))
    type_code(client, "000-000-000")
    client.get(letter(ALMA).path, follow=True)


# --- what is asked of the address


@pytest.mark.parametrize(
    "typed",
    ["", "alma", "alma@example.org\r\nBcc: bas@example.org", "alma@exa\u2028mple.org", "a@b", "álma@example.org"],
)
def test_what_is_no_address_is_said_at_the_field_and_mails_nobody(client, typed):
    page = ask(client, typed).content.decode()
    assert 'aria-invalid="true"' in page and "Vul" in page
    assert not letters() and not EmailChallenge.objects.exists()


def test_an_international_domain_is_mailed_in_the_form_servers_know(client):
    ask(client, "Alma@Münster.example")
    assert letter("alma@xn--mnster-3ya.example").code


@pytest.mark.security("V-06")
def test_the_mail_is_in_the_language_of_the_page_and_its_link_of_the_configured_site(client):
    client.post(address("sign_in", language="en"), {"email": ALMA}, headers={"host": "localhost"})
    mail = letter(ALMA)
    assert mail.subject == "Your code to see your data"
    assert mail.link.startswith(f"{settings.BASE_URL}/en/my-data/sign-in/link/")
    assert mail.token in mail.html and mail.code in mail.html


@pytest.mark.security("V-06")
def test_a_foreign_host_is_refused(client):
    assert ask(client, headers={"host": "evil.example"}).status_code == 400
    answer = ask(client, headers={"x-forwarded-host": "evil.example"})
    assert answer.status_code == 302 and "evil" not in letter(ALMA).text


# --- sessions (A-04 .. A-07)


@pytest.mark.security("A-04", "ASVS 7.2.4")
def test_a_planted_cookie_is_worth_nothing_afterwards(client):
    planted = "p" * 43
    client.cookies[COOKIE] = client.cookies[NONCE] = planted
    ask(client)
    assert client.cookies[NONCE].value != planted
    type_code(client, letter(ALMA).code)
    assert client.cookies[COOKIE].value != planted
    bas = Client()
    bas.cookies[COOKIE] = bas.cookies[NONCE] = planted
    assert not is_in(bas)


@pytest.mark.security("A-04")
def test_signing_in_again_ends_the_session_of_before(client):
    sign_in(client, person(ALMA))
    before = client.cookies[COOKIE].value
    ask(client, BAS)
    type_code(client, letter(BAS).code)
    thief = Client()
    thief.cookies[COOKIE] = before
    assert not is_in(thief)
    assert CustomerSession.objects.count() == 1


@pytest.mark.security("A-04", "A-06", "ASVS 7.4.1", "ASVS 14.3.1")
def test_signing_out_ends_the_session_and_clears_the_browser(client):
    sign_in(client, person(ALMA))
    token = client.cookies[COOKIE].value
    assert client.get(address("sign_out")).status_code == 200
    answer = client.post(address("sign_out"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies[COOKIE].value == "" and answer.url == address("signed_out")
    assert "uitgelogd" in client.get(answer.url).content.decode()
    client.cookies[COOKIE] = token
    assert not is_in(client)


def test_signing_out_twice_is_no_error(client):
    assert client.post(address("sign_out")).status_code == 302


@pytest.mark.security("A-07")
def test_a_signed_in_customer_is_nobody_to_django(client):
    sign_in(client, person(ALMA))
    assert not client.get(address("activity")).wsgi_request.user.is_authenticated


@pytest.mark.security("A-06", "ASVS 3.3.2", "ASVS 3.3.4")
def test_the_cookies_are_for_this_site_alone(client):
    answer = ask(client)
    nonce = answer.cookies[NONCE]
    assert nonce["httponly"] and nonce["samesite"] == "Lax" and nonce["path"] == "/" and not nonce["domain"]
    session = type_code(client, letter(ALMA).code).cookies[COOKIE]
    assert session["httponly"] and session["samesite"] == "Lax" and session["path"] == "/"
    assert not session["max-age"] and not session["domain"]


@pytest.mark.security("A-06", "ASVS 3.3.1")
def test_in_production_the_cookies_are_host_cookies(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    settings.CUSTOMER_NONCE_COOKIE_NAME = "__Host-browser"
    answer = client.post(address("sign_in"), {"email": ALMA}, secure=True)
    assert answer.cookies["__Host-browser"]["secure"]
    answer = client.get(letter(ALMA).path, secure=True)
    assert answer.cookies["__Host-browser-link"]["secure"]
    answer = client.post(address("sign_in_confirm"), secure=True)
    assert answer.cookies["__Host-browser-link"]["secure"] and answer.cookies["__Host-browser-link"].value == ""


def test_a_form_from_another_site_is_refused():
    careful = Client(enforce_csrf_checks=True)
    for name in ("sign_in", "sign_in_code", "sign_in_resend", "sign_in_confirm", "sign_out"):
        assert careful.post(address(name), {"email": ALMA}).status_code == 403


# --- access stopped (V-11)


def test_who_said_this_was_not_me_is_let_in_by_nobody(client):
    from privacy_portal.data_subjects import actions
    from privacy_portal.evidence.actors import Actor

    alma = person(ALMA)
    sign_in(client, alma)
    actions.freeze(alma, by=Actor.visitor())
    assert not is_in(client)
    ask(client)
    assert "veiligheid gestopt" in type_code(client, letter(ALMA).code).content.decode()
    actions.unfreeze(alma, by=Actor.system("test"))
    ask(client)
    type_code(client, letter(ALMA).code)
    assert is_in(client)


def statements_of(email: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask(Client(), email)
    return len(asked)


@pytest.mark.security("V-01")
def test_the_work_behind_the_answer_tells_nothing():
    """SECURITY V-01: as many statements for somebody we know as for somebody we do not, and no mail leaves within."""
    person(ALMA)
    assert statements_of(ALMA) == statements_of("nobody@example.org")
    assert not mail.outbox, "a mail left within the request"
