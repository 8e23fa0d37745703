"""Staff come in with a password and a second step, and in no other way."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse
from django_otp import verify_token

from cms.staff.demo import current_token
from cms.staff.devices import RecoveryDevice, TotpDevice, new_code
from cms.staff.models import StaffSession, User
from privacy_portal.evidence.models import LedgerEntry
from tests.support.races import race
from tests.support.staff import member_of, signed_in

NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
PASSWORD = "vier gewone woorden"
HOME = "/beheer/"


@pytest.fixture
def chandni(db) -> User:
    user = member_of("", email="chandni@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


def password(client, email="chandni@example.org", word=PASSWORD, **more):
    return client.post(reverse("staff:login"), {"email": email, "password": word, **more})


def token(client, user, code=None, device=None):
    device = device or TotpDevice.objects.get(user=user)
    return client.post(reverse("staff:verify"), {"device": device.persistent_id, "token": code or current_token(user)})


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def events() -> list[str]:
    return list(LedgerEntry.objects.order_by("seq").values_list("event", flat=True))


def test_A01_password_and_code_let_in(client, chandni, clock):
    assert password(client).url == reverse("staff:verify")
    assert not is_in(client), "a password alone opens nothing"
    assert token(client, chandni).url == HOME
    assert is_in(client)
    assert events() == ["staff.signed_in"]
    assert "chandni" not in str(LedgerEntry.objects.values_list().get())


def test_address_may_be_typed_in_capitals(client, chandni, clock):
    assert password(client, email=" Chandni@Example.ORG ".strip()).url == reverse("staff:verify")


@pytest.mark.security("ASVS 6.3.8", "ASVS 16.3.1")
@pytest.mark.parametrize("email", ["chandni@example.org", "nobody@example.org"])
def test_wrong_password_says_the_same_for_everyone(client, chandni, email):
    page = password(client, email=email, word="wrong")
    assert page.status_code == 200
    assert "horen niet bij elkaar" in page.text
    assert events() == ["staff.sign_in_failed"]


def test_A05_closed_account_stays_out(client, chandni, clock):
    User.objects.update(is_active=False)
    assert "horen niet bij elkaar" in password(client).text


@pytest.mark.security("A-05", "ASVS 7.4.2")
def test_A05_closing_an_account_ends_its_sessions_at_once(client, chandni):
    signed_in(chandni, client)
    assert is_in(client)
    User.objects.update(is_active=False)
    assert not is_in(client)


def test_wrong_code_keeps_out_and_counts_for_that_device_only(client, chandni, clock):
    recovery = RecoveryDevice.objects.create(user=chandni, name="recovery")
    codes = recovery.replace_codes()
    password(client)
    page = token(client, chandni, code="000000")
    assert "Deze code klopt niet" in page.text
    assert not is_in(client)
    assert TotpDevice.objects.get().throttling_failure_count == 1
    recovery.refresh_from_db()
    assert recovery.throttling_failure_count == 0
    assert token(client, chandni, code=codes[0], device=recovery).url == HOME


def test_right_code_waits_after_wrong_ones_but_never_for_long(chandni, clock):
    device = TotpDevice.objects.get()
    for _ in range(40):
        verify_token(chandni, device.persistent_id, "000000")
        clock.shift(600)
    verify_token(chandni, device.persistent_id, "000000")
    assert not verify_token(chandni, device.persistent_id, current_token(chandni)), "too soon"
    clock.shift(600)
    assert verify_token(chandni, device.persistent_id, current_token(chandni)), "ten minutes later"


def test_code_of_someone_elses_app_does_not_count(client, chandni, clock):
    bas = member_of("", email="bas@example.org")
    password(client)
    page = token(client, chandni, code=current_token(bas), device=TotpDevice.objects.get(user=bas))
    assert page.status_code == 200
    assert not is_in(client)


@pytest.mark.security("A-03")
def test_A03_code_is_good_for_its_own_half_minute_and_the_next(chandni, clock):
    device = TotpDevice.objects.get()
    early, code = current_token(chandni, now=NOW + timedelta(seconds=60)), current_token(chandni)
    assert not verify_token(chandni, device.persistent_id, early)
    clock.shift(32)
    assert verify_token(chandni, device.persistent_id, code)


@pytest.mark.security("A-03")
def test_A03_code_older_than_that_is_refused(chandni, clock):
    code = current_token(chandni)
    clock.shift(61)
    assert not verify_token(chandni, TotpDevice.objects.get().persistent_id, code)


def test_A02_code_works_once(client, chandni, clock):
    password(client)
    token(client, chandni)
    client.post(reverse("staff:logout"))
    password(client)
    clock.shift(2)
    assert "al gebruikt" in token(client, chandni).text


@pytest.mark.security("A-02", "ASVS 6.5.1")
@pytest.mark.django_db(transaction=True)
def test_A02_eight_parallel_replays_of_a_code_let_one_through(tmp_path, clock):
    user = member_of("", email="chandni@example.org")
    device, code = TotpDevice.objects.get(), current_token(user)
    results = race(lambda number: bool(verify_token(user, device.persistent_id, code)), 8, tmp_path)
    assert results.count(True) == 1


@pytest.mark.security("A-02")
@pytest.mark.django_db(transaction=True)
def test_A02_eight_parallel_replays_of_a_recovery_code_let_one_through(tmp_path):
    user = member_of("", email="chandni@example.org")
    device = RecoveryDevice.objects.create(user=user, name="recovery")
    [code, *_] = device.replace_codes()
    results = race(lambda number: bool(verify_token(user, device.persistent_id, code)), 8, tmp_path)
    assert results.count(True) == 1


def test_A02_recovery_code_works_once_however_it_is_typed(client, chandni, clock):
    device = RecoveryDevice.objects.create(user=chandni, name="recovery")
    [code, *_] = device.replace_codes()
    password(client)
    assert token(client, chandni, code=code.upper().replace("-", " "), device=device).url == HOME
    assert events() == ["staff.signed_in", "staff.recovery_used"]
    client.post(reverse("staff:logout"))
    password(client)
    assert "al gebruikt" in token(client, chandni, code=code, device=device).text


@pytest.mark.security("A-03", "ASVS 6.5.2")
def test_A03_recovery_codes_are_long_and_only_their_hash_is_kept(chandni):
    codes = RecoveryDevice.objects.create(user=chandni, name="recovery").replace_codes()
    assert len(set(codes)) == 8
    assert len(new_code().replace("-", "")) * 5 >= 112
    assert not any(code in str(list(RecoveryDevice.objects.values("codes__digest"))) for code in codes)


@pytest.mark.security("A-03", "C-04")
def test_A03_key_of_the_app_is_sealed_in_the_database(chandni):
    device = TotpDevice.objects.get()
    assert device.key not in str(TotpDevice.objects.values_list().get())
    assert len(device.secret) == 20


def test_password_given_too_long_ago_is_asked_again(client, chandni, clock):
    password(client)
    clock.shift(601)
    assert token(client, chandni).url == reverse("staff:login")


def test_password_changed_meanwhile_is_asked_again(client, chandni, clock):
    password(client)
    chandni.set_password("an other one entirely")
    chandni.save()
    assert token(client, chandni).url == reverse("staff:login")


# --- Sessions


@pytest.mark.security("A-04", "ASVS 7.2.4")
def test_A04_planted_cookie_is_worthless_after_sign_in(client, chandni, clock):
    client.get(reverse("staff:login"))
    client.session.save()
    planted = client.session.session_key
    client.cookies["beheer"] = planted
    password(client)
    between = client.cookies["beheer"].value
    token(client, chandni)
    after = client.cookies["beheer"].value
    assert len({planted, between, after}) == 3
    assert not Session.objects.filter(session_key__in=[planted, between]).exists()


@pytest.mark.security("A-05", "ASVS 7.3.1")
def test_A05_half_an_hour_of_nothing_ends_the_session(client, chandni, clock):
    signed_in(chandni, client)
    clock.shift(29 * 60)
    assert is_in(client)
    clock.shift(29 * 60)
    assert is_in(client), "every page counts anew"
    clock.shift(31 * 60)
    assert client.get(HOME).url == reverse("staff:login") + "?next=%2Fbeheer%2F"


@pytest.mark.security("A-05", "ASVS 7.3.2")
def test_A05_ten_hours_end_the_session_however_busy(client, chandni, clock):
    signed_in(chandni, client)
    for _ in range(10 * 3 - 1):
        clock.shift(20 * 60)
        assert is_in(client)
    clock.shift(21 * 60)
    assert not is_in(client)


def test_A05_open_tab_that_asks_by_itself_is_nobody_being_there(client, chandni, clock):
    signed_in(chandni, client)
    seen = StaffSession.objects.get().seen_at
    clock.shift(120)
    client.post(reverse("wagtailadmin_editing_sessions:release", args=[1]))
    assert StaffSession.objects.get().seen_at == seen


@pytest.mark.security("A-04", "A-06", "ASVS 7.4.1")
def test_A05_sign_out_ends_the_session_on_the_server(client, chandni):
    signed_in(chandni, client)
    cookie = client.cookies["beheer"].value
    answer = client.post(reverse("staff:logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert StaffSession.objects.get().ended_at
    client.cookies["beheer"] = cookie
    assert not is_in(client), "the old cookie is worthless"
    assert events() == ["staff.signed_out"]


def test_sign_out_by_a_link_somebody_planted_does_nothing(client, chandni):
    signed_in(chandni, client)
    assert client.get(reverse("staff:logout")).status_code == 405
    assert is_in(client)


@pytest.mark.security("A-05", "ASVS 7.5.2")
def test_A05_staff_see_and_end_their_own_sessions(client, chandni, django_user_model):
    here, there = signed_in(chandni, client), signed_in(chandni)
    bas = signed_in(member_of("", email="bas@example.org"))
    page = here.get(reverse("staff:security"))
    assert page.context["sessions"].count() == 2
    here.post(reverse("staff:end_sessions"))
    assert is_in(here)
    assert not is_in(there)
    assert is_in(bas), "nobody else's"


def test_A05_ending_one_session_by_its_number_works_for_ones_own_only(client, chandni):
    bas = signed_in(member_of("", email="bas@example.org"))
    number = StaffSession.objects.get().id
    signed_in(chandni, client).post(reverse("staff:end_sessions"), {"session": str(number)})
    assert is_in(bas)


def test_A05_an_administrator_ends_the_session_of_a_colleague(chandni):
    bas = signed_in(member_of("Editors", email="bas@example.org"))
    number = StaffSession.objects.get().id
    admin, page = signed_in(chandni), reverse("staff:everybody")
    assert "bas@example.org" in admin.get(page).text
    assert bas.get(page).status_code == bas.post(page, {"session": number}).status_code == 403
    admin.post(page, {"session": number})
    assert not is_in(bas)
    assert is_in(admin)
    assert events() == ["staff.refused", "staff.session_ended"], "and that an editor asked for this page (ASVS 16.3.2)"
    for rubbish in ({}, {"session": "x"}, {"session": str(uuid4())}):
        assert admin.post(page, rubbish).status_code == 404
    assert admin.post(reverse("staff:end_sessions"), {"session": "x"}).status_code == 404


@pytest.mark.security("A-03")
def test_A03_new_recovery_codes_ask_for_a_code_and_replace_the_old(client, chandni, clock):
    old = RecoveryDevice.objects.create(user=chandni, name="recovery").replace_codes()
    signed_in(chandni, client)
    url, device = reverse("staff:security"), TotpDevice.objects.get()
    assert "Deze code klopt niet" in client.post(url, {"device": device.persistent_id, "token": "000000"}).text
    clock.shift(2)
    page = client.post(url, {"device": device.persistent_id, "token": current_token(chandni)})
    assert len(page.context["codes"]) == 8
    assert not verify_token(chandni, RecoveryDevice.objects.get().persistent_id, old[0])


# --- Where to


@pytest.mark.security("ASVS 3.7.2")
@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/beheer/pages/", "/beheer/pages/"),
        ("https://evil.example/", HOME),
        ("//evil.example/beheer/", HOME),
        ("/\\evil.example", HOME),
        ("/mijn-gegevens/", HOME),
        ("javascript:alert(1)", HOME),
        ("", HOME),
    ],
)
def test_after_sign_in_only_the_admin_is_next(client, chandni, clock, wanted, lands):
    password(client, next=wanted)
    device = TotpDevice.objects.get()
    answer = client.post(
        reverse("staff:verify"),
        {"device": device.persistent_id, "token": current_token(chandni), "next": wanted},
    )
    assert answer.url == lands


def test_pages_are_kept_by_no_cache_and_speak_the_browsers_language(client, chandni):
    dutch = client.get(reverse("staff:login"))
    english = client.get(reverse("staff:login"), headers={"accept-language": "en"})
    assert "Inloggen voor medewerkers" in dutch.text
    assert "Sign in as staff" in english.text
    assert "no-store" in dutch["Cache-Control"]


def test_account_page_leads_to_ones_own_sign_in(client, chandni):
    page = signed_in(chandni, client).get(reverse("wagtailadmin_account"))
    assert f'href="{reverse("staff:security")}"' in page.text


def test_admins_own_sign_out_button_is_ours(client, chandni):
    assert reverse("wagtailadmin_logout") == reverse("staff:logout")
    signed_in(chandni, client).post(reverse("wagtailadmin_logout"))
    assert StaffSession.objects.get().ended_at
