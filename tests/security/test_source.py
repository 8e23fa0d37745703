"""What can be read from the source and the settings of a production start, without asking the site anything."""

import ast
import random
import re
from functools import cache
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.db.models import BinaryField, URLField
from django.test import override_settings
from django.urls import get_resolver
from wagtail.images.fields import get_allowed_image_extensions

from cms.settings import base
from privacy_portal.data_subjects.codes import new_code, new_token
from privacy_portal.evidence.fields import EncryptedField

ROOMS = ("cms", "home", "privacy_portal")
VARIABLE = re.compile(r"\{\{\s*([a-z_]+)|\{%\s*(?:if|elif)\s+(?:not\s+)?([a-z_]+)|\{%\s*for\s+\w+\s+in\s+([a-z_]+)")


@cache
def modules() -> list[tuple[str, ast.Module]]:
    paths = [path for room in ROOMS for path in sorted((base.BASE_DIR / room).rglob("*.py"))]
    return [(path.relative_to(base.BASE_DIR).as_posix(), ast.parse(path.read_text())) for path in paths]


def called(tree: ast.Module) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def imported(tree: ast.Module) -> set[str]:
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.security("A-11", "ASVS 6.3.4")
def test_a_session_begins_at_few_places_only():
    """For customers, and one for staff: whoever adds a way in meets this list."""
    assert {path for path, tree in modules() if "sessions.begin" in called(tree)} == {
        "privacy_portal/data_subjects/confirming.py",
        # From one joined address to the other, by who is signed in.
        "privacy_portal/data_subjects/addresses/joining.py",
    }
    assert {path for path, tree in modules() if "login" in called(tree)} == {"cms/staff/actions.py"}


@pytest.mark.security("ASVS 11.5.1")
def test_chance_that_guards_something_comes_from_secrets():
    """The rest: pauses between tries, and invented customers that are the same every time."""
    assert {path for path, tree in modules() if "random" in imported(tree)} == {
        "privacy_portal/data_sources/outside/client.py",
        "privacy_portal/data_sources/ticketing/synthetic/people.py",
        "privacy_portal/data_sources/ticketing/synthetic/programme.py",
    }


@pytest.mark.security("V-03", "ASVS 6.5.3")
@pytest.mark.parametrize("new", [new_code, new_token])
def test_nobody_who_knows_the_state_of_random_knows_the_next_code(new):
    random.seed(1)
    first = new()
    random.seed(1)
    assert new() != first


# --- settings of production


@pytest.mark.security("A-06", "ASVS 3.3.1", "ASVS 3.3.2", "ASVS 3.3.4")
def test_cookies_of_production_are_for_this_host_and_no_script():
    names = [
        base.SESSION_COOKIE_NAME,
        base.CSRF_COOKIE_NAME,
        base.CUSTOMER_COOKIE_NAME,
        base.CUSTOMER_NONCE_COOKIE_NAME,
    ]
    assert all(name.startswith("__Host-") for name in names)
    assert len(set(names)) == len(names), "staff and customers have different ones"
    assert base.SESSION_COOKIE_SECURE and base.CSRF_COOKIE_SECURE
    assert base.SESSION_COOKIE_HTTPONLY and base.CSRF_COOKIE_HTTPONLY
    assert base.SESSION_COOKIE_SAMESITE == base.CSRF_COOKIE_SAMESITE == "Lax"
    assert not hasattr(base, "SESSION_COOKIE_DOMAIN") and not hasattr(base, "SESSION_COOKIE_PATH")


@pytest.mark.security("ASVS 11.4.2")
def test_passwords_are_kept_with_argon2id():
    [hasher] = base.PASSWORD_HASHERS
    assert hasher.endswith("Argon2PasswordHasher")
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        from django.contrib.auth.hashers import make_password

        assert make_password("vier gewone woorden").startswith("argon2$argon2id$")


@pytest.mark.security("ASVS 6.2.1", "ASVS 6.2.4", "ASVS 6.2.9")
@pytest.mark.parametrize(
    ("password", "good"),
    [("elf-tekens!", False), ("twaalf-teken", True), ("a1 " * 40, True), ("password12345", False)],
)
def test_a_password_is_long_and_not_common_and_nothing_else(password, good):
    validators = get_password_validators(base.AUTH_PASSWORD_VALIDATORS)
    if good:
        validate_password(password, password_validators=validators)
    else:
        with pytest.raises(ValidationError):
            validate_password(password, password_validators=validators)


@pytest.mark.security("ASVS 13.4.2")
def test_nothing_of_production_switches_debug_on():
    assert base.DEBUG is False
    assert "DEBUG" not in (base.BASE_DIR / "cms/settings/production.py").read_text()


@pytest.mark.security("ASVS 1.5.2")
def test_sessions_are_json():
    assert base.SESSION_SERIALIZER.endswith("JSONSerializer")


# --- what is kept


SEALED = re.compile(r"^(iban|birth_date|e?mail|phone|street|(first|last|holder)_name|holder_email)$")
# Readable on purpose, with the reason.
READABLE = {
    "staff.User.email": "staff sign in by it",
    "staff.User.first_name": "staff are known by name",
    "staff.User.last_name": "staff are known by name",
}


@pytest.mark.security("C-04")
def test_what_leads_to_a_customer_is_sealed():
    """The tables of an import lie aside with the same columns, and hold the sealed bytes."""
    names = ("data_subjects", "data_sources", "exports", "erasure", "rights_requests", "consent", "staff")
    readable = {
        f"{model._meta.label}.{field.name}"
        for name in names
        for model in apps.get_app_config(name).get_models()
        for field in model._meta.concrete_fields
        if SEALED.match(field.name) and not isinstance(field, EncryptedField | BinaryField)
    }
    assert readable == READABLE.keys()


