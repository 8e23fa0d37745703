"""How somebody becomes staff: an invitation, a password of their own, an app, a sheet of codes."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_otp.oath import totp

from cms.staff.demo import DEMO_PASSWORD, DEMO_STAFF, current_token, load_staff
from cms.staff.devices import RecoveryDevice, TotpDevice
from cms.staff.models import User
from privacy_portal.evidence.models import LedgerEntry
from tests.support.staff import member_of

pytestmark = pytest.mark.django_db

PASSWORD = "vier gewone woorden"


def first_admin(email: str = "chandni@example.org") -> str:
    """The path of the printed link."""
    out = io.StringIO()
    call_command("create_first_admin", email, stdout=out)
    return urlsplit(re.search(r"http\S+", out.getvalue()).group()).path


def accept(client, path: str, word: str = PASSWORD):
    form = client.get(path)
    assert form.status_code == 302, "the token leaves the address at once"
    assert form["Referrer-Policy"] == "no-referrer", "and is told to nobody"
    assert client.get(form.url)["Referrer-Policy"] == "same-origin", "or the form could not be sent"
    return client.post(form.url, {"new_password1": word, "new_password2": word})


def digits(device: TotpDevice) -> str:
    return f"{totp(device.secret):06d}"


@pytest.mark.security("A-13", "ASVS 6.3.2")
def test_A13_nobody_exists_after_migrate():
    assert not User.objects.exists()


@pytest.mark.security("A-13")
def test_A13_first_administrator_from_invitation_to_admin(client):
    path = first_admin()
    assert client.get(path).status_code == 302, "looking at the link does not use it up"
    assert accept(client, path).url == reverse("staff:enrol")
    page = client.get(reverse("staff:enrol"))
    assert 'src="data:image/svg+xml' in page.text
    assert TotpDevice.objects.get().typed_key in page.text
    shown = client.post(reverse("staff:enrol"), {"token": digits(TotpDevice.objects.get())})
    assert len(re.findall(r"(?:[a-z2-7]{4}-){5}[a-z2-7]{4}", shown.text)) == 8
    assert "no-store" in shown["Cache-Control"]
    assert client.get("/beheer/").status_code == 200
    assert list(LedgerEntry.objects.order_by("seq").values_list("event", flat=True)) == [
        "staff.invited",
        "staff.device_enrolled",
        "staff.signed_in",
    ]


@pytest.mark.security("A-13")
def test_A13_second_first_administrator_is_refused():
    first_admin()
    with pytest.raises(CommandError, match="already"):
        first_admin("bas@example.org")
    assert User.objects.count() == 1


def test_first_administrator_needs_an_address():
    with pytest.raises(CommandError, match="not an e-mail"):
        first_admin("chandni")


@pytest.mark.security("A-13", "ASVS 6.4.1")
def test_A13_invitation_works_once(client):
    path = first_admin()
    accept(client, path)
    client.cookies.clear()
    assert "al gebruikt of te oud" in client.get(path).text


@pytest.mark.security("ASVS 6.2.4")
def test_weak_password_is_refused(client):
    page = accept(client, first_admin(), word="password123")
    assert page.status_code == 200
    assert not User.objects.get().has_usable_password()


def test_wrong_digits_set_up_nothing(client):
    accept(client, first_admin())
    page = client.post(reverse("staff:enrol"), {"token": "000000"})
    assert "Deze code klopt niet" in page.text
    assert not TotpDevice.objects.get().confirmed
    assert client.get("/beheer/").status_code == 302


def test_reload_shows_the_same_key(client):
    accept(client, first_admin())
    client.get(reverse("staff:enrol"))
    client.get(reverse("staff:enrol"))
    assert TotpDevice.objects.count() == 1


def test_picture_tells_the_app_issuer_account_and_key(client):
    device = TotpDevice.objects.create(user=member_of("", email="a+b@example.org"), name="x", confirmed=False)
    url = urlsplit(device.config_url)
    assert (url.scheme, url.netloc) == ("otpauth", "totp")
    assert url.path == "/Privacy%20desk%3Aa%2Bb%40example.org"
    assert parse_qs(url.query)["issuer"] == ["Privacy desk"]
    assert parse_qs(url.query)["secret"] == [device.typed_key.replace(" ", "")]


def test_A01_stranger_does_not_reach_the_set_up(client):
    assert client.get(reverse("staff:enrol")).url == reverse("staff:login")


@pytest.mark.security("A-01", "ASVS 6.4.3")
def test_A01_who_has_an_app_cannot_set_up_another_with_the_password_alone(client):
    user = member_of("", email="chandni@example.org")
    user.set_password(PASSWORD)
    user.save()
    client.post(reverse("staff:login"), {"email": user.email, "password": PASSWORD})
    assert client.get(reverse("staff:enrol")).url == reverse("staff:login")
    assert TotpDevice.objects.count() == 1


@pytest.mark.security("ASVS 6.4.3")
def test_a_password_set_anew_leaves_the_second_step_as_it_was(client):
    """The only way to a new password is an invitation, and behind it still stands the app."""
    user = member_of("Editors", email="eva@example.org")
    out = io.StringIO()
    call_command("invite_staff", user.email, stdout=out)
    accept(client, urlsplit(re.search(r"http\S+", out.getvalue()).group()).path, "vijf andere gewone woorden")
    user.refresh_from_db()
    assert user.check_password("vijf andere gewone woorden") and TotpDevice.objects.get(user=user).confirmed
    assert client.get(reverse("staff:enrol")).url == reverse("staff:login")
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    client.post(reverse("staff:login"), {"email": user.email, "password": "vijf andere gewone woorden"})
    assert client.get(reverse("wagtailadmin_home")).status_code == 302, "a code is still asked for"


def test_colleague_is_invited_again_by_command():
    user = member_of("Editors", email="eva@example.org")
    out = io.StringIO()
    call_command("invite_staff", user.email, stdout=out)
    assert reverse("staff:accept", args=["x", "y"]).split("x/y")[0] in out.getvalue()
    with pytest.raises(CommandError):
        call_command("invite_staff", "nobody@example.org")


# --- Demo


def test_demo_staff_can_be_loaded_twice_and_sign_in(client, settings):
    load_staff(None)
    load_staff(None)
    assert User.objects.count() == len(DEMO_STAFF)
    assert RecoveryDevice.objects.count() == len(DEMO_STAFF)
    for person in DEMO_STAFF:
        client.cookies.clear()
        user = User.objects.get(email=person.email)
        client.post(reverse("staff:login"), {"email": person.email, "password": DEMO_PASSWORD})
        device = TotpDevice.objects.get(user=user)
        assert client.post(
            reverse("staff:verify"), {"device": device.persistent_id, "token": current_token(user)}
        ).url.startswith("/beheer/")


def test_demo_token_is_for_development_and_demo_staff_only(settings):
    load_staff(None)
    member_of("Editors", email="real@example.org")
    with pytest.raises(CommandError, match="development"):
        call_command("demo_token", "editor@example.org")
    settings.DEBUG = True
    out = io.StringIO()
    call_command("demo_token", "editor@example.org", stdout=out)
    assert re.fullmatch(r"\d{6}\n", out.getvalue())
    with pytest.raises(CommandError, match="Not one"):
        call_command("demo_token", "real@example.org")


def test_staff_model_knows_one_person_by_one_address():
    user = User.objects.create_user(" Eva@Example.org ".strip(), first_name="Eva")
    assert user.email == "eva@example.org"
    assert User.objects.get_by_natural_key("EVA@example.org") == user
    assert str(user) == "Eva"
    assert user.language in {"nl", "en"}
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")
