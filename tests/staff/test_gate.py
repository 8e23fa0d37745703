"""Everything under the admin prefix is closed unless it is listed as open, also what packages add later."""

import re
import uuid

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cms.staff.gate import OPEN
from tests.support.staff import member_of, signed_in

pytestmark = pytest.mark.django_db

SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": str(uuid.UUID(int=1)), "path": "x"}


def admin_paths() -> dict[str, str]:
    """Path of every named and nameless pattern under /beheer/, with something in each hole."""
    found: dict[str, str] = {}
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "beheer/":
            _walk(pattern, "/", "", found)
    return found


def _walk(node: URLPattern | URLResolver, before: str, space: str, found: dict[str, str]) -> None:
    here = before + _filled(node.pattern)
    if isinstance(node, URLResolver):
        inner = f"{space}{node.namespace}:" if node.namespace else space
        for child in node.url_patterns:
            _walk(child, here, inner, found)
    else:
        found.setdefault(here, f"{space}{node.name}")


def _filled(pattern) -> str:
    if not hasattr(pattern, "_route"):
        return "" if pattern._regex.startswith("^.*") else pattern._regex.strip("^$")
    text = str(pattern._route)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for hole in (f"<{kind}:{name}>", f"<{name}>"):
            text = text.replace(hole, SAMPLES.get(kind, "x"))
    return text


CLOSED = sorted(path for path, name in admin_paths().items() if name not in OPEN)


@pytest.mark.security("A-01")
def test_crawl_finds_the_admin():
    assert len(CLOSED) > 200
    assert {"/beheer/", "/beheer/pages/", "/beheer/users/"} <= set(CLOSED)


@pytest.mark.security("A-01", "ASVS 6.3.3", "ASVS 6.3.4")
@pytest.mark.parametrize("who", ["nobody", "password only", "device unconfirmed"])
def test_A01_every_admin_address_leads_to_sign_in(client, who):
    if who != "nobody":
        user = member_of("", email="dirk@example.org")
        client.force_login(user)
        if who == "device unconfirmed":
            user.totpdevice_set.update(confirmed=False)
            signed_in_without_gate(client, user)
    leaks = [path for path in CLOSED if not is_refused(client.get(path))]
    assert leaks == []


def signed_in_without_gate(client, user) -> None:
    session = client.session
    session["otp_device_id"] = user.totpdevice_set.get().persistent_id
    session.save()


def is_refused(response) -> bool:
    return response.status_code == 302 and response.url.startswith(reverse("staff:login"))


@pytest.mark.security("A-01")
def test_A01_posting_is_refused_too_and_remembers_no_address(client):
    answer = client.post("/beheer/pages/add/home/homepage/3/")
    assert answer.url == reverse("staff:login")


@pytest.mark.security("A-01")
def test_A01_address_nobody_has_written_yet_is_closed_as_well(client):
    assert is_refused(client.get("/beheer/whatever/comes/later/"))


def test_A01_script_is_told_no(client):
    assert client.get("/beheer/pages/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_way_in_is_open(client):
    assert client.get(reverse("staff:login")).status_code == 200
    assert client.get(reverse("wagtailadmin_javascript_catalog")).status_code == 200


def test_A01_wagtails_own_password_pages_do_not_exist_for_strangers(client):
    assert is_refused(client.get("/beheer/password_reset/"))


@pytest.mark.security("ASVS 6.3.4")
def test_wagtails_own_sign_in_for_readers_takes_no_password(client):
    """It would ask for no second step, and count no tries."""
    user = member_of("", email="dirk@example.org")
    user.set_password("vier gewone woorden")
    user.save()
    for path in ("/_util/login/", "/en/_util/login/"):
        answer = client.post(path, {"username": user.email, "password": "vier gewone woorden"})
        assert is_refused(answer) and not client.session.keys()


def test_A01_verified_staff_get_through(client):
    signed_in(member_of("", email="dirk@example.org"), client)
    assert client.get("/beheer/").status_code == 200


def test_A01_second_step_of_someone_else_is_not_ones_own(client):
    dirk, bas = member_of("", email="dirk@example.org"), member_of("", email="bas@example.org")
    signed_in(dirk, client)
    session = client.session
    session["otp_device_id"] = bas.totpdevice_set.get().persistent_id
    session.save()
    assert is_refused(client.get("/beheer/"))


def test_A05_ended_session_is_closed(client):
    user = member_of("", email="dirk@example.org")
    signed_in(user, client)
    user.sessions.update(ended_at=timezone.now())
    assert is_refused(client.get("/beheer/"))


def test_A05_session_row_of_someone_else_does_not_help(client):
    dirk, bas = member_of("", email="dirk@example.org"), member_of("", email="bas@example.org")
    signed_in(bas)
    signed_in(dirk, client)
    session = client.session
    session["staff_session"] = str(bas.sessions.get().id)
    session.save()
    assert is_refused(client.get("/beheer/"))


def test_public_pages_do_not_meet_the_gate(client):
    assert client.get("/healthz").status_code == 200


@pytest.mark.security("A-07")
def test_A07_customer_is_never_a_user(client, rf):
    """SECURITY decision 1: whatever a customer's cookie says, staff's `request.user` stays nobody."""
    client.cookies[settings.CUSTOMER_COOKIE_NAME] = str(uuid.uuid4())
    assert is_refused(client.get("/beheer/"))


@pytest.mark.security("A-02")
def test_A02_no_code_verifies_a_device_behind_django_otps_back():
    """A-02: only `django_otp.verify_token()` locks the device first."""
    root = settings.BASE_DIR
    sources = [path for room in ("cms", "privacy_portal", "home") for path in (root / room).rglob("*.py")]
    calls = [path.name for path in sources if re.search(r"\w\.(verify_token|consume)\(", path.read_text())]
    assert calls == ["devices.py"], "which defines them"