@pytest.mark.security("A-08", "ASVS 7.2.3")
@pytest.mark.parametrize(
    "model",
    [
        "data_subjects.CustomerSession",
        "data_subjects.DataSubject",
        "exports.Export",
        "rights_requests.Attachment",
        "rights_requests.Correction",
        "rights_requests.RightsRequest",
    ],
)
def test_ids_in_addresses_of_customers_are_random(model):
    assert apps.get_model(model)._meta.pk.default is uuid4


@pytest.mark.security("A-08")
def test_no_address_of_the_portal_has_a_number_one_could_count_to():
    _prefix, resolver = get_resolver().namespace_dict["self_service"]
    kinds = {
        type(converter).__name__
        for name in filter(lambda key: isinstance(key, str), resolver.reverse_dict)
        for *_, converters in resolver.reverse_dict.getlist(name)
        for converter in converters.values()
    }
    assert kinds <= {"UUIDConverter", "SlugConverter", "StringConverter"}


# --- mail

# Names that a mail may show: of a case, a day, an address of this site, the venue. Nobody's details.
IN_MAIL = {
    *("number", "reference", "request", "right_label", "all_right", "article", "articles", "ground_label", "asked"),
    *("date", "day", "days", "due_date", "until", "at", "minutes", "left", "max_downloads", "is_late", "near", "late"),
    *("url", "link", "base_url", "security_url", "stop_url", "version_url", "comparison_url", "authority_url"),
    *("venue", "controller", "contact", "is_contact", "desk", "organisation", "authority", "place", "task", "language"),
    *("label", "summary", "summary_text", "is_bound", "is_coming", "question", "extension_reason"),
    *("code", "receipt", "seq", "hash", "is_change", "is_yours", "undo_url", "object_url", "law_date"),
    # Why something was done or by which way, as the words of a list; until when a download waits.
    *("why", "how", "held_until", "moment"),
    # Whether an erasure is done wholly.
    "is_whole",
}
# To a party that has to find somebody: the one proven address by which it can.
TO_A_PARTY = {"by_hand_asked": {"known_by"}}
# To a colleague about their own sign-in: what they called a passkey, and which colleagues reset their second step.
TO_A_COLLEAGUE = {
    "staff_passkey_added": {"name"},
    "staff_passkey_removed": {"name"},
    "staff_reset_asked": {"first", "second"},
    "staff_reset_done": {"first", "second"},
}


@pytest.mark.security("H-07")
@pytest.mark.parametrize(
    "folder", sorted(path.name for path in (base.BASE_DIR / "templates/emails").iterdir() if path.is_dir())
)
def test_a_mail_shows_nothing_of_anybody(folder):
    named = {
        name
        for path in (base.BASE_DIR / "templates/emails" / folder).iterdir()
        for found in VARIABLE.findall(path.read_text())
        for name in found
        if name
    }
    assert named - TO_A_PARTY.get(folder, set()) - TO_A_COLLEAGUE.get(folder, set()) <= IN_MAIL


@pytest.mark.security("H-07")
def test_a_mail_loads_and_follows_nothing():
    for path in sorted((base.BASE_DIR / "templates/emails").rglob("*.html")):
        text = path.read_text()
        assert not re.search(r"<(img|script|link|iframe)\b|url\(|@import", text), path.name


# --- what comes in, and what seals


@pytest.mark.security("ASVS 11.3.2")
def test_two_files_seal_what_is_kept_and_one_a_working_file():
    """The key of the working file is made for it, never kept, and gone with the process (`exports/spool.py`)."""
    ciphers = {
        (path, name.name)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "ciphers" in str(node.module)
        for name in node.names
    }
    assert ciphers == {
        ("privacy_portal/evidence/crypto.py", "AESGCM"),
        ("privacy_portal/evidence/sealed_files.py", "AESGCM"),
        ("privacy_portal/exports/spool.py", "Cipher"),
        ("privacy_portal/exports/spool.py", "AES"),
        ("privacy_portal/exports/spool.py", "CTR"),
    }
    others = ("Crypto", "Cryptodome", "nacl", "cryptography.fernet")
    assert not {name for _path, tree in modules() for name in imported(tree) if name.startswith(others)}


@pytest.mark.security("ASVS 1.2.2")
def test_no_field_for_an_address_on_the_web_takes_one_that_a_browser_would_run():
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_config.name.startswith(("privacy_portal", "home", "cms"))
        for field in model._meta.concrete_fields
        if isinstance(field, URLField)
    ]
    assert len(fields) > 5
    for field in fields:
        for evil in ("javascript:alert(1)", "JavaScript://x/%0aalert(1)", "data:text/html,x", "vbscript:x"):
            with pytest.raises(ValidationError):
                field.run_validators(evil)


@pytest.mark.security("ASVS 1.3.4")
def test_editors_upload_no_drawing_that_can_run():
    assert "svg" not in get_allowed_image_extensions()
    assert not {"svg", "html", "htm", "xml", "xhtml"} & set(base.WAGTAILDOCS_EXTENSIONS)


STORES = re.compile(r"localStorage|sessionStorage|indexedDB|openDatabase|caches\.open|serviceWorker")


@pytest.mark.security("ASVS 14.3.3")
def test_no_script_of_ours_writes_to_the_browser_s_storage():
    scripts = sorted((base.BASE_DIR / "static").rglob("*.js"))
    assert scripts and not {path.name for path in scripts if STORES.search(path.read_text())}
