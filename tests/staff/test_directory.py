"""Chandni signs in through her organisation's directory: a real OpenID provider on this machine, asked over the
network, that also misbehaves (SECURITY A-12, ASVS 6.8.1 and 10.2.1)."""

import time
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from cms.staff.demo import current_token
from cms.staff.devices import TotpDevice
from cms.staff.directory import checks, provider
from cms.staff.directory.configuration import configuration
from cms.staff.directory.failures import Failed
from cms.staff.directory.journeys import redirect_uri
from cms.staff.models import DirectoryAccount, StaffSession, User
from privacy_portal.evidence.models import LedgerEntry
from tests.support.outside import directory as outside
from tests.support.outside.directory import Directory
from tests.support.races import race
from tests.support.staff import member_of, signed_in

pytestmark = pytest.mark.django_db
HOME = "/beheer/"
START, ACCOUNT = "staff:directory_start", "staff:directory_account"


@pytest.fixture
def directory(settings):
    provider.directory_of.cache_clear()
    with outside.directory(redirect_uri()) as running:
        settings.STAFF_OIDC_ISSUER = running.issuer
        settings.STAFF_OIDC_CLIENT_ID, settings.STAFF_OIDC_CLIENT_SECRET = outside.CLIENT_ID, outside.SECRET
        yield running


@pytest.fixture
def chandni(directory) -> User:
    """She linked her account before."""
    user = member_of("", email="chandni@example.org")
    link(user, directory)
    return user


def link(user: User, directory: Directory, subject: str | None = None) -> None:
    DirectoryAccount.objects.create(
        user=user, issuer=directory.issuer, subject=subject or directory.subject, linked_at=timezone.now()
    )


def to_directory(client, **query) -> str:
    """Where the button on the sign-in page leads the browser."""
    answer = client.get(reverse(START), query)
    assert answer.status_code == 302, answer.text
    return answer.url


def at_directory(address: str) -> str:
    """The browser goes there, over the network, and is sent on."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    response = connection.getresponse()
    assert response.status == 302
    return response.headers["Location"]


def back(client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def through(client, **query):
    return back(client, at_directory(to_directory(client, **query)))


def second_step(client, user, **more):
    device = TotpDevice.objects.get(user=user)
    given = {"device": device.persistent_id, "token": current_token(user), **more}
    return client.post(reverse("staff:verify"), given)


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def nobody_got_halfway(client) -> bool:
    """Neither in, nor a step further: the second step is not even asked."""
    return not is_in(client) and client.get(reverse("staff:verify")).url == reverse("staff:login")


def told() -> list[tuple[str, str]]:
    """Event and reason, in order; mail has entries of its own."""
    entries = LedgerEntry.objects.filter(event__startswith="staff.").order_by("seq")
    return [(entry.event, entry.facts.get("why", "")) for entry in entries]


# --- In


@pytest.mark.security("A-12", "ASVS 6.8.1", "ASVS 10.2.1")
def test_A12_the_directory_takes_the_place_of_the_password_and_of_nothing_else(client, chandni):
    assert reverse(START) in client.get(reverse("staff:login")).text
    answer = through(client, next="/beheer/pages/")
    assert answer.url == reverse("staff:verify") + "?next=%2Fbeheer%2Fpages%2F"
    assert not is_in(client), "the directory alone opens nothing"
    assert "Je organisatie kent je" in client.get(answer.url).text
    assert second_step(client, chandni, next="/beheer/pages/").url == "/beheer/pages/"
    assert is_in(client)
    [entry] = LedgerEntry.objects.all()
    assert (entry.event, entry.facts["after"], entry.facts["with"]) == ("staff.signed_in", "directory", "totp")
    assert "chandni" not in str(LedgerEntry.objects.values_list().get()).lower(), "neither address nor subject"


def test_A12_who_lost_the_second_step_meets_the_page_where_it_is_set_up(client, chandni):
    TotpDevice.objects.all().delete()
    assert through(client).url == reverse("staff:enrol")
    assert not is_in(client)


def test_A12_a_wrong_code_after_the_directory_keeps_out(client, chandni):
    through(client)
    page = second_step(client, chandni, token="000000")
    assert "Deze code klopt niet" in page.text
    assert "Je organisatie kent je" in page.text
    assert not is_in(client)


@pytest.mark.security("ASVS 10.2.1")
def test_A12_each_journey_has_its_own_state_nonce_and_challenge(client, chandni):
    asked = [parse_qs(urlsplit(to_directory(client)).query) for _each in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        [first], [second] = asked[0][name], asked[1][name]
        assert first != second
        assert len(first) >= 43, "256 bits"
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert asked[0]["scope"] == ["openid"], "no name, no address, no groups are asked for"


def test_the_verifier_and_the_secret_never_pass_through_the_browser(client, chandni, directory):
    address = to_directory(client)
    verifier = client.session["staff_directory"]["verifier"]
    assert verifier not in address
    back(client, at_directory(address))
    [asked] = [each for each in directory.outside.asked if each.path.endswith("/token")]
    assert asked.form["code_verifier"] == verifier
    assert "client_secret" not in asked.form, "it goes in the header, unless the directory cannot"


def test_A12_a_directory_that_takes_the_secret_only_in_the_form_gets_it_there(client, chandni, directory):
    directory.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert through(client).url == reverse("staff:verify")


def test_A12_signing_out_ends_our_session(client, chandni):
    through(client)
    second_step(client, chandni)
    client.post(reverse("staff:logout"))
    assert StaffSession.objects.get().ended_at
    assert not is_in(client)


def test_A12_a_session_planted_before_is_worthless_after(client, chandni):
    address = at_directory(to_directory(client))
    planted = client.cookies["beheer"].value
    back(client, address)
    thief = Client()
    thief.cookies["beheer"] = planted
    assert nobody_got_halfway(thief)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/beheer/", "/mijn-gegevens/"])
def test_after_the_directory_only_the_admin_is_next(client, chandni, wanted):
    assert through(client, next=wanted).url == reverse("staff:verify")


# --- Whose account


@pytest.mark.security("A-12", "ASVS 6.8.1")
@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "somebody-else", "email": "chandni@example.org", "email_verified": True},
        {"sub": "00u-chandni"},
        {"sub": "somebody-else", "preferred_username": "chandni@example.org", "groups": ["admin", "Privacy desk"]},
    ],
)
def test_A12_nobody_is_known_by_address_name_or_almost_the_same_subject(client, chandni, directory, claims):
    directory.claims = claims
    page = through(client)
    assert page.status_code == 403
    assert "niet aan een account gekoppeld" in page.text
    assert nobody_got_halfway(client)
    assert User.objects.count() == 1, "an account is not made by itself"
    assert told() == [("staff.sign_in_failed", "unknown")]


@pytest.mark.security("A-12", "ASVS 6.8.1")
def test_A12_the_same_subject_of_another_issuer_is_somebody_else(client, chandni, directory):
    DirectoryAccount.objects.update(issuer="https://other.example.org")
    assert "niet aan een account gekoppeld" in through(client).text
    assert nobody_got_halfway(client)


def test_A12_a_closed_account_is_refused(client, chandni):
    User.objects.update(is_active=False)
    page = through(client)
    assert page.status_code == 403
    assert "Je account is hier gesloten" in page.text
    assert nobody_got_halfway(client)
    assert told() == [("staff.sign_in_failed", "closed")]
    assert LedgerEntry.objects.get().target == f"staff:{chandni.pk}"


def test_A12_closed_between_directory_and_second_step_is_refused_too(client, chandni):
    through(client)
    User.objects.update(is_active=False)
    assert second_step(client, chandni).url == reverse("staff:login")


def test_A12_unlinked_between_directory_and_second_step_is_refused_too(client, chandni):
    through(client)
    DirectoryAccount.objects.all().delete()
    assert second_step(client, chandni).url == reverse("staff:login")
    assert not is_in(client)


@pytest.mark.security("A-12")
def test_A12_groups_of_the_directory_give_no_role(client, chandni, directory):
    User.objects.update(is_superuser=False)
    directory.claims = {"groups": ["Privacy desk"], "roles": ["admin"], "is_superuser": True}
    through(client)
    second_step(client, chandni)
    chandni.refresh_from_db()
    assert not chandni.is_superuser
    assert not chandni.groups.exists()
    assert client.get("/beheer/verzoeken/").status_code != 200


# --- The way back


@pytest.mark.security("A-12", "ASVS 10.2.1")
def test_A12_a_way_back_counts_once(client, chandni):
    address = at_directory(to_directory(client))
    assert back(client, address).url == reverse("staff:verify")
    page = back(client, address)
    assert page.status_code == 403
    assert "al gebruikt" in page.text
    assert told() == [("staff.sign_in_failed", "not begun: none")]


@pytest.mark.security("A-12", "ASVS 10.2.1")
def test_A12_a_way_back_that_another_browser_began_leads_nowhere(client, chandni):
    """Somebody sends Chandni the end of a journey of their own."""
    planted = at_directory(to_directory(Client()))
    assert "niet in deze browser begonnen" in back(client, planted).text
    to_directory(client)
    assert "niet in deze browser begonnen" in back(client, planted).text
    assert nobody_got_halfway(client)
    assert told() == [("staff.sign_in_failed", "not begun: none"), ("staff.sign_in_failed", "not begun: state")]


@pytest.mark.security("A-12", "ASVS 10.2.1")
def test_A12_a_code_stolen_on_the_way_is_worth_nothing_in_another_browser(client, chandni, directory):
    """PKCE: the thief has a journey of his own and so another verifier; the directory refuses."""
    code = parse_qs(urlsplit(at_directory(to_directory(client))).query)["code"][0]
    thief = Client()
    state = parse_qs(urlsplit(to_directory(thief)).query)["state"][0]
    page = thief.get(reverse("staff:directory_callback"), {"code": code, "state": state})
    assert page.status_code == 403
    assert nobody_got_halfway(thief)
    assert told() == [("staff.sign_in_failed", "unproven: token")]


def test_A12_a_journey_of_more_than_ten_minutes_begins_anew(client, chandni):
    address = at_directory(to_directory(client))
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=5)):
        assert "duurde te lang" in back(client, address).text
        assert nobody_got_halfway(client)
    assert told() == [("staff.sign_in_failed", "not begun: too late")]


@pytest.mark.django_db(transaction=True)
def test_A12_of_eight_at_once_one_finds_the_journey(client, directory, tmp_path):
    member_of("", email="chandni@example.org")
    link(User.objects.get(), directory)
    address = at_directory(to_directory(client))
    cookie = client.cookies["beheer"].value

    def come(number: int) -> bool:
        browser = Client()
        browser.cookies["beheer"] = cookie
        return back(browser, address).status_code == 302

    assert race(come, 8, tmp_path).count(True) == 1
    asked = [each.path for each in directory.outside.asked]
    assert asked.count("/organisatie/token") == 1, "the others do not even ask the directory"


# --- The directory says no, nothing, or something else


@pytest.mark.parametrize(
    ("error", "status", "sentence", "why"),
    [
        ("access_denied", 403, "liet je niet toe", "denied"),
        ("consent <script>alert(1)</script>", 403, "liet je niet toe", "denied"),
        ("temporarily_unavailable", 503, "geeft nu geen antwoord", "away: answer"),
    ],
)
def test_A12_a_no_of_the_directory_is_said_in_our_words(client, chandni, directory, error, status, sentence, why):
    directory.denies = error
    page = through(client)
    assert page.status_code == status
    assert sentence in page.text
    assert "alert(1)" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert nobody_got_halfway(client)
    assert told() == [("staff.sign_in_failed", why)]


Ago = Callable[[int], int]


def ago(seconds: int) -> int:
    return int(time.time()) - seconds


@pytest.mark.security("A-12")
@pytest.mark.parametrize(
    ("claims", "why"),
    [
        (lambda: {"nonce": "of another journey"}, "nonce"),
        (lambda: {"nonce": None}, "claims"),
        (lambda: {"aud": "another client"}, "audience"),
        (lambda: {"aud": [outside.CLIENT_ID, "another client"]}, "audience"),
        (lambda: {"azp": "another client"}, "audience"),
        (lambda: {"iss": "https://evil.example"}, "issuer"),
        (lambda: {"exp": ago(60)}, "expired"),
        (lambda: {"exp": None}, "claims"),
        (lambda: {"iat": ago(-120), "exp": ago(-600)}, "too early"),
        (lambda: {"iat": ago(3600)}, "too old"),
        (lambda: {"iat": "yesterday"}, "token"),
        (lambda: {"nbf": ago(-120)}, "too early"),
        (lambda: {"sub": None}, "claims"),
        (lambda: {"sub": ""}, "subject"),
        (lambda: {"sub": "x" * 256}, "subject"),
        (lambda: {"sub": "Chandní"}, "subject"),
    ],
)
def test_A12_a_token_for_somebody_else_or_another_moment_is_refused(client, chandni, directory, claims, why):
    directory.claims = claims()
    page = through(client)
    assert page.status_code == 403
    assert "konden het niet controleren" in page.text
    assert nobody_got_halfway(client)
    assert told() == [("staff.sign_in_failed", f"unproven: {why}")]


@pytest.mark.security("A-12")
@pytest.mark.parametrize(
    ("signing", "why"),
    [
        ("none", "algorithm"),
        ("HS256 with the public key", "algorithm"),
        ("RS512", "algorithm"),
        ("PS256", "algorithm"),
        ("another key", "signature"),
        ("a key it does not publish", "key"),
        ("nonsense", "token"),
    ],
)
def test_A12_a_token_that_the_directory_did_not_sign_is_refused(client, chandni, directory, signing, why):
    directory.signing = signing
    assert through(client).status_code == 403
    assert nobody_got_halfway(client)
    assert told() == [("staff.sign_in_failed", f"unproven: {why}")]


@pytest.mark.security("A-12")
def test_A12_an_algorithm_outside_our_list_is_refused_also_when_the_key_says_it(client, chandni, directory):
    directory.signing, directory.key_says = "RS512", {"alg": "RS512"}
    assert through(client).status_code == 403
    assert nobody_got_halfway(client)


def test_A12_a_key_that_is_for_sealing_signs_nothing(client, chandni, directory):
    directory.key_says = {"use": "enc"}
    assert through(client).status_code == 403
    assert nobody_got_halfway(client)


def test_A12_a_key_that_says_its_algorithm_is_held_to_it(client, chandni, directory):
    directory.key_says = {"alg": "PS256"}
    assert through(client).status_code == 403
    directory.signing = "PS256"
    assert through(client).status_code == 302


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_A12_a_key_too_short_is_refused(client, chandni, directory):
    directory.kid, directory.bits = "short", 1024
    assert through(client).status_code == 403
    assert nobody_got_halfway(client)


def test_A12_a_new_key_of_the_directory_is_asked_for_but_not_time_and_again(directory):
    now = [0.0]
    asking = provider.Directory(configuration(), clock=lambda: now[0])
    assert asking.key("one").key_id == "one"
    directory.kid = "two"
    for _each in range(5):
        with pytest.raises(Failed):
            asking.key("two")
    now[0] += provider.KEYS_AT_MOST_EVERY
    assert asking.key("two").key_id == "two"
    assert [each.path for each in directory.outside.asked].count("/organisatie/keys") == 2


FAULTS = ["server error", "html", "broken json", "deep json", "list", "huge", "redirect", "reset", "half", "not http"]


@pytest.mark.parametrize("fault", FAULTS)
def test_A12_a_directory_that_is_down_is_told_before_anybody_leaves(client, chandni, directory, fault):
    directory.outside.fault = fault
    page = client.get(reverse(START))
    assert page.status_code == 503
    assert "geeft nu geen antwoord" in page.text
    assert "alma" not in page.text, "nothing of what it said"
    assert told() == [("staff.sign_in_failed", "away: metadata")]


@pytest.mark.parametrize("fault", ["server error", "html", "redirect", "locked out"])
@pytest.mark.parametrize(("asked", "why"), [(0, "token"), (1, "keys")])
def test_A12_a_directory_that_fails_halfway_lets_nobody_in(client, chandni, directory, fault, asked, why):
    address = at_directory(to_directory(client))
    directory.outside.faults = [""] * asked + [fault]
    assert back(client, address).status_code == 503
    assert nobody_got_halfway(client)
    assert told() == [("staff.sign_in_failed", f"away: {why}")]


def test_A12_a_directory_that_drips_is_left_at_the_deadline(client, chandni, directory):
    address = at_directory(to_directory(client))
    directory.outside.faults = ["drip body"]
    begun = time.monotonic()
    assert back(client, address).status_code == 503
    assert time.monotonic() - begun < provider.LIMITS.read + 3
    assert nobody_got_halfway(client)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
def test_A12_a_directory_that_cannot_be_trusted_is_not_gone_to(client, chandni, directory, metadata):
    directory.metadata = metadata
    assert client.get(reverse(START)).status_code in {403, 503}
    assert [event for event, _why in told()] == ["staff.sign_in_failed"]


def test_A12_an_answer_in_the_name_of_another_issuer_is_refused(client, chandni):
    """RFC 9207."""
    address = at_directory(to_directory(client))
    assert back(client, address.partition("&iss=")[0] + "&iss=https%3A%2F%2Fevil.example").status_code == 403
    assert told() == [("staff.sign_in_failed", "unproven: issuer")]


def test_A12_a_directory_that_says_its_name_has_to(client, chandni, directory):
    directory.metadata = {"authorization_response_iss_parameter_supported": True}
    address = at_directory(to_directory(client))
    assert back(client, address.partition("&iss=")[0]).status_code == 403


# --- How sure the directory was


@pytest.mark.security("A-12")
@pytest.mark.parametrize(
    ("claims", "enters"),
    [({"acr": "high"}, True), ({"acr": "low"}, False), ({}, False), ({"acr": ["high"]}, False)],
)
def test_A12_acr_has_to_be_what_the_operator_says(client, chandni, directory, settings, claims, enters):
    settings.STAFF_OIDC_ACR = ["high", "higher"]
    directory.claims = claims
    assert parse_qs(urlsplit(to_directory(client)).query)["acr_values"] == ["high higher"]
    answer = through(client)
    assert (answer.status_code == 302) is enters
    if not enters:
        assert "niet streng genoeg" in answer.text
        assert nobody_got_halfway(client)
        assert told() == [("staff.sign_in_failed", "weak: acr")]


@pytest.mark.security("A-12")
@pytest.mark.parametrize(
    ("claims", "enters"),
    [({"amr": ["pwd", "mfa"]}, True), ({"amr": ["pwd"]}, False), ({"amr": "mfa"}, False), ({}, False)],
)
def test_A12_amr_has_to_hold_what_the_operator_says(client, chandni, directory, settings, claims, enters):
    settings.STAFF_OIDC_AMR = ["mfa"]
    directory.claims = claims
    assert (through(client).status_code == 302) is enters
    assert not is_in(client), "and then the second step here"


# --- Linking


def code_given(client, user):
    device = TotpDevice.objects.get(user=user)
    return client.post(reverse(ACCOUNT), {"device": device.persistent_id, "token": current_token(user)})


def links(client, user):
    code_given(client, user)
    return back(client, at_directory(client.get(reverse("staff:directory_link")).url))


@pytest.mark.security("A-12", "ASVS 6.8.1")
def test_A12_a_member_of_staff_links_an_own_account_with_a_code(client, directory, django_capture_on_commit_callbacks):
    chandni = member_of("", email="chandni@example.org")
    signed_in(chandni, client)
    assert reverse(ACCOUNT) in client.get(reverse("staff:security")).text
    assert client.get(reverse("staff:directory_link")).url == reverse(ACCOUNT), "not without a code"
    with django_capture_on_commit_callbacks(execute=True):
        assert links(client, chandni).url == reverse(ACCOUNT)
    account = DirectoryAccount.objects.get()
    assert (account.user, account.issuer, account.subject) == (chandni, directory.issuer, directory.subject)
    assert told() == [("staff.directory_linked", "")]
    [message] = mail.outbox
    assert (message.to, message.subject) == (["chandni@example.org"], "Je account is gekoppeld aan je organisatie")
    assert "is sinds" in client.get(reverse(ACCOUNT)).text
    browser = Client()
    assert through(browser).url == reverse("staff:verify")


def test_A12_linking_makes_the_directory_ask_who_it_is(client, directory):
    chandni = member_of("", email="chandni@example.org")
    code_given(signed_in(chandni, client), chandni)
    query = parse_qs(urlsplit(client.get(reverse("staff:directory_link")).url).query)
    assert query["prompt"] == ["login"]
    assert "prompt" not in parse_qs(urlsplit(to_directory(client)).query)


def test_A12_linking_needs_the_right_code_and_soon(client, directory):
    chandni = member_of("", email="chandni@example.org")
    signed_in(chandni, client)
    device = TotpDevice.objects.get()
    assert client.post(reverse(ACCOUNT), {"device": device.persistent_id, "token": "000000"}).status_code == 200
    assert client.get(reverse("staff:directory_link")).url == reverse(ACCOUNT)
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False) as clock:
        code_given(client, chandni)
        clock.shift(301)
        assert client.get(reverse("staff:directory_link")).url == reverse(ACCOUNT)


@pytest.mark.security("A-12", "ASVS 6.8.1")
def test_A12_two_members_of_staff_never_share_an_account(client, chandni, directory):
    bas = member_of("", email="bas@example.org")
    page = links(signed_in(bas, client), bas)
    assert page.status_code == 403
    assert "al aan een ander account gekoppeld" in page.text
    assert DirectoryAccount.objects.get().user == chandni
    assert told() == [("staff.directory_link_failed", "taken")]
    with pytest.raises(IntegrityError), transaction.atomic():
        link(bas, directory)


def test_A12_a_second_account_is_not_put_over_the_first(client, chandni, directory):
    DirectoryAccount.objects.all().delete()
    signed_in(chandni, client)
    code_given(client, chandni)
    address = at_directory(client.get(reverse("staff:directory_link")).url)
    link(chandni, directory, subject="the one of before")
    assert "Verbreek eerst" in back(client, address).text
    assert DirectoryAccount.objects.get().subject == "the one of before"


@pytest.mark.parametrize("ending", ["signed out", "ended elsewhere", "somebody else"])
def test_A12_who_is_not_in_any_more_links_nothing(client, directory, ending):
    chandni = member_of("", email="chandni@example.org")
    code_given(signed_in(chandni, client), chandni)
    address = at_directory(client.get(reverse("staff:directory_link")).url)
    if ending == "signed out":
        client.post(reverse("staff:logout"))
    elif ending == "ended elsewhere":
        StaffSession.objects.end(timezone.now())
    else:
        session = client.session
        session["staff_directory"] = {**session["staff_directory"], "links": chandni.pk + 1}
        session.save()
    assert back(client, address).status_code == 403
    assert not DirectoryAccount.objects.exists()


def test_A12_a_token_that_is_wrong_links_nothing(client, directory):
    chandni = member_of("", email="chandni@example.org")
    directory.claims = {"nonce": "of another journey"}
    page = links(signed_in(chandni, client), chandni)
    assert page.status_code == 403
    assert "Niet gekoppeld" in page.text
    assert is_in(client), "she stays signed in"
    assert not DirectoryAccount.objects.exists()
    assert told() == [("staff.directory_link_failed", "unproven: nonce")]


def test_A12_unlinking_takes_a_code_and_is_told(client, chandni, django_capture_on_commit_callbacks):
    signed_in(chandni, client)
    with django_capture_on_commit_callbacks(execute=True):
        code_given(client, chandni)
    assert not DirectoryAccount.objects.exists()
    assert told() == [("staff.directory_unlinked", "")]
    assert [message.subject for message in mail.outbox] == ["Je account is niet meer gekoppeld aan je organisatie"]
    assert "niet aan een account gekoppeld" in through(Client()).text


def test_A12_whoever_runs_the_machine_unlinks_an_account_in_other_hands(chandni):
    call_command("unlink_directory", " Chandni@Example.org ")
    assert not DirectoryAccount.objects.exists()
    assert told() == [("staff.directory_unlinked", "")]
    for rubbish in ("chandni@example.org", "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("unlink_directory", rubbish)


# --- Off, and often


def test_A12_without_a_directory_there_is_no_button_and_no_address(client):
    chandni = member_of("", email="chandni@example.org")
    assert "organisatie" not in client.get(reverse("staff:login")).text
    for name in (START, "staff:directory_callback"):
        assert client.get(reverse(name)).status_code == 404
    signed_in(chandni, client)
    assert client.get(reverse(ACCOUNT)).status_code == 404
    assert reverse(ACCOUNT) not in client.get(reverse("staff:security")).text


@pytest.mark.parametrize("name", ["STAFF_OIDC_ISSUER", "STAFF_OIDC_CLIENT_ID", "STAFF_OIDC_CLIENT_SECRET"])
def test_A12_a_directory_by_halves_is_off(client, directory, settings, name):
    setattr(settings, name, "")
    assert client.get(reverse(START)).status_code == 404


def test_A12_who_linked_can_unlink_when_there_is_no_directory_any_more(client, chandni, settings):
    settings.STAFF_OIDC_ISSUER = ""
    signed_in(chandni, client)
    assert reverse(ACCOUNT) in client.get(reverse("staff:security")).text
    code_given(client, chandni)
    assert not DirectoryAccount.objects.exists()


def test_A12_who_comes_too_often_waits_and_fills_no_ledger(client, chandni, directory):
    for _each in range(60):
        back(client, redirect_uri() + "?state=x&code=y")
    pages = [back(client, redirect_uri() + "?state=x&code=y") for _each in range(3)]
    assert {page.status_code for page in pages} == {429}
    assert "Wacht een kwartier" in pages[0].text
    assert client.get(reverse(START)).status_code == 429
    assert len(told()) == 61
    assert directory.outside.asked == [], "and the directory heard nothing of it"


def test_pages_are_kept_by_no_cache_and_speak_english_too(client, chandni, directory):
    directory.denies = "access_denied"
    address = at_directory(to_directory(client))
    parts = urlsplit(address)
    page = client.get(f"{parts.path}?{parts.query}", headers={"accept-language": "en"})
    assert "did not let you in" in page.text
    assert "no-store" in page["Cache-Control"]


# --- Before people come


GOOD = {
    "STAFF_OIDC_ISSUER": "https://login.example.org/tenant/v2.0",
    "STAFF_OIDC_CLIENT_ID": "portal",
    "STAFF_OIDC_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        (dict.fromkeys(GOOD, ""), []),
        ({"STAFF_OIDC_CLIENT_SECRET": ""}, ["staff.E001"]),
        ({"STAFF_OIDC_ISSUER": "http://login.example.org"}, ["staff.E002"]),
        ({"STAFF_OIDC_ISSUER": "http://127.0.0.1:8080"}, ["staff.E002"]),
        ({"STAFF_OIDC_ISSUER": "http://127.0.0.1:8080", "DEBUG": True}, []),
        ({"STAFF_OIDC_ISSUER": "http://login.example.org", "DEBUG": True}, ["staff.E002"]),
        ({"STAFF_OIDC_ISSUER": "https://login.example.org?tenant=1"}, ["staff.E002"]),
        ({"STAFF_OIDC_ISSUER": "https://user@login.example.org"}, ["staff.E002"]),
        ({"STAFF_OIDC_ISSUER": "login.example.org"}, ["staff.E002"]),
    ],
)
def test_the_deploy_check_wants_a_whole_directory_over_https(changed, found):
    with override_settings(**{**GOOD, **changed}):
        assert [message.id for message in checks.the_directory()] == found
